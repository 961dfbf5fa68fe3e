"""A new list of bodies or people: data/lists/<id>.yaml with a head and no entries yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from congvan.core.job import Outcome, Output, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import nfc, slug
from congvan.editing.whole_files.lifecycle import begun
from congvan.model.lists.read import read_lists
from congvan.model.project import assets
from congvan.model.project.data_lock import writing

LONGEST_NAME = 40
"""Characters of an id that is made of a label."""
START = """\
# yaml-language-server: $schema=../schema/list.json
list:
  label: {label}
  one: {one}
  receives: "{{{{ name }}}}"
  fields:
    name: {{label: Tên}}
    phone: {{label: Điện thoại}}
entries: []
"""


@dataclass(frozen=True, slots=True)
class NewListRequest:
    """`label`: what the list is called, of which its id is made; `one`: what one entry is called, "" for the label."""

    root: Path
    label: str
    one: str = ""


@act("new-list")
def new_list(request: NewListRequest, progress: Progress) -> Outcome:
    """Write data/lists/ID.yaml, a list without entries, whose id is made of its name."""
    label, one = (" ".join(nfc(each).split()) for each in (request.label, request.one or request.label))
    if not any(each.isalpha() for each in label):
        raise ProblemsFound(Problem(Message("new-list-name", name=request.label)))
    identifier = slug(label, LONGEST_NAME)
    place = Place(f"data/lists/{identifier}.yaml")
    progress.check()
    with writing(request.root) as warnings:
        if (request.root / place.file).exists() or identifier in read_lists(assets.read(request.root), {}).lists:
            raise ProblemsFound(Problem(Message("new-list-exists", name=label), place))
        begun(request.root, place.file, START.format(label=quoted(label), one=quoted(one)).encode())
    output, data = Output(place.file, "built"), {"listed": identifier}
    return Outcome("new-list", outputs=[output], where=str(request.root), problems=list(warnings), data=data)


def quoted(text: str) -> str:
    """Return a text as YAML has it in double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
