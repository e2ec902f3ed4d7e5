-- What went through the edge. Each worker adds up what it has seen since it started and shares that four times a second:
-- the hot path touches a Lua table and no lock. In the dict "traffic":
--   "RECORD HOST RELEASE INSTANCE" -> "1xx 2xx 3xx 4xx 5xx BYTES_IN BYTES_OUT MILLISECONDS" and the requests of each span
--                                     of time (SPANS)
--   "RECORD HOST - PAGE"           -> the same, for what the edge answered by itself
-- RECORD is the worker's pid and when it began this record: such a key never comes again, so what is found under it only
-- grows, also after a full dict had thrown it out.

local M = {}

local shared = ngx.shared.traffic
local seen, changed = {}, {}
local exiting = false                   -- the timers are over, the last requests are not

-- Upper ends in milliseconds; the last span is open. dev.slipway.app.Traffic has the same.
local SPANS = { 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000,
  10000, 30000 }
local CLASSES = 5
local BYTES_IN, BYTES_OUT, TIME, FIRST_SPAN = CLASSES + 1, CLASSES + 2, CLASSES + 3, CLASSES + 4
local FIELDS = FIRST_SPAN + #SPANS
local SHARE_EVERY = 0.25
local FORGET_AFTER = 600                -- seconds; the engine remembers what it has read for longer (traffic/Ledger)

local function span_of(milliseconds)
  for i = 1, #SPANS do
    if milliseconds <= SPANS[i] then return i end
  end
  return #SPANS + 1
end

local function share(counts)
  shared:set(counts.key, table.concat(counts, " "), FORGET_AFTER)
end

local function begin(key)
  local counts = { key = ngx.worker.pid() .. "@" .. ngx.now() .. " " .. key, idle = false }
  for i = 1, FIELDS do counts[i] = 0 end
  seen[key] = counts
  return counts
end

local function record(key)
  local counts = seen[key]
  -- nobody renews it in a worker that exits: what has expired was read long ago, and would be counted twice
  if counts and exiting and not shared:get(counts.key) then counts = nil end
  return counts or begin(key)
end

local function answered_by(var, peer)
  if peer then return " " .. var.edge_release .. " " .. peer end
  local page = var.edge_page   -- nil or empty when the request's headers were refused: no variable was ever set
  return " - " .. (page and page ~= "" and page or "none")
end

-- log phase, for a host that is routed; peer: false when the edge answered by itself
function M.count(var, host, peer)
  local class = math.floor(ngx.status / 100)
  if class < 1 or class > CLASSES then class = CLASSES end
  local counts = record(host .. answered_by(var, peer))
  counts[class] = counts[class] + 1
  counts[BYTES_IN] = counts[BYTES_IN] + (tonumber(var.request_length) or 0)
  counts[BYTES_OUT] = counts[BYTES_OUT] + (tonumber(var.bytes_sent) or 0)
  -- a WebSocket's time says how long it was wanted, not how long somebody waited
  if class > 1 then
    local took = math.max(0, math.floor((ngx.now() - ngx.req.start_time()) * 1000 + 0.5))
    local span = FIRST_SPAN - 1 + span_of(took)
    counts[TIME] = counts[TIME] + took
    counts[span] = counts[span] + 1
  end
  if exiting then share(counts) else changed[counts.key] = counts end
end

-- The timer fires early when the worker begins to exit, and never again: downloads and WebSockets may go on for an hour.
local function share_changed(worker_exits)
  exiting = worker_exits
  local records = changed
  changed = {}
  for _, counts in pairs(records) do
    counts.idle = false
    share(counts)
  end
end

-- Instances come and go: what has been idle since the last look is dropped, here and in the dict.
local function drop_idle(worker_exits)
  if worker_exits then return end
  for key, counts in pairs(seen) do
    if changed[counts.key] then
      -- is shared in a moment
    elseif counts.idle then
      seen[key] = nil
      shared:delete(counts.key)
    else
      counts.idle = true
      share(counts)
    end
  end
end

-- once in each worker
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
