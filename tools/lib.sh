# What the scripts beside this file share. Sourced, not run.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"  # servers live there, and not everybody looks there

# True where packages can be installed without asking anybody.
may_install() {
    has apt-get || return 1
    [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }
}

# apt_install PACKAGE...: installs, after refreshing the lists. Starts no service: a test brings up its own servers,
# and a policy that is already there stays as it is.
apt_install() {
    local as_root=() policy=/usr/sbin/policy-rc.d ours=
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
        ours=yes
    fi
    local status=0
    "${as_root[@]}" apt-get update -qq >&2 &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 ||
        status=$?
    [ -z "$ours" ] || "${as_root[@]}" rm -f "$policy"
    return "$status"
}
