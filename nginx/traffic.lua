-- What went through the edge. Each worker adds up what it has seen since it started and shares that four times a second:
-- the hot path touches a Lua table and no lock. In the dict "traffic":
--   "PID HOST RELEASE INSTANCE" -> "1xx 2xx 3xx 4xx 5xx BYTES_IN BYTES_OUT" and the requests of each span of time (SPANS)
--   "PID HOST - PAGE"           -> the same, for what the edge answered by itself

local M = {}

local shared = ngx.shared.traffic
local seen, changed = {}, {}

-- Upper ends in milliseconds; the last span is open. dev.slipway.nginx.Traffic has the same.
local SPANS = { 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000,
  10000, 30000 }
local CLASSES, FIELDS = 5, 5 + 2 + #SPANS + 1
local BYTES_IN, BYTES_OUT, FIRST_SPAN = CLASSES + 1, CLASSES + 2, CLASSES + 3
local SHARE_EVERY = 0.25
local FORGET_AFTER = 600                -- seconds

local function span_of(milliseconds)
  for i = 1, #SPANS do
    if milliseconds <= SPANS[i] then return i end
  end
  return #SPANS + 1
end

local function record(key)
  local counts = seen[key]
  if not counts then
    counts = {}
    for i = 1, FIELDS do counts[i] = 0 end
    seen[key] = counts
  end
  changed[key] = counts
  return counts
end

-- log phase, for a host that is routed
function M.count(var)
  local class = math.floor(ngx.status / 100)
  if class < 1 or class > CLASSES then class = CLASSES end
  local answered_by = var.edge_peer ~= "" and var.edge_release .. " " .. var.edge_peer or "- " .. var.edge_page
  local counts = record(var.host .. " " .. answered_by)
  counts[class] = counts[class] + 1
  counts[BYTES_IN] = counts[BYTES_IN] + (tonumber(var.request_length) or 0)
  counts[BYTES_OUT] = counts[BYTES_OUT] + (tonumber(var.bytes_sent) or 0)
  -- a WebSocket's time says how long it was wanted, not how long somebody waited
  if class > 1 then
    local span = FIRST_SPAN - 1 + span_of((ngx.now() - ngx.req.start_time()) * 1000)
    counts[span] = counts[span] + 1
  end
end

local function share(key, counts)
  shared:set(ngx.worker.pid() .. " " .. key, table.concat(counts, " "), FORGET_AFTER)
end

local function share_changed()
  local records = changed
  changed = {}
  for key, counts in pairs(records) do
    counts.idle = false
    share(key, counts)
  end
end

-- Instances come and go: what has been idle since the last look is dropped, here and in the dict.
local function drop_idle()
  for key, counts in pairs(seen) do
    if counts.idle then
      seen[key] = nil
      shared:delete(ngx.worker.pid() .. " " .. key)
    else
      counts.idle = true
      share(key, counts)
    end
  end
end

-- once in each worker; when it exits the timers fire for a last time
function M.start()
  assert(ngx.timer.every(SHARE_EVERY, share_changed))
  assert(ngx.timer.every(FORGET_AFTER / 2, drop_idle))
end

-- a line for each key, its values after it
function M.lines()
  local lines = {}
  for _, key in ipairs(shared:get_keys(0)) do
    local counts = shared:get(key)
    if counts then lines[#lines + 1] = key .. " " .. counts end
  end
  return lines
end

return M
