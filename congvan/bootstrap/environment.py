"""Which interpreter a run goes on in: the checkout's `.venv`, the environment it was started in, or none at all.

Why: `python3 build.py` has to work from any shell, so help, version and a no-op run in whatever Python is first on the
PATH, and only a run that needs our packages moves over to `.venv`. That takes one `exec`, so it is put off until then.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from congvan.messages import Message
from congvan.problems import EnvironmentFault, Problem

#: One module of each package named under `dependencies` in pyproject.toml.
MODULES = (
    *("alembic", "docxtpl", "fontpkg_be_vietnam_pro", "jinja2", "lxml", "openpyxl", "phonenumbers", "pikepdf", "PIL"),
    *("pydantic", "pypdfium2", "yaml", "rich", "segno", "sqlalchemy", "uharfbuzz", "weasyprint"),
)
_PACKAGE = Path(__file__).resolve().parent.parent
_MOVED = "CONGVAN_MOVED_TO"  # set across our own exec, so that a .venv that is none can't send us round in circles


def checkout() -> Path | None:
    """The top of the source tree that this code stands in; None where it was installed from a wheel."""
    return _PACKAGE.parent if (_PACKAGE.parent / "build.py").is_file() else None


def starter() -> Path:
    """The folder that holds the sample `data/` and `templates/` which `init` copies."""
    return checkout() or _PACKAGE / "starter"


def ensure_environment() -> None:
    """Return where our packages can be imported; else go on in the checkout's `.venv` and never return.

    To be called before the first import of a package of others. The working directory, the arguments and the options of
    the interpreter stay as they are. Raises CannotRun (exit code 4) that says to type `make build` where there is no
    environment to go on in.
    """
    home = checkout()
    if home is None:
        return  # the wheel's own dependencies came with it
    venv = home / ".venv"
    moved = os.environ.pop(_MOVED, "")
    state = _state(home, venv)
    if _same(sys.prefix, venv):
        if state == "ready" or (state == "foreign" and not _missing()):
            return
    elif sys.prefix != sys.base_prefix and not _missing():
        return  # started in another environment that has everything: that was somebody's choice
    elif state in ("ready", "foreign") and not moved and _started_as_build_py(home):
        python = str(venv / "bin" / "python")
        os.environ[_MOVED] = str(venv)
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(python, [python, *sys.orig_argv[1:]])
    elif state != "stale" and not _missing():
        return
    raise EnvironmentFault(_problem(home, state))


def _state(home: Path, venv: Path) -> str:
    """`none`, `foreign` (made without tools/setup.sh), `unfinished`, `stale` (the lock file is newer) or `ready`."""
    if not os.access(venv / "bin" / "python", os.X_OK):
        return "none"
    import hashlib  # here, since a no-op asks only where the checkout is

    try:
        lines = (venv / ".setup").read_text("utf-8").splitlines()
        lock = hashlib.sha256((home / "requirements.lock").read_bytes()).hexdigest()
    except OSError:
        return "foreign"
    installed = [line.split(" ", 3) for line in lines if line.startswith("requirements.lock ")]
    if not installed:
        return "unfinished"
    _name, digest, _version, place = installed[0]
    return "ready" if digest == lock and _same(place, venv) else "stale"


def _missing() -> list[str]:
    """Those of our packages that this interpreter does not find."""
    import importlib.util

    return [name for name in MODULES if importlib.util.find_spec(name.partition(".")[0]) is None]


def _same(one: str | Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _started_as_build_py(home: Path) -> bool:
    """Whether this process is `python build.py …`, and not a test or another program that imported us."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    return main is not None and _same(main, home / "build.py")


def _problem(home: Path, state: str) -> Problem:
    which = state if state in ("none", "unfinished", "stale") else "unfit"
    return Problem(Message(f"setup-needed.{which}", folder=home))
