#!/bin/sh
# Sets up what congvan needs, and says first what it installs and why. Safe to repeat; quick when all is there.
#
#   tools/setup.sh [run|web|test|full]
#
#   run   to build documents: Pango, fonts, and .venv from requirements.lock (hash-checked)
#   web   the same, with what the clerk's page needs, from requirements-web.lock
#   test  the same, with the test tools of requirements-dev.lock
#   full  the same, with the programs that some tests drive (LibreOffice, PostgreSQL, Node.js, Chromium, …)
#
# PYTHON=python3.12 chooses the interpreter. The machine's own settings for proxies, pip and apt are used as they are.
# .venv/.setup holds "incomplete" while packages are installed, then one line per lock file that is fully there;
# congvan/core/bootstrap/environment.py reads it.
set -eu

role=${1:-run}
cd "$(dirname "$0")/.."
home=$(pwd -P)
venv=$home/.venv
stamp=$venv/.setup
hardly='/site-packages/(.*/)?(tests?|testing|tzdata|lexers|mypyc?|pip|hatchling|openxml_audit|fsspec)/' # tools
hardly=$hardly'|/phonenumbers/(.*data)/|/sqlalchemy/dialects/(mssql|mysql|oracle)/|/pydantic/v1/|/fontTools/(varLib|feaLib|ufoLib)/'
hardly=$hardly'|/site-packages/(dask|distributed|tornado)/' # a cluster
unset PYTHONHOME PYTHONPATH || true
export DEBIAN_FRONTEND=noninteractive PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf 'setup: %s\n' "$*" >&2; }
stop() { say "$@"; exit 4; }
has() { command -v "$1" >/dev/null 2>&1; }

# ---- Python ----------------------------------------------------------------------------------------------------------

version_of() { # interpreter → "3.13", or nothing where congvan can't run on it
    "$1" -c 'import ctypes, ssl, sys; v = sys.version_info; print("%d.%d" % v[:2]) if (3, 11) <= v[:2] <= (3, 14) else None' 2>/dev/null || true
}

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        version=$(version_of "$python")
        [ -z "$version" ] || return 0
    done
    if [ -n "${PYTHON:-}" ]; then
        stop "PYTHON=$PYTHON is not a Python from 3.11 to 3.14."
    fi
    stop "congvan needs Python 3.11, 3.12, 3.13 or 3.14, and none is on the PATH. On Debian 13: ${sudo}apt-get install python3"
}

# ---- Debian packages -------------------------------------------------------------------------------------------------

sudo=
[ "$(id -u)" = 0 ] || sudo='sudo '

missing_for_run() { # → one "package<TAB>reason" a line
    "$python" -c 'import ensurepip, venv' 2>/dev/null || printf 'python%s-venv\tmakes the folder .venv for the Python packages\n' "$version"
    "$python" - <<'EOF'
import ctypes, os
libraries = (
    ("libpango-1.0-0", "libpango-1.0.so.0", "breaks and sets the lines of text in PDF files"),
    ("libpangoft2-1.0-0", "libpangoft2-1.0.so.0", "finds the fonts for them"),
    ("libharfbuzz-subset0", "libharfbuzz-subset.so.0", "embeds only the letters in use, so that PDF files stay small"),
)
for package, library, reason in libraries:
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package + "\t" + reason)
folders = ["/usr/share/fonts", "/usr/local/share/fonts", os.path.expanduser("~/.fonts"), os.path.expanduser("~/.local/share/fonts")]
if not any("LiberationSerif-Regular.ttf" in files for folder in folders for _, _, files in os.walk(folder)):
    print("fonts-liberation\tstands in for Times New Roman, with the same widths")
EOF
}

missing_for_tests() {
    has soffice || printf 'libreoffice-writer\topens every DOCX in the tests\nlibreoffice-calc\topens every XLSX in the tests\n'
    has pdftoppm || printf 'poppler-utils\tturns pages into pictures in the tests\n'
    has qpdf || printf 'qpdf\tchecks the structure of every PDF in the tests\n'
    has psql && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || printf 'postgresql\tthe tests of the database\n'
    has node || printf 'nodejs\tthe tests of what runs in Node.js\n'
    has npm || printf 'npm\tfetches what they run: axe-core and pdf.js\n'
    has chromium || printf 'chromium\tthe tests of what is seen in a browser\n'
    has faketime || printf 'faketime\tthe tests of a wrong clock\n'
    has strace || printf 'strace\tthe tests that fail system calls on purpose\n'
}

names() { printf '%s\n' "$1" | cut -f1 | tr '\n' ' ' | sed 's/ *$//'; }

line_for() { # packages → the one line that a person types
    if [ -n "$sudo" ] && ! has sudo; then
        echo "su -c 'apt-get update && apt-get install -y --no-install-recommends $1'"
    else
        echo "${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends $1"
    fi
}

