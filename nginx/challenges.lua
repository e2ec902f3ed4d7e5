-- Answers to the challenges of a certificate authority that looks whether a host is ours (ACME's http-01: RFC 8555, 8.3):
-- shared dict "challenges", token -> key authorization. The engine puts them in, for as long as the authority may ask.

local M = {}

local dict = ngx.shared.challenges

local KEPT = 600                        -- seconds, should the engine die before it takes an answer back
local LONGEST_TOKEN, LONGEST_ANSWER = 256, 512

local function is_token(token)
  return #token <= LONGEST_TOKEN and token:match("^[%w_-]+$")
end

-- the token and the account key's thumbprint with a dot between them
local function is_answer(text)
  return #text <= LONGEST_ANSWER and text:match("^[%w._-]+$")
end

-- status and text for the engine
function M.put(token, text)
  if not is_token(token) or not is_answer(text) then return 400, "not a challenge" end
  local ok, problem = dict:safe_set(token, text, KEPT)
  return ok and 204 or 507, problem
end

function M.delete(token)
  if not is_token(token) then return 400, "not a challenge" end
  dict:delete(token)
  return 204
end

-- access phase. What we do not know goes where every other request goes: the app may have a certificate of its own.
function M.serve()
  local text = dict:get(ngx.var.uri:match("[^/]*$"))
  if not text then
    -- this location has none of the app's guards
    if ngx.var.edge_guarded == "1" then return require("pages").unknown() end
    return require("edge").route()
  end
  -- as in pages.lua
  ngx.req.discard_body()
  ngx.header["Content-Type"] = "text/plain"
  ngx.header["Content-Length"] = #text
  ngx.print(text)
  return ngx.exit(ngx.HTTP_OK)
end

return M
