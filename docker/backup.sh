#!/usr/bin/env bash
# Writes the state of the running engine SLIPWAY_NAME to a file: backup.sh [FILE] (slipway-backup-<time>.tar). The engine goes on
# meanwhile. The file holds all secrets: it is readable by its owner only.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

check_settings
umask 077
file=${1:-slipway-backup-$(date +%Y%m%d-%H%M%S).tar}
if ! with_token curl -sS --fail-with-body --noproxy '*' -o "$file.part" "$(api /api/backup)"; then
  said=$(head -c 500 "$file.part" 2>/dev/null | grep -a '^{' || true) # a problem, not half a tar
  rm -f "$file.part"
  fail "no backup was written${said:+: $said}" "docker logs $SLIPWAY_NAME-engine"
fi
mv "$file.part" "$file"
say "$file, $(stat -c %s "$file") bytes"
