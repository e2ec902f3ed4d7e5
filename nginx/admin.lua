-- The engine's requests, over the unix socket:
--   PUT | GET | DELETE /routes/HOST   one route, its line as the body
--   GET /routes                       "host line" each
--   PUT | DELETE /challenges/TOKEN    the answer to a certificate authority, as the body
--   GET /inflight/IP:PORT             requests and WebSockets on that instance now
--   GET /traffic                      what was counted, as traffic.lua has it
--   PUT | DELETE /quiesce             answers end their client's connection, or no longer
--   GET /status                       "key value" each: worker pid, generation of the configuration that it runs, when it
--                                     was read, client connections that wait for a request

local M = {}

local challenges = require "challenges"
local routes = require "routes"
local dict, inflight, parked = ngx.shared.routes, ngx.shared.inflight, ngx.shared.parked

local QUIESCE = 120                     -- seconds, should nobody end it
local loaded = ngx.now()                -- this file is read again with each configuration

local function answer(status, text)
  ngx.status = status
  ngx.header["Content-Type"] = "text/plain"
  if status ~= 204 then ngx.print(text, "\n") end
end

local function body()
  ngx.req.read_body()
  return ngx.req.get_body_data()
end

local function put(host)
  local line = body()
  if not line or not routes.parse(line) then return answer(400, "not a route: " .. (line or "(nothing)")) end
  -- "safe": a full dict refuses the new route; set() would throw out the one used least
  local ok, problem = dict:safe_set(host, line)
  if not ok then return answer(507, problem) end
  return answer(204)
end

local function route(host, method)
  if not routes.is_host(host) then return answer(400, "not a host name") end
  if method == "PUT" then return put(host) end
  if method == "DELETE" then
    dict:delete(host)
    return answer(204)
  end
  local line = dict:get(host)
  return answer(line and 200 or 404, line or "no route")
end

local function challenge(token, method)
  if method == "PUT" then return answer(challenges.put(token, body() or "")) end
  return answer(challenges.delete(token))
end

local function all_routes()
  local lines = {}
  for _, host in ipairs(dict:get_keys(0)) do
    local line = dict:get(host)
    if line then lines[#lines + 1] = host .. " " .. line end
  end
  return answer(200, table.concat(lines, "\n"))
end

local function quiesce(method)
  if method == "PUT" then parked:set("quiesce", true, QUIESCE) else parked:delete("quiesce") end
  return answer(204)
end

function M.serve()
  local uri, method = ngx.var.uri, ngx.req.get_method()
  local host = uri:match("^/routes/(.+)$")
  local token = uri:match("^/challenges/(.+)$")
  local instance = uri:match("^/inflight/([%d.]+:%d+)$")
  if uri == "/quiesce" and method ~= "GET" then return quiesce(method) end
  local changes = (host or token) and (method == "PUT" or method == "DELETE")
  if not changes and (method ~= "GET" or token) then return answer(405, "method not allowed") end
  if token then return challenge(token, method) end
  if host then return route(host, method) end
  if instance then return answer(200, inflight:get(instance) or 0) end
  if uri == "/routes" then return all_routes() end
  if uri == "/traffic" then return answer(200, table.concat(require("traffic").lines(), "\n")) end
  if uri == "/status" then
    return answer(200, "pid " .. ngx.worker.pid() .. "\ngeneration " .. ngx.var.generation .. "\nloaded " .. loaded
      .. "\nwaiting " .. ngx.var.connections_waiting)
  end
  return answer(404, "nothing here")
end

-- A master that was killed (kill -9, power cut) leaves its socket file, and the next one would fail to bind: Nginx
-- would never come back by itself. A reload and `nginx -t` pass here too, while the socket is in use: the kernel's
-- list of this network namespace tells, so never test a configuration from another one. Called before Nginx opens its
-- listening sockets.
function M.remove_stale_socket(path)
  for line in io.lines("/proc/net/unix") do
    if line:sub(-#path - 1) == " " .. path then return end
  end
  os.remove(path)
end

return M
