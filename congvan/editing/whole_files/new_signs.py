"""New signs: data/signage/<id>.yaml with a banner, begun by what it says; a paper that is named gets them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from congvan.core.job import Outcome, Output, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import nfc, slug
from congvan.editing.changes import DataChange
from congvan.editing.whole_files.lifecycle import begun
from congvan.editing.whole_files.new_list import LONGEST_NAME, quoted
from congvan.editing.writing import OpenFile
from congvan.model.dataset import SIGNAGE
from congvan.model.project.assets import DISPATCHES, read_one
from congvan.model.project.data_lock import writing

START = Path(__file__).with_name("signs.yaml")
"""What the file begins with: a banner in plain colours."""


@dataclass(frozen=True, slots=True)
class NewSignsRequest:
    """`message`: what the signs say, of which their id is made; `url`: the address on them; `dispatch`: the paper that
    they are made for, "" for none yet; `today`: the day of the files.
    """

    root: Path
    message: str
    url: str
    dispatch: str = ""
    today: datetime.date = field(default_factory=datetime.date.today)


@act("new-signs")
def new_signs(request: NewSignsRequest, progress: Progress) -> Outcome:
    """Write data/signage/ID.yaml with one banner; more signs are added to it as entries."""
    message, url = (" ".join(nfc(each).split()) for each in (request.message, request.url))
    if not any(each.isalpha() for each in message):
        raise ProblemsFound(Problem(Message("new-signs-message"), Place(SIGNAGE)))
    made = slug(message, LONGEST_NAME)
    progress.check()
    with writing(request.root) as warnings:
        names = chain([made], (f"{made}-{number}" for number in count(2)))
        name = next(each for each in names if not (request.root / SIGNAGE / f"{each}.yaml").exists())
        dispatch = _of_dispatch(request, warnings)
        text = START.read_text("utf-8")
        text = text.format(message=quoted(message), url=quoted(url), revised=request.today.isoformat())
        begun(request.root, f"{SIGNAGE}{name}.yaml", text.encode())
        if dispatch is not None:
            dispatch.make(DataChange("set", ("signage",), name, dispatch.value(("signage",))))
    output = Output(f"{SIGNAGE}{name}.yaml", "built")
    data = {"signs": name}
    return Outcome("new-signs", outputs=[output], where=str(request.root), problems=list(warnings), data=data)


def _of_dispatch(request: NewSignsRequest, warnings: list[Problem]) -> OpenFile | None:
    """Return the file of the paper that gets the signs. Raises `ProblemsFound` for one that can't be read."""
    if not request.dispatch:
        return None
    name = f"{DISPATCHES}{request.dispatch}.yaml"
    file = OpenFile(request.root, name, read_one(request.root, name), warnings)
    file.readable()
    return file
