-- The routing table: shared dict "routes", host -> line, spelled as dev.slipway.nginx.Route spells it:
--   "7 10.213.0.2:8080,10.213.0.3:8080"   release 7, on these instances
--   "7! 10.213.0.2:8080"                  the same, only for server blocks that guard the app
--   "@hold" | "@starting" | "@stopped" | "@maintenance"   nothing to send requests to

local M = {}

local dict = ngx.shared.routes
local parsed = require("resty.lrucache").new(8192)   -- per worker; a line means the same for ever

local MAX_INSTANCES = 64
local STATES = { ["@hold"] = "hold", ["@starting"] = "starting", ["@stopped"] = "stopped", ["@maintenance"] = "maintenance" }

local function instance(name)
  local a, b, c, d, port = name:match("^(%d+)%.(%d+)%.(%d+)%.(%d+):(%d+)$")
  if not a or #name > 21 then return nil end
  for _, octet in ipairs { a, b, c, d } do
    if tonumber(octet) > 255 then return nil end
  end
  if tonumber(port) < 1 or tonumber(port) > 65535 then return nil end
  return { name = name, ip = name:sub(1, -#port - 2), port = tonumber(port) }
end

-- { state = "hold" }, or { release = "7", { name, ip, port }, ... }; nil when the line is not valid
function M.parse(line)
  if STATES[line] then return { state = STATES[line] } end
  local release, guarded, instances = line:match("^([1-9]%d*)(!?) ([%d.:,]+)$")
  if not release or #release > 10 then return nil end
  local route = { release = release, guarded = guarded == "!" }
  for name in (instances .. ","):gmatch("([^,]*),") do
    local i = instance(name)
    if not i or #route == MAX_INSTANCES then return nil end
    route[#route + 1] = i
  end
  return route
end

-- lower-case DNS labels, as dev.slipway.app.HostName has them
function M.is_host(name)
  if #name > 253 then return false end
  for label in (name .. "."):gmatch("([^.]*)%.") do
    if #label > 63 or not label:match("^[a-z0-9][a-z0-9-]*$") or label:sub(-1) == "-" then return false end
  end
  return true
end

-- the parsed route of a host, nil when there is none
function M.of(host)
  local line = dict:get(host)
  if not line then return nil end
  local route = parsed:get(line)
  if not route then
    route = M.parse(line)
    parsed:set(line, route)
  end
  return route
end

-- Fills the dict from the file that the engine writes before each change: this is how routes survive a restart of
-- Nginx while the engine is away. A reload and `nginx -t` come through here too, and a reload keeps the dict, which is
-- newer than the file by now, or never older.
function M.load(path)
  if #dict:get_keys(1) > 0 then return end
  local file = io.open(path)
  if not file then return end
  for line in file:lines() do
    local host, route = line:match("^(%S+) (.+)$")
    if host and M.is_host(host) and M.parse(route) then
      assert(dict:safe_set(host, route))
    else
      ngx.log(ngx.ERR, "skipped in ", path, ": ", line)
    end
  end
  file:close()
end

return M