install() { # the "package<TAB>reason" lines
    packages=$(names "$1")
    line=$(line_for "$packages")
    say "these packages are missing on this machine:"
    printf '%s\n' "$1" | while IFS='	' read -r package reason; do printf '  %-20s %s\n' "$package" "$reason" >&2; done
    if ! has apt-get; then
        stop "this is no Debian: install their counterparts with the machine's own package manager, then repeat."
    fi
    if [ -n "$sudo" ] && ! sudo -n true 2>/dev/null; then
        say "installing them takes an administrator's rights. Have this line run, then repeat:"
        printf '%s\n' "$line" >&2
        exit 4
    fi
    say "installing them now: $line"
    # sudo drops the environment, so what apt needs of it is handed over by name.
    set -- env DEBIAN_FRONTEND=noninteractive ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"}
    [ -z "$sudo" ] || set -- sudo -n "$@"
    "$@" apt-get update -q >"$log" 2>&1 || say "apt-get update failed (see $log); going on with the package lists at hand."
    # shellcheck disable=SC2086  # a list of package names
    "$@" apt-get install -q -y --no-install-recommends $packages >>"$log" 2>&1 || {
        tail -n 15 "$log" >&2
        stop "apt-get could not install them (the whole log: $log). Mend that, or run yourself: $line"
    }
}

# ---- .venv -----------------------------------------------------------------------------------------------------------

key() { # lock file → the line of the stamp that says: wholly installed, by this Python, in this place
    printf '%s %s %s %s\n' "$1" "$(sha256sum <"$1" | cut -d' ' -f1)" "$venv_version" "$venv"
}

holds() { # does .venv hold what each of these lock files lists?
    [ -f "$stamp" ] && [ -n "$venv_version" ] || return 1
    for lock in "$@"; do grep -qxF -e "$(key "$lock")" "$stamp" || return 1; done
}

make_anew() {
    [ ! -e "$venv" ] || say "the folder .venv is unfinished, out of date, moved or another Python's: making it anew."
    rm -rf "$venv"
    mkdir "$venv"
    echo incomplete >"$stamp"
    say "making the folder .venv with Python $version ($(command -v "$python")): nothing outside it is touched."
    "$python" -m venv "$venv" || stop "$python could not make $venv."
    venv_version=$version
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --no-input --no-deps --no-compile --require-hashes --only-binary=:all: -r "$1"
}

install_lock() { # LOCK → by two pips at once, each with every second package: one alone uses one processor
    awk '/^[A-Za-z0-9]/ { half = !half } /^[A-Za-z0-9]|^ *--hash/ { print >(".cache/half-" half ".lock") }' "$1"
    pip_install .cache/half-1.lock &
    other=$!
    done=0
    if [ -s .cache/half-0.lock ]; then pip_install .cache/half-0.lock || done=1; fi
    wait "$other" || done=1
    rm -f .cache/half-[01].lock
    return $done
}

ensure_venv() { # LOCK [those that it contains]; every one contains requirements.lock
    venv_version=$(version_of "$venv/bin/python")
    [ -z "${PYTHON:-}" ] || [ "$venv_version" = "$version" ] || venv_version=
    if holds requirements.lock "$@"; then return 0; fi
    holds requirements.lock || make_anew
    say "installing the Python packages of $1 (about $(grep -c '^[a-z0-9].*==' "$1"), each checked against its hash;"
    say "the file names who needs each). This takes a minute, more on a slow line."
    echo incomplete >"$stamp"
    install_lock "$1" ||
        stop "pip could not install $1 (its message is above). Check the network or proxy and repeat: half-done work is made anew."
    # What pip would do itself, on one processor, for all but what is hardly ever imported, two fifths of it.
    "$venv/bin/python" -m compileall -q -j 0 -x "$hardly" "$venv/lib" >/dev/null 2>&1 || true # templates are no Python
    "$venv/bin/python" -m pip check >&2 || stop "the packages of $1 do not fit together (see above)."
    for lock in requirements.lock "$@"; do key "$lock"; done | sort -u >"$stamp.new"
    mv "$stamp.new" "$stamp"
    say "the Python packages are in place."
}

ensure_node_packages() { # what the browser tests run; each is checked against its hash
    browser=tests/acceptance/browser
    if cmp -s $browser/package-lock.json $browser/node_modules/.congvan; then return 0; fi
    say "installing the Node packages of $browser/package-lock.json: axe-core, pdf.js and playwright-core, for the tests alone."
    npm ci --prefix $browser --ignore-scripts --omit=optional --no-audit --no-fund --silent >&2 ||
        stop "npm could not install them (its message is above). Check the network or proxy and repeat."
    cp $browser/package-lock.json $browser/node_modules/.congvan
}

# ---- the straight line -----------------------------------------------------------------------------------------------

mkdir -p .cache
log=.cache/apt.log
if has flock; then # two at once: the second waits
    exec 9>.cache/setup.lock
    flock 9 || true
fi
find_python
missing=$(missing_for_run)
[ "$role" != full ] || missing=$(printf '%s\n%s' "$missing" "$(missing_for_tests)" | sed '/^$/d')
[ -z "$missing" ] || install "$missing"
case $role in
run) ensure_venv requirements.lock ;;
web) ensure_venv requirements-web.lock ;;
test) ensure_venv requirements-dev.lock requirements-web.lock ;;
full)
    ensure_venv requirements-dev.lock requirements-web.lock
    ensure_node_packages
    ;;
*) stop "unknown role $role: run, web, test or full." ;;
esac
# What pip does for a package that it installs: else each start compiles congvan anew where PYTHONDONTWRITEBYTECODE is set.
"$venv/bin/python" -m compileall -q -j 0 congvan build.py >/dev/null 2>&1 || true
if [ "$role" = test ]; then
    optional=$(names "$(missing_for_tests)")
    [ -z "$optional" ] || say "some tests skip for want of programs. To have them run, \`make test-full\`, or: $(line_for "$optional")"
fi
