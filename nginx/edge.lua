-- The way of a request: route() finds where it may go, balance() picks the instance when the upstream connection is
-- made, down() tries again what never reached an app, finish() settles the counts.
--
-- Variables of the request:
--   edge_peer          instance it is counted on in the dict "inflight"
--   edge_release       release of that instance, for X-Slipway-Release
--   edge_parked        while it is counted in the dict "parked": the bytes of its body that are
--   edge_since         when it was first parked
--   edge_tries         how often down() sent it on
--   edge_unrouted      "1": no instance was left when its connection was to be made
--   edge_redelivered   "1": it was cut once after it had been sent, and sent again
--   edge_page          which page of pages.lua answered it
--   edge_guarded       "1": this server lets in only those that the app's owner named

local M = {}

local balancer = require "ngx.balancer"
local pages = require "pages"
local routes = require "routes"
local traffic = require "traffic"
local inflight, parked = ngx.shared.inflight, ngx.shared.parked

local STEP = 0.05                       -- a parked request looks this often, seconds
local REFUSED = 5                       -- it waits this long for instances that refuse connections
local SILENT = 1                        -- one that let a connection hang counts as hanging for so long
local FIRST_LOOK = 0.2                  -- the engine needs less to put a host with a dead instance on "@hold"
local MAX_TRIES = 6                     -- Nginx allows ten internal redirects
local ALL, BYTES = "*", "bytes*"         -- no host names
local SAFE = { GET = true, HEAD = true, OPTIONS = true }

-- What may wait: hold (seconds, for a host on "@hold"), requests (of all hosts), requests_of_host, bytes (of bodies that
-- are read already). Set once by nginx.conf.
local limits

function M.limit(given) limits = given end

-- Places expire: a worker that is killed never gives its places back. While a crowd waits for longer than that, the
-- limit may be exceeded once over.
local function take(key, amount, limit)
  if parked:incr(key, amount, 0, limits.hold + 5) <= limit then return true end
  parked:incr(key, -amount)
  return false
end

-- bytes: of the request's body, as far as we hold it
local function park(var, bytes)
  if not take(ALL, 1, limits.requests) then return false end
  if take(var.host, 1, limits.requests_of_host) then
    if take(BYTES, bytes, limits.bytes) then
      var.edge_parked = bytes
      return true
    end
    parked:incr(var.host, -1)
  end
  parked:incr(ALL, -1)
  return false
end

local function unpark(var)
  local bytes = tonumber(var.edge_parked)
  if not bytes then return end
  var.edge_parked = ""
  parked:incr(ALL, -1)
  parked:incr(var.host, -1)
  parked:incr(BYTES, -bytes)
end

local function leave(var)
  local peer = var.edge_peer
  if not peer or peer == "" then return end   -- nil: the request line was refused, no variable was ever set
  var.edge_peer = ""
  inflight:incr(peer, -1)
end

-- Whether the instance takes connections again. Of all requests that wait for it one asks, ten times a second.
local function accepts(instance)
  if parked:get("up " .. instance.name) then return true end
  if not parked:add("asked " .. instance.name, true, 0.1) then return false end
  local socket = ngx.socket.tcp()
  socket:settimeout(50)
  local connected, problem = socket:connect(instance.ip, instance.port)
  if not connected then
    if problem == "timeout" then parked:set("silent " .. instance.name, true, SILENT) end
    return false
  end
  socket:close()
  parked:set("up " .. instance.name, true, 0.2)
  return true
end

local function any_accepts(route)
  for _, instance in ipairs(route) do
    if accepts(instance) then return true end
  end
  return false
end

-- it is put right by the healer, which takes longer than a restart
local function hangs(route)
  for _, instance in ipairs(route) do
    if parked:get("silent " .. instance.name) then return true end
  end
  return false
end

local function wait_until(usable, var)
  local began = ngx.now()
  local since = tonumber(var.edge_since) or began
  var.edge_since = since
  while true do
    ngx.sleep(STEP)
    local route = routes.of(var.host)
    local held = route and route.state == "hold"
    if not held and (not route or route.state or usable(route)) then return route end
    local now = ngx.now()
    if now - since >= limits.hold or (now - began >= REFUSED and not held and not hangs(route)) then
      return held and route or nil, "down"
    end
  end
end

local function send_on(route)
  if not route then return pages.unknown() end
  if route.state then return pages[route.state]() end
  -- its server blocks are not there yet, or were refused
  if route.guarded and ngx.var.edge_guarded ~= "1" then return pages.barred() end
  if parked:get("quiesce") then return ngx.exec("@close") end
  if (ngx.var.http_accept or ""):find("text/event-stream", 1, true) then return ngx.exec("@stream") end
