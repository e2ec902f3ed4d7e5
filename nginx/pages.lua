-- What the edge answers by itself: HTML for people, problem+json (RFC 9457) for programs. Nothing a client sent is
-- repeated in it, so there is nothing to escape.

local M = {}

local HTML = [[
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
%s<title>%s</title>
<style>
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }
body { min-height: 100vh; margin: 0; display: grid; place-content: center; text-align: center; padding: 0 1.5rem;
  box-sizing: border-box }
small { letter-spacing: .2em; opacity: .6 }
h1 { margin: .2em 0; font-size: 1.8rem }
p { margin: 0; opacity: .8 }
</style>
<main><small>%d</small><h1>%s</h1><p>%s</p></main>
</html>
]]
local JSON = '{"type":"about:blank","title":"%s","status":%d,"detail":"%s"}\n'

local function wants_json()
  local accept = (ngx.var.http_accept or ""):lower()
  return accept:find("json", 1, true) and not accept:find("html", 1, true)
end

-- retry: seconds until it is worth asking again; browsers do so by themselves
local function page(name, status, title, detail, retry)
  local json = wants_json()
  local refresh = retry and '<meta http-equiv="refresh" content="' .. retry .. '">\n' or ""
  local body = json and JSON:format(title, status, detail) or HTML:format(refresh, title, status, title, detail)

  -- this runs before the body is read: left where it is, it would be taken for the connection's next request
  ngx.req.discard_body()
  ngx.var.edge_release = ""   -- no release said this
  ngx.var.edge_page = name
  ngx.status = status
  ngx.header["Content-Type"] = json and "application/problem+json" or "text/html; charset=utf-8"
  ngx.header["Content-Length"] = #body
  ngx.header["Cache-Control"] = "no-store"
  ngx.header["Retry-After"] = retry
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

function M.unknown()
  return page("unknown", 404, "No such app", "No app answers to this host name.")
end

function M.starting()
  return page("starting", 503, "The app is starting", "Its first release is on the way.", 2)
end

function M.stopped()
  return page("stopped", 503, "The app is stopped", "Its owner has stopped it.")
end

function M.hold()
  return page("hold", 503, "The app is restarting", "It has been away for longer than a request can wait.", 5)
end

function M.crowded()
  return page("crowded", 503, "The app is busy restarting", "Too many requests are waiting for it already.", 2)
end

function M.maintenance()
  return page("maintenance", 503, "Down for maintenance", "The app will be back.", 60)
end

function M.barred()
  return page("barred", 503, "The app is not configured", "Who may visit it has not come into effect yet.", 5)
end

-- a request that is not sent again: it may have been carried out
function M.cut()
  return page("cut", 503, "The app broke off", "It may have done what was asked, and did not live to say so.", 1)
end

function M.down()
  return page("down", 502, "The app is not answering", "It runs, but could not take this request.", 5)
end

return M
