#!/bin/sh
# Copies the published index of a data folder to other machines, which serve it with `tracuu serve`.
#
#   deploy/replicate.sh DATA TARGET…        a TARGET is host:/folder or user@host:/folder (by ssh), or a folder here
#
# A published generation is never written to again, so it is copied whole, its sums are compared on the target, and only
# then is CURRENT replaced there, by rename: a service on the target goes on with the old generation until that moment
# and picks up the new one by itself. What a target has already is not sent again. The generation before stays.
# Exit status: 0 all targets have it, 1 some have not (each is named), 2 there is nothing to copy.
set -u

if [ $# -lt 2 ]; then
    echo "usage: $0 DATA TARGET…" >&2
    exit 2
fi
data=$1
shift
if [ ! -r "$data/CURRENT" ]; then
    echo "$data: there is no index yet; make one with: tracuu reindex PATH" >&2
    exit 2
fi
current=$(cat "$data/CURRENT")
name=${current%%[[:space:]]*}

# What the target's shell runs; $1 is its data folder, $2 the generation. Each reads its standard input.
has='[ "$(cat "$1/CURRENT" 2>/dev/null)" = "$3" ]'
receive='
set -e
mkdir -p "$1/generations"
cd "$1/generations"
rm -rf ".copying-$2"
mkdir ".copying-$2"
tar -xf - -C ".copying-$2"'
compare='cd "$1/generations/.copying-$2" && sha256sum --quiet --strict -c - >&2'
publish='
set -e
cd "$1"
sync
live=$(cut -d" " -f1 CURRENT 2>/dev/null || :)
rm -rf "generations/$2"
mv "generations/.copying-$2" "generations/$2"
cat >CURRENT.copying
sync
mv CURRENT.copying CURRENT
for old in generations/g*; do
    case ${old#generations/} in "$2" | "$live") ;; *) rm -rf "$old" ;; esac
done'

on_target() { # TARGET SCRIPT: runs a script with the folder, the generation and what CURRENT says
    case $1 in
    *:*) ssh -o BatchMode=yes "${1%%:*}" "sh -c $(quoted "$2") sh $(quoted "${1#*:}") $(quoted "$name") $(quoted "$current")" ;;
    *) sh -c "$2" sh "$1" "$name" "$current" ;;
    esac
}

quoted() {
    printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

files() {
    (cd "$data/generations/$name" && find . -type f -exec sha256sum {} +)
}

sums=$(files) || { echo "$data: the generation $name cannot be read" >&2; exit 2; }
failed=0
for target in "$@"; do
    if on_target "$target" "$has" </dev/null; then
        echo "$target: has $name" >&2
    elif ! tar -cf - -C "$data/generations/$name" . | on_target "$target" "$receive"; then
        echo "$target: $name could not be copied; what it serves is untouched" >&2
        failed=1
    elif ! printf '%s\n' "$sums" | on_target "$target" "$compare"; then
        echo "$target: files of $name arrived damaged; what it serves is untouched, run this again" >&2
        failed=1
    elif ! printf '%s\n' "$current" | on_target "$target" "$publish"; then
        echo "$target: $name was copied and could not be published; run this again" >&2
        failed=1
    else
        echo "$target: $name copied and published" >&2
    fi
done
exit $failed