end

local function any() return true end

local function send_on_when(usable, var, bytes)
  if not park(var, bytes) then return pages.crowded() end
  local route, problem = wait_until(usable, var)
  unpark(var)
  if not route and problem then return pages[problem]() end
  return send_on(route)
end

-- access phase
function M.route()
  local var = ngx.var
  local route = routes.of(var.host)
  if route and route.state == "hold" then return send_on_when(any, var, 0) end
  return send_on(route)
end

local turn = 0

-- the instance with the least in flight that was not tried yet; in turn when several have
local function pick(route, tried)
  if #route == 1 then return route[1] end
  turn = turn + 1
  local best, least
  for i = 1, #route do
    local instance = route[(turn + i) % #route + 1]
    local load = inflight:get(instance.name) or 0
    if not tried[instance.name] and (not best or load < least) then best, least = instance, load end
  end
  return best or route[turn % #route + 1]
end

-- balancer phase: for each try, after the body has been read
function M.balance()
  local var, ctx = ngx.var, ngx.ctx
  if ctx.tried then leave(var) end
  local route = routes.of(var.host)
  if not route or route.state then
    var.edge_unrouted = "1"
    return ngx.exit(ngx.ERROR)   -- to down(), by error_page 500
  end
  if not ctx.tried then
    ctx.tried = {}
    if #route > 1 then balancer.set_more_tries(#route - 1) end
  end
  local instance = pick(route, ctx.tried)
  ctx.tried[instance.name] = true
  assert(balancer.set_current_peer(instance.ip, instance.port))
  inflight:incr(instance.name, 1, 0)
  var.edge_peer = instance.name
  var.edge_release = route.release
end

-- the values of this visit: "0, 0 : 120, 0" has its tries parted by commas, the visits to down() by colons
local function numbers(list)
  local found = {}
  for n in list:match("[^:]*$"):gmatch("[%d-]+") do found[#found + 1] = tonumber(n) or 0 end
  return found
end

-- Whether a try of this visit sent something, and whether one of those was answered, or waited for an answer until the
-- time was over. No try at all (an error of Nginx's own) counts as answered. A lost connection is often tried again on
-- an interface that is already gone, which is a 504 too, but nothing was sent then.
local function last_visit(var)
  if not (var.upstream_addr or ""):find("%d") then return false, true end
  local sent, received = numbers(var.upstream_bytes_sent), numbers(var.upstream_bytes_received)
  local status = numbers(var.upstream_status)
  local any_sent = false
  for i, bytes in ipairs(sent) do
    if bytes > 0 then
      any_sent = true
      if received[i] > 0 or status[i] == 504 then return true, true end
    end
  end
  return any_sent, false
end

-- Whether sending the request (again) cannot do a thing twice: it never left, or it is safe and was cut before a byte of
-- an answer. The latter once only: it may be what kills the app. And whether it was cut, if not.
local function may_go_again(var)
  if var.edge_unrouted == "1" then
    var.edge_unrouted = ""
    return true
  end
  local sent, answered = last_visit(var)
  if answered then return false, false end
  if not sent then return true end
  if not SAFE[ngx.req.get_method()] then return false, true end
  if var.edge_redelivered == "1" then return false, false end
  var.edge_redelivered = "1"
  return true
end

-- access phase of error_page: nobody answered. An app that crashed a moment ago is back in well under a second (Docker
-- restarts it, also without the engine), so the request waits for it. Not at its door: a connection tried while its
-- interface is away makes the kernel ask for its address, in vain, and ask again only a second later.
function M.down()
  local var = ngx.var
  leave(var)
  local tries = (tonumber(var.edge_tries) or 0) + 1
  var.edge_tries = tries
  local again, sent = may_go_again(var)
  if not again then return sent and pages.cut() or pages.down() end
  if tries > MAX_TRIES then return pages.down() end
  ngx.sleep(FIRST_LOOK)
  return send_on_when(any_accepts, var, tonumber(var.request_length) or 0)
end

-- log phase
function M.finish()
  local var = ngx.var
  -- nil, both: the request line was refused
  local host, peer = var.host, var.edge_peer
  local met = peer and peer ~= ""
  -- hosts that are not ours have no end
  if host and (met or routes.of(host)) then traffic.count(var, host, met and peer) end
  if met then inflight:incr(peer, -1) end
  unpark(var)
end

return M
