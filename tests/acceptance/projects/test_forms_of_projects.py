"""The forms of four tasks of an office, written in YAML alone: what is owed, and what each blank says on paper.

The goldens beside each project are to be read by a person; CONGVAN_GOLDEN=1 writes them anew.
"""

from __future__ import annotations

import functools
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from congvan.core.returned import AnswerFacts, RowFacts
from congvan.editing.drafting.starting import STARTERS
from congvan.forms.blanks.sheet import SheetMaker
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import FormKeys, form_path
from congvan.forms.known_answers import ReceivedAnswers
from congvan.forms.obligations import obligations
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.model.schema.json_schema import schemas
from congvan.model.validity import as_of
from tests.forms.as_text import as_text

HERE = Path(__file__).parent
FOLDERS = {path.stem: path for path in (*HERE.glob("*-2026"), STARTERS / "to-cong-nghe-so-2026")}


@functools.cache
def forms(project: str) -> dict[str, DispatchForm]:
    """The forms of the dispatch that bears the name of its project."""
    files = {**assets.read(FOLDERS[project]), "data/documents.yaml": b"[]\n"}
    dataset = load(assets.Assets(files))
    assert not dataset.warnings, dataset.warnings
    return dict(forms_of(as_of(dataset, project), project))


def answer(form: str, period: str, keys: dict[str, str], rows: dict[str, dict[str, Any]], section: str) -> AnswerFacts:
    """What came back: the values of rows by their entries."""
    facts = [RowFacts(n=n, entry=entry, values=values) for n, (entry, values) in enumerate(rows.items(), 1)]
    return AnswerFacts(form=form, period=period, keys=keys, sections={section: facts}, nil=False)


ANSWERS = {
    "cung-cau-lao-dong-2026": [
        answer("bieu-thon", "2025-d2", {"thon": "ban-mau-1"}, {"t15": {"nam": 41, "nu": 38}}, "bang"),
    ],
    "bao-cao-benh-2026": [
        answer("tuan", "2025-t34", {"xa": "xa-mau-a"}, {"benh-mau-a": {"mac": 5, "chet": 1}}, "so-lieu"),
        answer("tuan", "2026-t32", {"xa": "xa-mau-a"}, {"benh-mau-a": {"mac": 11, "chet": 0}}, "so-lieu"),
        answer("tuan", "2026-t33", {"xa": "xa-mau-a"}, {"benh-mau-a": {"mac": 3, "chet": 0}}, "so-lieu"),
        answer("tuan", "2026-t33", {"xa": "xa-mau-b"}, {"benh-mau-a": {"mac": 90, "chet": 9}}, "so-lieu"),
    ],
}
"""What came back before the blanks are printed."""

SHEETS = {
    "to-cong-nghe-so-2026": [
        ("thanh-vien", FormKeys({"xa": "xa-cao-loc", "don_vi": "don-vi-mau-a"})),
        ("thanh-vien", FormKeys({"xa": "", "don_vi": ""})),
        ("ds-thon", FormKeys({"xa": "xa-cao-loc"})),
        ("th-don-vi", FormKeys({"don_vi": "don-vi-mau-a"})),
        ("tuan", FormKeys({"xa": "xa-cao-loc"}, "2026-t36")),
    ],
    "cung-cau-lao-dong-2026": [
        ("bieu-thon", FormKeys({"thon": "ban-mau-1"}, "2026-d1")),
        ("bieu-xa", FormKeys({"xa": "xa-mau-a"}, "2026-d1")),
    ],
    "bao-cao-benh-2026": [
        ("tuan", FormKeys({"xa": "xa-mau-a"}, "2026-t34")),
        ("tuan", FormKeys({"xa": ""})),
    ],
    "thi-dua-2026": [("de-nghi", FormKeys({"don_vi": "don-vi-mau-a"}))],
}


@pytest.mark.parametrize("project", SHEETS)
def test_what_each_blank_says(project: str) -> None:
    known = ReceivedAnswers(forms(project), ANSWERS.get(project, []))
    said = []
    for name, keys in SHEETS[project]:
        form = forms(project)[name]
        said.append(f"{form_path(form, keys)}\n{as_text(SheetMaker(form, known).sheet(keys))}")
    compared("\n".join(said), HERE / f"sheets/{project}.txt")


@pytest.mark.parametrize("project", SHEETS)
def test_what_is_owed(project: str) -> None:
    lines = []
    for form in forms(project).values():
        owed = list(obligations(form))
        rows = Counter(each.rows for each in owed)
        lines.append(f"{form.ref} – {form.title}: {len(owed)} biểu; số dòng {dict(sorted(rows.items()))}")
        for each in (owed[0], owed[-1]):
            path = form_path(form, each.keys)
            lines.append(f"  {path} | {each.sender.id} | {each.sender.name} | {each.sender.phone} | {each.due}")
    compared("\n".join(lines) + "\n", HERE / f"sheets/{project}.owed.txt")


def compared(text: str, golden: Path) -> None:
    """Compare a text with its golden."""
    if os.environ.get("CONGVAN_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.every(4)
@pytest.mark.parametrize("project", SHEETS)
def test_an_editor_accepts_what_the_program_reads(project: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    data = yaml.safe_load((FOLDERS[project] / f"data/dispatches/{project}.yaml").read_text("utf-8"))
    schema = json.loads(schemas()["dispatch.json"])
    jsonschema.validate(json.loads(json.dumps(data, default=str)), schema)
    data["forms"][0]["columnz"] = []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(json.dumps(data, default=str)), schema)
