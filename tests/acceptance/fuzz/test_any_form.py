"""Whatever form an office states: what is read without a complaint is owed and printed without a stop."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.problems import blocking
from congvan.forms.blanks.sheet import sheet
from congvan.forms.form import forms_of
from congvan.forms.keys import form_id, keys_from, keys_of, parse_form_id
from congvan.forms.obligations import obligations
from congvan.model.loader import load
from congvan.model.validity import as_of
from congvan.values.columns.table import TYPES
from tests.examples import examples
from tests.forms.office import files, told

DIMENSIONS = {"xa": "xa", "don_vi": "don-vi", "thon": "thon", "noi_gui": "xa"}
VALUES = {
    "xa": "xa",
    "don_vi.name": "don_vi",
    "don_vi.kind == 'buu-chinh'": "don_vi",
    "noi_gui.phone": "noi_gui",
    "thon": "thon",
    "thon.so_ho * 2": "thon",
    "thon.xa": "thon",
    "ky.name": "ky",
    "ky.to": "ky",
    "last(a)": "ky",
    "so_far(b)": "ky",
    "a + b": "",
    "a / b": "",
    "sum(a)": "",
    "count(thon, thon.so_ho > 90)": "",
    "facts.it_nhat": "",
}
"""Values of columns, with the name that they need."""
ROWS = (
    "3",
    {"each": "thon"},
    {"each": "thon", "where": "thon.xa == xa", "spare": "1"},
    {"each": "xa"},
    [{"a": "x"}],
    [["1"]],
)
PERIODS = (
    {"each": "week", "from": "31/8/2026", "to": "20/9/2026"},
    {"each": "month", "from": "8/2026", "to": "10/2026"},
    {"each": "day", "from": "31/8/2026", "to": "3/9/2026", "weekends": "false"},
    {"each": "year"},
)
OWED = ("don_vi.kind == 'vien-thong'", "count(thon, thon.xa == xa) > 1", {"rows": "facts.it_nhat"}, "thon.xa == xa")


@st.composite
def columns(draw: st.DrawFn, names: set[str]) -> list[dict[str, Any]]:
    """Two to five columns, of which some are computed, printed or under a common head."""
    made: list[dict[str, Any]] = []
    for name in "abcde"[: draw(st.integers(2, 5))]:
        column: dict[str, Any] = {
            "id": name,
            "label": f"Cột {name}",
            "type": draw(st.sampled_from([*TYPES, "xa", "thon"])),
        }
        if column["type"] == "choice":
            column["choices"] = ["Nam", "Nữ"]
        if draw(st.booleans()):
            column["value"] = draw(st.sampled_from([value for value, name in VALUES.items() if name in names]))
        for key, value in (
            ("required", "true"),
            ("unit", "người"),
            ("mm", "30"),
            ("sum", draw(st.sampled_from(["add", "none"]))),
        ):
            if draw(st.integers(0, 4)) == 0:
                column[key] = value
        made.append(column)
    if draw(st.booleans()):
        made = [made[0], {"label": "Trong đó", "columns": made[1:]}]
    return made


@st.composite
def stated(draw: st.DrawFn) -> dict[str, Any]:
    """A form as an office may state it."""
    names = draw(st.lists(st.sampled_from(list(DIMENSIONS)), unique=True, max_size=2))
    form: dict[str, Any] = {"id": "ds", "name": "Danh sách", "subject": "Mẫu"}
    if names:
        form |= {"per": {name: DIMENSIONS[name] for name in names}}
        form |= {"lines": [" ".join(f"{{{{ {name}.heading }}}}" for name in names)]}
    choices = {
        "rows": ROWS,
        "period": PERIODS,
        "owed": OWED,
        "head": ("sender", "none"),
        "codes": ("true",),
        "total": ("Cộng",),
    }
    choices |= {"closing": ("Có {{ count() }} dòng, {{ sum(a) }}.", "Hết."), "due": ("danh-sach", {"date": "1/9/2026"})}
    for key, values in choices.items():
        if draw(st.booleans()):
            form[key] = draw(st.sampled_from(values))
    rows = form.get("rows")
    known = {"", *names, *(["ky"] if "period" in form else []), *([rows["each"]] if isinstance(rows, dict) else [])}
    return {**form, "columns": draw(columns(known))}


@settings(max_examples=examples(40), deadline=None)
@given(form=stated())
def test_a_form_that_is_read_is_owed_and_printed(form: dict[str, Any]) -> None:
    text = yaml.safe_dump({"forms": [form]}, allow_unicode=True, sort_keys=False, width=1000)
    problems = told(text)
    if blocking(problems):
        assert all(problem.place.line and problem.hint for problem in problems), problems
        return
    dataset = as_of(load(files(text)), "cv")
    of = forms_of(dataset, "cv")["ds"]
    owed = list(obligations(of))
    for keys in [keys_from(of), *(each.keys for each in owed[:3])]:
        made = sheet(of, keys)
        read = parse_form_id(made.form_id)
        assert read is not None
        assert keys_of(of, read) == keys
        assert made.form_id == form_id(of, keys)
        (section,) = made.sections
        assert all(len(row.cells) == len(section.columns) for row in section.rows)
        assert section.rows
        head = [sum(cell.columns for cell in row) for row in section.heads]
        assert head[0] == len(section.columns)
        assert len(section.widths) == len(section.columns)
        assert sum(section.widths) < 253
