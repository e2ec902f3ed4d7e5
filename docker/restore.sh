#!/usr/bin/env bash
# Puts a file of backup.sh back into the engine SLIPWAY_NAME while it runs: restore.sh FILE. The engine ends and starts again with
# it, apps go on. What it replaces is set aside in the state directory, in replaced-<time>.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

check_settings
[ -f "${1:-}" ] || fail "'${1:-}' is no file" "$0 slipway-backup-20260101-120000.tar"
owner=$(stat -c %u:%g "$SLIPWAY_STATE/admin-token")
before=$(started_at)
install -m 0600 -o "${owner%:*}" -g "${owner#*:}" "$1" "$SLIPWAY_STATE/restore.tar"
answer=$(with_token curl -sS --fail-with-body --noproxy '*' -X POST "$(api /api/restore)") || { rm -f "$SLIPWAY_STATE/restore.tar"; fail "nothing was changed: $answer" "docker logs $SLIPWAY_NAME-engine"; }
say 'the engine starts again with the backup'
deadline=$((SECONDS + 60))
until [ "$(started_at)" != "$before" ] && [ "$(http_status "$(api /q/health/ready)")" = 200 ]; do
  [ "$SECONDS" -lt "$deadline" ] || fail 'the engine is not back after 60 s' "docker logs $SLIPWAY_NAME-engine"
  sleep 0.2
done
say "$(api /) is back"
