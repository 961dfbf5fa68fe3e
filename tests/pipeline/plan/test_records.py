"""The records of loops: entries of lists, forms with their sheets, tables, senders, periods; and how loops meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from congvan.core.problems import ProblemsFound, blocking
from congvan.model.dataset import Dataset
from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.plan.selection import resolved
from tests.acceptance.call_budget import counted
from tests.acceptance.promises.line import COMMUNES, DISPATCH, DISTRICTS, NO_ENTRIES, loaded, text_of

NAME = "bluezone-2020"
FORMS = """\
forms:
  - {id: mot, name: Biểu, subject: một, per: {huyen: districts, don_vi: enterprises}, columns: [{id: a, label: A}]}
  - id: tuan
    name: Báo cáo tuần
    subject: hai
    head: none
    per: {don_vi: enterprises}
    period: {each: week, from: 31/8/2020, to: 13/9/2020}
    columns: [{id: a, label: A}]
tables:
  - {id: ds, name: Danh sách, of: enterprises}
  - {id: theo-huyen, of: mot, per: {huyen: districts}}
  - {id: tuan, of: tuan, per: {ky: answered-periods}}
"""
CAO_LOC, VIETTEL = "cao-loc", "viettel-lang-son"
ANSWERS = [
    {"form": "mot", "period": "", "keys": {"huyen": CAO_LOC, "don_vi": VIETTEL}, "sections": {}, "nil": False},
    {"form": "tuan", "period": "2020-t37", "keys": {"don_vi": VIETTEL}, "sections": {}, "nil": True},
]


def dataset(documents: str, lists: Mapping[str, str] | None = None, **returned: Any) -> Dataset:
    head, _forms, tail = text_of(DISPATCH).partition("forms:\n")
    text = head + FORMS + "\nnotes_to_signer:\n" + tail.partition("notes_to_signer:\n")[2].partition("errata:")[0]
    found = loaded({DISPATCH: text, "data/documents.yaml": documents, **(lists or {})})
    return replace(found, returned={NAME: returned}) if returned else found


def planned(documents: str, where: dict[str, list[str]] | None = None, **returned: Any) -> DispatchPlan:
    found = dataset(documents, **returned)
    return plan(found, resolved(found, Selection(where=where or {}))).for_dispatch(NAME)


def paths(documents: str, where: dict[str, list[str]] | None = None, **returned: Any) -> list[str]:
    made = planned(documents, where, **returned)
    found = [path for path, _record, _document in made.paths()]
    assert made.problems == []
    return found


def entry(loop: str, path: str, more: str = "") -> str:
    made = "templates: {docx: van-ban.docx}, formats: [docx]"
    return f'[{{id: b, name: B, for_each: {loop}, {more}path: "{path}", {made}}}]'


SHEETS = entry("{form: forms}", "bieu/{{ form.path }}")
TABLES = entry("{table: tables}", "t/{{ table.path }}", "when: table.filled, ")


def test_forms_are_looped_by_entry_and_period() -> None:
    found = paths(SHEETS)
    assert len(found) == 11 * 5 + 2 * 5
    assert found[0] == "bluezone-2020/bieu/mot/thanh-pho-lang-son/vnpt-lang-son.docx"
    assert "bluezone-2020/bieu/tuan/2020-t36/viettel-lang-son.docx" in found


def test_a_record_is_called_by_the_names_of_what_it_is_made_for() -> None:
    called = {each.record: each.called for each in planned(SHEETS).entries()}
    sheet = called[f"form=mot huyen={CAO_LOC} don_vi={VIETTEL}"]
    assert sheet == "Biểu một – Huyện Cao Lộc – Viettel Lạng Sơn"
    assert len(set(called.values())) == len(called)


def test_dimensions_choose_among_the_sheets_of_forms() -> None:
    found = paths(SHEETS, {"don_vi": ["viettel-lang-son"], "huyen": ["Cao Lộc"]})
    assert found == ["bluezone-2020/bieu/mot/cao-loc/viettel-lang-son.docx"]
    assert len(paths(SHEETS, {"": ["Viettel Lạng Sơn"]})) == 11 + 2


def test_tables_are_looped_where_they_have_something_to_show() -> None:
    assert paths(TABLES) == ["bluezone-2020/t/ds.docx"]
    found = paths(TABLES, answers=ANSWERS)
    assert found == [f"bluezone-2020/t/{name}.docx" for name in ("ds", "theo-huyen/cao-loc", "tuan/2020-t37")]


def test_periods_are_those_of_the_form_that_the_entry_names() -> None:
    assert paths(entry("{ky: periods}", "k/{{ ky.id }}", "form: tuan, ")) == [
        f"bluezone-2020/k/{week}.docx" for week in ("2020-t36", "2020-t37")
    ]
    answered = entry("{ky: answered-periods}", "k/{{ ky.id }}", "table: tuan, ")
    assert paths(answered) == []
    assert paths(answered, answers=ANSWERS) == ["bluezone-2020/k/2020-t37.docx"]


def test_an_entry_for_a_form_of_another_dispatch_makes_nothing() -> None:
    found = dataset(entry("{ky: periods}", "k/{{ ky.id }}", "form: tuan, "))
    found = replace(found, documents=(found.documents[0].model_copy(update={"form": "khac"}),))
    assert list(plan(found, Selection()).for_dispatch(NAME).paths()) == []


def test_a_sheet_costs_as_much_to_plan_among_many_as_among_few() -> None:
    """Each is looked up among those that are owed, not looked for."""
    each = entry(
        "{huyen: districts, don_vi: enterprises}", "b/{{ huyen.id }}/{{ don_vi.id }}", "form: mot, when: form.owed, "
    )
    costs = []
    for many in (20, 80):
        entries = "".join(f"- {{id: mau-{n}, kind: huyện, name: Mẫu {n}}}\n" for n in range(many))
        lists = {DISTRICTS: text_of(DISTRICTS).partition("entries:")[0] + "entries:\n" + entries, COMMUNES: NO_ENTRIES}
        planned = plan(dataset(each, lists), Selection())
        found: list[str] = []
        costs.append(counted(lambda planned=planned, found=found: found.extend(planned.check())) / (many * 5))
        assert len(found) == many * 5
    assert costs[1] < 1.2 * costs[0]


@pytest.mark.parametrize(("key", "code"), [("form", "form-missing"), ("table", "document-table-missing")])
def test_a_form_or_table_that_no_dispatch_has_is_told(key: str, code: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        dataset(entry("{ky: periods}", "k/{{ ky.id }}", f"{key}: tuann, "))
    assert [problem.code for problem in blocking(caught.value.problems)] == [code]


def test_senders_are_those_who_owe_a_form() -> None:
    senders = planned(SHEETS).lists.of("senders")
    assert [each["id"] for each in senders][:2] == ["vnpt-lang-son", "viettel-lang-son"]
    assert not any(each["owing"] for each in senders)
    standing = {"form": "mot", "sender": "viettel-lang-son", "state": "missing", "reasons": [], "questions": []}
    owing = paths(
        entry("{sender: senders}", "d/{{ sender.id }}", "when: sender.owing, "),
        forms=[{"form": "mot", "standings": [standing]}],
        senders=[{"id": "viettel-lang-son", "name": "Viettel"}, {"id": "vnpt-lang-son", "name": "VNPT"}],
    )
    assert owing == ["bluezone-2020/d/viettel-lang-son.docx"]


def test_a_pack_takes_the_parts_of_its_entry_whatever_the_loops_are_called() -> None:
    documents = f"""\
