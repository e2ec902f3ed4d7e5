-- Who may visit the apps that have basic authentication. Workers read these files for each request and cannot enter the
-- engine's directory (0700), so the master, which is root, copies them to the container's /run at each start and reload.

local M = {}

-- a line "app name:hash" each
function M.install(path)
  local file = io.open(path)
  if not file then return end
  local users = {}
  for line in file:lines() do
    local app, user = line:match("^([a-z0-9-]+) ([^:]+:.+)$")
    if app then
      users[app] = (users[app] or "") .. user .. "\n"
    else
      ngx.log(ngx.ERR, "skipped a line in ", path)
    end
  end
  file:close()
  for app, text in pairs(users) do
    local copy = assert(io.open("/run/slipway-users-" .. app, "w"))
    copy:write(text)
    copy:close()
  end
end

return M
