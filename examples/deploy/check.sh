#!/usr/bin/env bash
# Holds the files for deployments against the linters of their formats. Needs pip, npm and systemd-analyze.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The programs, and their user, are not on this machine.
for unit in shop.service shop.socket shop-migrate.service; do
    sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#; s#User=.*#User=root#' "$unit" >"$work/$unit"
done
# It only warns of what it does not know.
said=$(systemd-analyze verify --man=no "$work"/shop* 2>&1 || true)
if [ -n "$said" ]; then
    echo "$said" >&2
    exit 1
fi

python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check kubernetes-validate==1.37.0
"$work/python/bin/kubernetes-validate" --quiet --strict shop.yaml migrate-job.yaml

npm install --silent --no-audit --no-fund --prefix "$work/node" dockerfile-utils@0.16.3 >/dev/null
"$work/node/node_modules/.bin/dockerfile-utils" lint Containerfile
echo "the files for deployments are well-formed"
