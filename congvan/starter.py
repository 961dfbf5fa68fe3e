"""`init FOLDER`: a new project with the sample data and templates."""

from __future__ import annotations

import shutil
from pathlib import Path

from congvan.job import Outcome, Output
from congvan.locale import _
from congvan.problems import CannotRun, Place, Problem, Stop


def start(folder: Path, sample: Path) -> Outcome:
    """Copy data/ and templates/ of the sample into a folder that is new or empty. Raises Stop."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            message = _("the folder is not empty; nothing was written")
            raise Stop(
                Problem("init-not-empty", message, Place(str(folder)), _("name a folder that does not exist yet"))
            )
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("data", "templates"):
            shutil.copytree(sample / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*", "~$*"))
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun(
            Problem("init-failed", _("can't write there: {why}").format(why=why), Place(str(folder)))
        ) from None
    made = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    outcome = Outcome("init", outputs=[Output(path, "built") for path in made], where=str(folder))
    outcome.remarks.append(_("the data are a sample, the dispatch of August 2020; put your own in their place"))
    outcome.remarks.append(_("then: build.py --root {folder}").format(folder=folder))
    return outcome
