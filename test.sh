#!/usr/bin/env bash
# All tests. What they need besides the .NET SDK is installed first where it is missing: Debian packages, as root.
set -euo pipefail
cd "$(dirname "$0")"

need() { # Debian package, what tells that it is there
    local package=$1
    shift
    if "$@" >/dev/null 2>&1; then return; fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "The tests need $package: install it first." >&2
        exit 1
    fi
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"
}

has_postgres() {
    [ -n "${MESSAGESYNC_TEST_POSTGRES:-}" ] || command -v initdb || ls /usr/lib/postgresql/*/bin/initdb
}

need curl command -v curl           # pastes the banner's lines
need xz-utils command -v xz         # unpacks an archive of chat logs
need postgresql has_postgres        # the store under test; the tests start servers of their own

exec dotnet test MessageSync.sln "$@"
