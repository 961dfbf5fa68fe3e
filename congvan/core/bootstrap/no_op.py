"""Replay the last result when nothing changed, without importing dependencies or switching the interpreter.

Why: in most runs nothing has changed. Stat data of inputs, program, fonts and outputs show that in a few milliseconds;
the summary of the last run is stored beside them and printed again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from congvan import __version__
from congvan.core.bootstrap.fingerprint import Snapshot, recall, record_for, remember, snapshot
from congvan.core.bootstrap.root import project_root
from congvan.core.bootstrap.standard_output import write_out

if TYPE_CHECKING:
    from argparse import Namespace

FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
LIBREOFFICE = "/usr/lib/libreoffice/program/versionrc"  # Debian's: another version makes other pages
DATABASE = "office.db"  # in the project's folder
PAPERS = "data/papers"  # letters about what comes back: they say what is owing before anything came too
WORK_FOLDERS = (".outputs.work", os.path.join("outputs", ".work"))  # of `publishing.staging`
_UTC_OFFSET = 7 * 3600  # seconds; Vietnam keeps the same time all year
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def root_of(args: Namespace) -> str:
    """Return the project folder of a run."""
    return project_root(None if args.root is None else str(args.root))


def replay(args: Namespace) -> int | None:
    """Print the last run's summary and return 0 if nothing has changed since; None if a build is needed."""
    if args.database or args.rebuild or args.dry_run or args.force or args.verbose:
        return None
    try:
        root = root_of(args)
    except OSError:  # the current folder is no longer there
        return None
    if _interrupted(root):
        return None
    note = recall(_record(root, args), _about(args, root))
    if note is None:
        return None
    if not (args.quiet and args.format == "text"):
        write_out(note)
    return 0


def _interrupted(root: str) -> bool:
    """Whether a build runs now or was killed: a working folder holds more than the journal of other documents."""
    for folder in WORK_FOLDERS:
        try:
            if os.listdir(os.path.join(root, folder)) != ["journal.json"]:
                return True
        except OSError:
            continue
    return False


def take_snapshot(root: str) -> Snapshot:
    """Take stat data of everything a build depends on; to be called before the first file is read."""
    fonts = [os.path.expanduser(folder) for folder in FONTS]
    project, program = snapshot(root, ["data", "templates", DATABASE, LIBREOFFICE, *fonts]), program_state()
    return Snapshot(root, project.lines + program.lines, project.settled and program.settled)


def office_day() -> str:
    """Return the day of the office, as year-month-day."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + _UTC_OFFSET))


def day_of_returns(root: str) -> str:
    """Return the day, on which depends what is owing to a project that something came back to, or that has letters
    about that; "" for any other.
    """
    return office_day() if any(os.path.lexists(os.path.join(root, name)) for name in (DATABASE, PAPERS)) else ""


@lru_cache(maxsize=1)
def program_state() -> Snapshot:
    """Return the stat data of this package's files, taken once: what runs is what was there at the start."""
    return snapshot(_PACKAGE, [""])


def record_run(args: Namespace, before: Snapshot, outputs: Iterable[str], note: str) -> None:
    """Record a successful run and the summary to replay."""
    remember(_record(before.root, args), before, outputs, _about(args, before.root), note)


def _about(args: Namespace, root: str = "") -> str:
    """Return version, language, options, folder and day: everything that decides what is built and reported.

    Why the folder: a record copied along with a project describes the files of the original.
    """
    from congvan.core.i18n import language

    skipped = ("run", "quiet", "verbose", "no_color", "jobs", "cluster", "lang", "root", "dry_run", "rebuild", "force")
    options = [f"{name}={value}" for name, value in sorted(vars(args).items()) if name not in skipped]
    return " ".join([__version__, language(), *options, *([f"root={root}", day_of_returns(root)] if root else [])])


def _record(root: str, args: Namespace) -> str:
    return record_for(os.path.join(root, ".cache", "congvan"), _about(args))