- {SHEETS[1:-1].replace(", formats: [docx]", "")}
- id: p
  name: P
  content: pack
  templates: {{pdf: bia-tap.html}}
  for_each: {{h: districts}}
  path: p/{{{{ h.id }}}}
  parts: [{{document: b}}]
"""
    made = planned(documents, {"h": ["cao-loc"]})
    (pack,) = [job.pack for document, values in made.records() for job in made._jobs(document, values) if job.pack]
    assert len(pack.parts) == 5 + 2 * 5


NAMED = """\
- id: b
  name: B
  form: mot
  for_each: {h: districts}
  when: form.owed
  path: "b/{{ form.path }}"
  templates: {docx: van-ban.docx}
  formats: [docx]
- id: t
  name: T
  table: theo-huyen
  for_each: {district: districts}
  when: table.filled and 'mot' in returned.forms
  path: "t/{{ table.path }}"
  templates: {docx: van-ban.docx}
  formats: [docx]
"""


def test_an_entry_knows_the_form_or_table_that_it_names() -> None:
    assert len(paths(NAMED)) == 11
    assert paths(NAMED, {"h": [CAO_LOC]}, answers=ANSWERS) == ["bluezone-2020/b/mot/cao-loc.docx"]
    assert paths(NAMED, answers=ANSWERS)[11:] == ["bluezone-2020/t/theo-huyen/cao-loc.docx"]


def test_what_came_back_is_counted_of_the_period_that_a_paper_is_about() -> None:
    standing = {"form": "tuan", "sender": VIETTEL, "late": "", "reasons": [], "questions": []}
    weeks = [("2020-t36", "complete"), ("2020-t37", "nil"), ("2020-t37", "missing")]
    standings = [{**standing, "period": period, "state": state} for period, state in weeks]
    once = {**standing, "form": "mot", "period": "", "state": "complete"}
    forms = [{"form": "tuan", "standings": standings}, {"form": "mot", "standings": [once]}]
    made = planned(
        entry("{ky: answered-periods}", "k/{{ ky.id }}-{{ returned.counts.tuan.came }}-{{ returned.counts.mot.came }}"),
        answers=ANSWERS,
        forms=forms,
    )
    (document,) = made.documents
    values = {"ky": {"id": "2020-t37", "name": "Tuần 37"}}
    counts = made.context(values, document=document).facts["returned"]["counts"]
    assert (counts["tuan"]["came"], counts["tuan"]["missing"], counts["mot"]["came"]) == (1, 1, 1)
    assert made.context({}).facts["returned"]["counts"]["tuan"]["came"] == 2
    later = made.context({"ky": {"id": "2020-t38", "name": "Tuần 38"}}, document=document).facts["returned"]["counts"]
    assert (later["tuan"]["came"], later["mot"]["came"]) == (0, 1)  # nothing was owed of that week yet
    assert [path for path, _record, _document in made.paths()] == ["bluezone-2020/k/2020-t37-1-1.docx"]
