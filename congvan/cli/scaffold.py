"""`init FOLDER`: a new project with the sample data and templates. `new --kind … NAME`: a new dispatch in a project."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from typing import Any

from congvan.cli.dispatch_draft import SAMPLES, draft
from congvan.i18n import _, program
from congvan.job import Outcome, Output
from congvan.problems import CannotRun, Place, Problem, Stop
from congvan.text import nearest


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
    outcome.remarks.append(_("then: {program} --root {folder}").format(program=program(), folder=folder))
    return outcome


def new_dispatch(root: Path, kind: str, name: str, agency: Any, bodies: Any, today: datetime.date) -> Outcome:
    """Write data/dispatches/NAME.yaml, a draft of a kind with ids of the project's agency and bodies. Raises Stop."""
    path = root / "data/dispatches" / f"{name}.yaml"
    place = Place(f"data/dispatches/{name}.yaml")
    if kind not in SAMPLES:
        near = nearest(kind, SAMPLES)
        hint = _("did you mean “{found}”?").format(found=near) if near else ", ".join(SAMPLES)
        message = _("“{value}” is none of the 29 kinds of Decree 30").format(value=kind)
        raise Stop(Problem("kind-unknown", message, hint=hint))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        message = _("“{name}” is no name for a dispatch").format(name=name)
        hint = _("small letters, digits and hyphens without marks: hop-giao-ban")
        raise Stop(Problem("new-name", message, hint=hint))
    if path.exists():
        message = _("there is a dispatch of this name; nothing was written")
        raise Stop(Problem("new-exists", message, place, _("choose another name")))
    signers = agency.get("signers") if isinstance(agency, dict) else None
    signer = _ids(signers)[0] if _ids(signers) else "…"
    text = draft(kind, signer, _lasting(bodies, today), today.month, today.year)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun(Problem("new-failed", _("can't write there: {why}").format(why=why), place)) from None
    outcome = Outcome("new", outputs=[Output(place.file, "built")], where=str(root))
    then = _("write over what is marked (mẫu), then: {program} --dispatch {name}")
    outcome.remarks.append(then.format(program=program(), name=name))
    return outcome


def _ids(facts: Any) -> list[str]:
    return [fact["id"] for fact in facts or () if isinstance(fact, dict) and isinstance(fact.get("id"), str)]


def _lasting(bodies: Any, today: datetime.date) -> list[str]:
    """The ids of the bodies that exist today."""
    day = today.isoformat()
    known = (body for body in bodies or () if isinstance(body, dict))
    return _ids([b for b in known if str(b.get("valid_from", "")) <= day <= str(b.get("valid_to", "9999-12-31"))])
