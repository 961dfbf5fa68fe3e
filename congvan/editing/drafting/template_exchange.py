"""A template that was edited elsewhere takes the place of the one in templates/; the one before can come back."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from congvan.core.bootstrap.root import kept_folder
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.opc.sniff import kind_of
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, UsageError, reason_of
from congvan.core.text import did_you_mean
from congvan.grids.intake import LARGEST
from congvan.model.project import assets
from congvan.model.project.atomic_write import replace_file, write_file
from congvan.model.project.data_lock import writing

TEMPLATES = "templates/"
KEPT = ".congvan/templates"
"""Where the templates before are kept, newest last."""
MOST_KEPT = 20
PACKAGES = (".docx", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceTemplateRequest:
    """`template`: its name, “van-ban.docx”, with or without the folder; `file`: the one to take, "" to bring back
    (`undo`) the one before.
    """

    root: Path
    template: str
    file: str = ""
    undo: bool = False


@act("replace-template")
def replace_template(request: ReplaceTemplateRequest, progress: Progress) -> Outcome:
    """Put a file in the place of a template; the one before is kept."""
    if not request.template.startswith(TEMPLATES):
        request = replace(request, template=TEMPLATES + request.template)
    with writing(request.root) as warnings:
        _known(request)
        path = request.root / request.template
        data = _before(request).read_bytes() if request.undo else _given(request)
        progress.check()
        try:
            if not request.undo:
                _keep(request, path.read_bytes())
            replace_file(path, data)
            if request.undo:
                _before(request).unlink()
        except OSError as error:
            raise EnvironmentFault(_unwritten(request.template, error)) from error
    undone = Message("template-replaced.undone", template=request.template)
    said = undone if request.undo else Message("template-replaced", template=request.template)
    return Outcome("replace-template", problems=[*warnings], remarks=[said])


def _unwritten(template: str, error: OSError) -> Problem:
    return Problem(Message("template-unwritten", why=reason_of(error)), Place(template))


def kept_before(root: Path, template: str) -> list[Path]:
    """Return the templates that this one replaced, the newest last."""
    name = template.removeprefix(TEMPLATES).replace("/", "_")
    return sorted((root / KEPT).glob(f"*-{name}"))


def _known(request: ReplaceTemplateRequest) -> None:
    known = [name for name in assets.names(request.root) if name.startswith(TEMPLATES) and name.endswith(PACKAGES)]
    if request.template not in known:
        message = Message("want-unknown.name", kind=Message("thing.template"), name=request.template)
        hint = did_you_mean(request.template, known) or Message("known-names", known=", ".join(known))
        raise UsageError(Problem(message, remedy=hint))


def _given(request: ReplaceTemplateRequest) -> bytes:
    """Return the bytes of the file to take. Raises ProblemsFound for one that is no Word or Excel file of today."""
    try:
        with open(request.file, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        place = Place(Path(request.file).name)
        raise UsageError(Problem(Message("file-unreadable", why=reason_of(error)), place)) from None
    if len(data) > LARGEST or kind_of(data) != "zip":
        wrong = Message("template-kind", ending=Path(request.template).suffix)
        raise ProblemsFound([Problem(wrong, Place(request.template))])
    return data


def _before(request: ReplaceTemplateRequest) -> Path:
    kept = kept_before(request.root, request.template)
    if not kept:
        raise UsageError(Problem(Message("template-nothing-before"), Place(request.template)))
    return kept[-1]


def _keep(request: ReplaceTemplateRequest, data: bytes) -> None:
    """Keep the template before; the oldest go."""
    folder = Path(kept_folder(request.root, "templates"))
    name = request.template.removeprefix(TEMPLATES).replace("/", "_")
    write_file(folder / f"{time.time_ns():020d}-{name}", data)
    for old in kept_before(request.root, request.template)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
