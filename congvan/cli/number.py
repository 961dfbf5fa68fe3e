"""`number 123 --date 2020-08-19`: the number and date of issue stored in the dispatch's own file."""

from __future__ import annotations

from pathlib import Path

from congvan.cache import FOLDER, DiskCache
from congvan.documents.base.facts import replace_dispatch
from congvan.i18n import _, program
from congvan.job import Outcome
from congvan.model.consistency import of_the_day
from congvan.model.dataset import Dataset
from congvan.model.field_types import DateWithGaps, issue_date
from congvan.model.loader import DISPATCHES, load, needed_for
from congvan.model.namesakes import with_namesakes
from congvan.problems import CannotRun, Place, Problem, Stop
from congvan.project import assets as assets_
from congvan.project.atomic_write import replace_file
from congvan.project.yaml_editor import edit
from congvan.text import nearest


def store(root: Path, dispatch_id: str | None, number: str, date: str | None) -> Outcome:
    """Write number and date into the YAML of a dispatch; comments and layout stay. Raises Stop."""
    files = assets_.read(root, needed_for([dispatch_id] if dispatch_id else []))
    dataset = load(files)
    name = _which(dataset, dispatch_id)
    file = f"{DISPATCHES}{name}.yaml"
    changes: dict[tuple[str | int, ...], str] = {("number",): number}
    if date is not None:
        changes["date",] = date
    data = edit(files[file], changes, file=file)
    changed = replace_dispatch(dataset, name, number=number, **({"date": issue_date(date)} if date else {}))
    outcome = Outcome("number")
    outcome.problems += of_the_day(with_namesakes(changed, root, DiskCache(root / FOLDER)), [name])
    try:
        replace_file(root / file, data)
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun(
            Problem("data-unwritable", _("can't write the file: {why}").format(why=why), Place(file))
        ) from None
    given = changed.dispatches[name]
    outcome.remarks.append(
        _("{file}: number {number}, date {date}").format(file=file, number=given.number, date=_shown(given.date))
    )
    outcome.remarks.append(_("build again to print them everywhere: {program}").format(program=program()))
    return outcome


def _shown(date: DateWithGaps) -> str:
    known = date.known
    return known.isoformat() if known else _("with gaps")


def _which(dataset: Dataset, dispatch_id: str | None) -> str:
    names = dataset.known
    if dispatch_id is None and len(names) == 1:
        return names[0]
    if dispatch_id in names:
        return str(dispatch_id)
    near = nearest(dispatch_id or "", names)
    hint = (
        _("did you mean “{found}”?").format(found=near)
        if near
        else _("name one: {names}").format(names=", ".join(names))
    )
    if dispatch_id is None:
        raise Stop(Problem("dispatch-which", _("there are several dispatches"), hint=hint))
    raise Stop(Problem("want-unknown", _("no dispatch is called “{value}”").format(value=dispatch_id), hint=hint))
