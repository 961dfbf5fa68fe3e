"""A text of a dispatch that would print an empty cell: told at the cell, for the records that print it."""

from __future__ import annotations

import pytest

from congvan.core.job import Job
from congvan.core.problems import Problem
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from tests.forms.office import DISPATCH, files

UNITS = """\
list: {label: Đơn vị, receives: "{{ name }}", fields: {phong: {label: Phòng}, gio: {required: false}}}
entries: [{id: a, name: A, phong: P1}, {id: b, name: B}]
"""
COMMON = "task: sign, templates: {docx: a.docx}"
DOCUMENTS = f"""\
- {{id: thu, name: Thư, content: letter, {COMMON}, path: thu}}
- {{id: cac, name: Thư, content: letter, {COMMON}, for_each: {{receiver: receivers}}, path: "t/{{{{ receiver.id }}}}"}}
- {{id: bi, name: Bì, content: envelope, {COMMON}, for_each: {{receiver: recipients}}, path: "b/{{{{ receiver.id }}}}"}}
"""
TABLE = "tables: [{id: ds, of: don-vi, per: {x: don-vi}, columns: [name, phong], closing: 'Phòng {{ x.phong }}.'}]\n"
APPENDIX = "appendices: [{id: pl, title: T, body: 'Phòng {{ receiver.phong }}'}]\n"
LETTER = DISPATCH.replace("receivers: [Các xã]", "numbering: per-copy\nreceivers: [{each: don-vi, text: Các đơn vị}]")


def flawed(body: str, more: str = "") -> dict[str, list[str]]:
    """The places that are told of the letters whose text prints an empty cell, by their paths."""
    return {path: [str(each.place) for each in told] for path, told in problems(body, more).items()}


def problems(body: str, more: str = "") -> dict[str, tuple[Problem, ...]]:
    """What is told of the letters whose text prints an empty cell, by their paths."""
    dispatch = LETTER.replace("body: Nội dung./.", f"body: |\n  {body}\n")
    texts = {
        "data/lists/don-vi.yaml": UNITS,
        "data/documents.yaml": DOCUMENTS,
        "data/dispatches/cv.yaml": dispatch + more,
    }
    given = dict(files("").items()) | {name: text.encode() for name, text in texts.items()}
    data = load(Assets({**given, "templates/a.docx": b""}))
    jobs = [each for each in plan(data, Selection(formats=["docx"])).expand() if isinstance(each, Job)]
    return {job.path.removeprefix("cv/"): job.flaws for job in jobs if job.flaws}


@pytest.mark.parametrize(
    ("body", "more", "told"),
    [
        ("Mời đến {{ receiver.phong }}.", "", {"t/b.docx": ["data/lists/don-vi.yaml:2:40"]}),
        ("Mời đến {{ receiver.phong|hoa }}.", "", {"t/b.docx": ["data/lists/don-vi.yaml:2:40"]}),
        ("Mời đến {{ receiver.phong|mac_dinh('…') }} {{ receiver.gio }}.", "", {}),
        ("Nội dung.\n\n  {{ tables.ds }}", TABLE, {"t/b.docx": ["data/lists/don-vi.yaml:2:40"]}),
        ("Nội dung.", APPENDIX, {"t/b.docx": ["data/lists/don-vi.yaml:2:40"]}),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_the_letter_that_lacks_a_value_alone_is_flawed(body: str, more: str, told: dict[str, list[str]]) -> None:
    assert flawed(body, more) == told


def test_the_tag_that_prints_it_is_named_with_its_place() -> None:
    (problem,) = problems("Mời đến {{ receiver.phong }}.")["t/b.docx"]
    assert [str(each) for each in problem.also] == ["data/dispatches/cv.yaml:10:11"]


def test_what_all_print_is_told_of_all() -> None:
    assert set(flawed("Gặp {{ none.phong }}.")) == {"thu.docx", "t/a.docx", "t/b.docx"}


def test_a_blank_form_prints_what_is_empty() -> None:
    form = """\
forms:
  - id: f
    name: Biểu
    subject: s
    per: {dv: don-vi}
    lines: ["{{ dv.name }}: {{ dv.phong }}"]
    columns: [{id: ten, label: Tên, type: name}]
    rows: 2
"""
    assert flawed("Nội dung.", form) == {}
