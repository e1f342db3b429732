# Sourced by the measurements that run over a folder of git bundles.
#
# read_options sets `sopctl` (absolute path), `bundles`, `extra` (what stands
# behind --) and `scratch` (a temporary folder, removed at the end).

export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

skip() {
    printf 'skipped: %s\n' "$1"
    exit 0
}

# read_options USAGE ARGUMENT...
read_options() {
    local usage=$1 histories=
    sopctl=target/release/sopctl
    extra=()
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --histories) histories=${2?$usage} && shift 2 ;;
            --sopctl) sopctl=${2?$usage} && shift 2 ;;
            --) shift && extra=("$@") && break ;;
            *) printf '%s\n' "$usage" >&2 && exit 2 ;;
        esac
    done
    [ -n "$histories" ] || skip 'no --histories DIR with git bundles was given'
    bundles=("$histories"/*.bundle)
    [ -f "${bundles[0]}" ] || skip "there is no *.bundle in $histories"
    [ -x "$sopctl" ] || skip "there is no program $sopctl; build it with: cargo build --release"
    sopctl=$(realpath "$sopctl")
    for tool in git python3; do
        command -v "$tool" >/dev/null || skip "$tool is not installed"
    done
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
}
