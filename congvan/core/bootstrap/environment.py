"""Continue a run in an interpreter that has our packages: the checkout's `.venv` or the current environment.

Why: `python3 build.py` must work from any shell. Help, version and a no-op run in whatever Python is first on the PATH;
only a run that needs our packages switches to `.venv`, since that costs an `exec`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem

#: One module of each package named under `dependencies` in pyproject.toml.
MODULES = (
    *(
        "alembic",
        "cssselect2",
        "docxtpl",
        "fontpkg_be_vietnam_pro",
        "jinja2",
        "lxml",
        "openpyxl",
        "phonenumbers",
        "pikepdf",
        "PIL",
    ),
    *("pydantic", "pypdfium2", "yaml", "rich", "segno", "sqlalchemy", "uharfbuzz", "weasyprint"),
)
_PACKAGE = Path(__file__).resolve().parents[2]
_MOVED = "CONGVAN_MOVED_TO"  # set before our own exec, so that a broken .venv cannot cause an endless loop


def checkout() -> Path | None:
    """Return the root of the source tree of this code; None if installed from a wheel."""
    return _PACKAGE.parent if (_PACKAGE.parent / "build.py").is_file() else None


def starter() -> Path:
    """Return the folder with the sample `data/` and `templates/` that `init` copies."""
    return checkout() or _PACKAGE / "starter"


def ensure_environment() -> None:
    """Return if our packages can be imported; otherwise restart in the checkout's `.venv` and never return.

    To be called before the first third-party import. Working directory, arguments and interpreter options are kept.
    Raises `EnvironmentFault` (exit code 4), which tells the user to type `make build`, if there is no usable
    environment.
    """
    home = checkout()
    if home is None:
        return  # dependencies were installed with the wheel
    venv = home / ".venv"
    moved = os.environ.pop(_MOVED, "")
    state = _state(home, venv)
    if _same(sys.prefix, venv):
        if state == "ready" or (state in ("foreign", "moved") and not _missing()):
            return
    elif sys.prefix != sys.base_prefix and not _missing():
        return  # another complete environment, chosen by the user
    elif state in ("ready", "foreign", "moved") and not moved and _started_as_build_py(home):
        python = str(venv / "bin" / "python")
        os.environ[_MOVED] = str(venv)
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(python, [python, *sys.orig_argv[1:]])
    elif state != "stale" and not _missing():
        return
    raise EnvironmentFault(_problem(home, state))


def _state(home: Path, venv: Path) -> str:
    """Return the state of `.venv`: `none`, `foreign`, `unfinished`, `stale`, `moved` or `ready`.

    `foreign`: made without tools/setup.sh; `stale`: made from an older lock file; `moved`: made in another folder and
    copied or moved with the checkout, which its interpreter does not mind.
    """
    if not os.access(venv / "bin" / "python", os.X_OK):
        return "none"
    import hashlib  # imported here: a no-op only needs `checkout`

    try:
        lines = (venv / ".setup").read_text("utf-8").splitlines()
        lock = hashlib.sha256((home / "requirements.lock").read_bytes()).hexdigest()
    except OSError:
        return "foreign"
    installed = [line.split(" ", 3) for line in lines if line.startswith("requirements.lock ")]
    if not installed:
        return "unfinished"
    _name, digest, _version, place = installed[0]
    if digest != lock:
        return "stale"
    return "ready" if _same(place, venv) else "moved"


def _missing() -> list[str]:
    """Return the required modules that this interpreter cannot find."""
    import importlib.util

    return [name for name in MODULES if importlib.util.find_spec(name.partition(".")[0]) is None]


def _same(one: str | Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _started_as_build_py(home: Path) -> bool:
    """Whether this process is `python build.py …`, not a test or another program importing us."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    return main is not None and _same(main, home / "build.py")


def _problem(home: Path, state: str) -> Problem:
    which = state if state in ("none", "unfinished", "stale") else "unfit"
    return Problem(Message(f"setup-needed.{which}", folder=home))
