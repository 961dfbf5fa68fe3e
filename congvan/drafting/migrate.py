"""`migrate`: an older project is brought up to today: its lists, dispatches, documents and signs, comments kept.

Nothing is written unless all of it reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from congvan.bootstrap.environment import starter
from congvan.drafting.older.dispatches import move_dispatches
from congvan.drafting.older.documents import move_documents
from congvan.drafting.older.lists import move_lists
from congvan.drafting.older.project import OlderProject
from congvan.drafting.older.signage import move_signage
from congvan.i18n import program
from congvan.job import Outcome, Output, Progress, act
from congvan.lazy import dataclass
from congvan.messages import Message
from congvan.model.loader import load
from congvan.problems import EnvironmentFault, Place, Problem, reason_of
from congvan.project import assets
from congvan.project.assets import Assets
from congvan.project.atomic_write import replace_file, write_file


@dataclass(frozen=True, slots=True)
class MigrateRequest:
    """`root`: the project's folder; `dry_run`: say what would move, and move nothing."""

    root: Path
    dry_run: bool = False


@act("migrate")
def migrate(request: MigrateRequest, progress: Progress) -> Outcome:
    """Bring an older project up to today. Nothing is written unless all of it reads."""
    files = assets.read(request.root)
    project = migrated(files, _templates())
    outcome = Outcome("migrate", where=str(request.root))
    if not project.made:
        outcome.remarks.append(Message("migrate.nothing"))
        return outcome
    load(Assets(after(files, project), files.unread))
    progress.check()
    if not request.dry_run:
        _write(request.root, project, files)
    status = "would-build" if request.dry_run else "built"
    for new in project.made:
        old = project.moved.get(new, "")
        outcome.outputs.append(Output(new, status, Message("migrate.from", old=old) if old not in ("", new) else ""))
        if old not in ("", new):
            outcome.remarks.append(Message("migrate.moved", old=old, new=new))
        else:
            outcome.remarks.append(Message("migrate.changed" if old else "migrate.added", file=new))
    outcome.remarks.append(Message("number.build-again-print", program=program()))
    return outcome


def migrated(files: Mapping[str, bytes], templates: Mapping[str, bytes]) -> OlderProject:
    """Return what becomes of the files of a project. Raises ProblemsFound where a file is in the way."""
    project = OlderProject(files)
    move_signage(project, templates)
    move_documents(project, templates)
    move_dispatches(project)
    move_lists(project)
    project.made = {name: data for name, data in project.made.items() if files.get(name) != data}
    return project


def after(files: Mapping[str, bytes], project: OlderProject) -> dict[str, bytes]:
    """Return the files of a project after its migration."""
    return {name: data for name, data in files.items() if name not in project.gone} | project.made


def _templates() -> dict[str, bytes]:
    """Return the templates that come with the program."""
    folder = starter() / "templates"
    files = (path for path in folder.rglob("*.*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _write(root: Path, project: OlderProject, files: Mapping[str, bytes]) -> None:
    """Write the new files, then remove the old ones. Raises EnvironmentFault; then everything is as it was."""
    written: list[str] = []
    try:
        for name, data in project.made.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (replace_file if name in files else write_file)(root / name, data)
            written.append(name)
        for name in project.gone:
            (root / name).unlink()
    except OSError as error:
        for name in written:
            if name in files:
                replace_file(root / name, files[name])
            else:
                (root / name).unlink(missing_ok=True)
        why = reason_of(error)
        raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(str(root / "data")))) from None
