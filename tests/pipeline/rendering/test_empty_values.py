"""No file is made with an empty spot where its template always prints a cell of a list."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.cache import MemoryCache
from congvan.core.job import Job
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.rendering.empty_values import EmptyValues
from congvan.pipeline.rendering.renderer import Renderer
from tests.examples import examples
from tests.forms.office import files

LIST = """\
list: {label: Người, fields: {ly_do: {label: Thành tích}, gc: {}, tuy: {required: false}}}
entries: [{id: a, name: An, ly_do: tốt, gc: x}, {id: b, name: Bình, gc: y}, {id: c, name: Cúc, ly_do: khá}]
"""
DOCUMENTS = """\
- {id: d, name: D, task: issue, templates: {FORMAT: a.FORMAT}, for_each: {k: nguoi}, path: "d/{{ k.id }}"}
"""


def word(*lines: str) -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.add_table(1, 1).cell(0, 0).text = "{{ k.gc }}"
    made.sections[0].header.paragraphs[0].text = "{{ k.tuy }}"
    made.save(out := io.BytesIO())
    return out.getvalue()


def workbook(*cells: str) -> bytes:
    made = openpyxl.Workbook()
    for at, cell in enumerate(cells, 1):
        made.active.cell(at, 1).value = cell
    made.save(out := io.BytesIO())
    return out.getvalue()


HTML = "<html><body><p>{{ k.ly_do }}{{ k.tuy }}</p><table><tr><td>{{ k.gc }}</td></tr></table></body></html>"
TEMPLATES = {
    "docx": word("Vì {{ k.ly_do|hoa_dau }}", "{%p if k.gc %}", "{{ k.gc }}", "{%p endif %}"),
    "html": HTML.encode(),
    "txt": b"{{ k.ly_do }}{{ k.tuy }}{{ k.gc|mac_dinh('-') }}",
    "xlsx": workbook("Vì {{ k.ly_do }}", "{{ k.gc }}", "{{ k.gc }} {{ k.tuy }}"),
}


def flawed(
    format_: str, template: bytes, documents: str = DOCUMENTS, listed: str = LIST, cache: Any = None
) -> dict[str, list[str]]:
    """What is told of each file, by its path."""
    texts = {
        "data/lists/nguoi.yaml": listed,
        "data/documents.yaml": documents.replace(
            "FORMAT: a.FORMAT", f"{'pdf' if format_ == 'html' else format_}: a.{format_}"
        ),
    }
    given = dict(files("").items()) | {name: text.encode() for name, text in texts.items()}
    assets = Assets({**given, f"templates/a.{format_}": template})
    data = load(assets)
    empty = EmptyValues(data.lists, Renderer(assets, cache))
    jobs = [each for each in plan(data, Selection()).expand() if isinstance(each, Job)]
    return {
        job.path.removeprefix("cv/"): [str(each.place) + " " + str(each.also[0]) for each in empty.of(job)]
        for job in jobs
    }


@pytest.mark.parametrize("format_", TEMPLATES)
def test_the_record_with_an_empty_cell_alone_is_flawed(format_: str) -> None:
    found = flawed(format_, TEMPLATES[format_])
    told = {path: each for path, each in found.items() if each}
    assert {path.partition(".")[0] for path in told} == {"d/b"}
    assert all(len(each) == 1 and each[0].startswith("data/lists/nguoi.yaml:2") for each in told.values())
    assert all(f"templates/a.{format_}" in each[0] for each in told.values())


def test_what_is_kept_of_a_template_knows_it_too() -> None:
    cache = MemoryCache()
    assert flawed("docx", TEMPLATES["docx"], cache=cache) == flawed("docx", TEMPLATES["docx"], cache=cache)


@pytest.mark.parametrize("together", ["true", "{across: 2, down: 2}"])
def test_a_file_of_all_records_is_flawed_by_one(together: str) -> None:
    documents = DOCUMENTS.replace('"d/{{ k.id }}"', f"d, together: {together}")
    format_ = "html" if together == "true" else "docx"
    template = TEMPLATES["html"] if together == "true" else word("{{ k.ly_do }}")
    (told,) = {
        str(each) for path, each in flawed(format_, template, documents).items() if path.endswith(("pdf", "docx"))
    }
    assert told.count("data/lists/nguoi.yaml") == 1


def test_a_loop_over_a_list_prints_all_of_it() -> None:
    template = "{% for n in nguoi|theo_ten %}{{ n.ly_do }}{% endfor %}"
    documents = DOCUMENTS.replace(", for_each: {k: nguoi}", "").replace('"d/{{ k.id }}"', "d")
    assert [len(each) for each in flawed("txt", template.encode(), documents).values()] == [1]


@settings(max_examples=examples(25), deadline=None)
@given(rows=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_what_is_made_has_no_empty_spot(rows: list[tuple[bool, bool, bool]]) -> None:
    entries = ""
    for at, row in enumerate(rows):
        filled = "".join(f", {key}: x" for key, there in zip(("ly_do", "gc", "tuy"), row, strict=True) if there)
        entries += f"  - {{id: n{at}, name: N{at}{filled}}}\n"
    listed = LIST.partition("entries:")[0] + f"entries:\n{entries}"
    found = flawed("txt", b"({{ k.ly_do }}) ({{ k.gc|upper }}) {% if k.tuy %}({{ k.tuy }}){% endif %}", listed=listed)
    assert [bool(each) for each in found.values()] == [not (row[0] and row[1]) for row in rows]
