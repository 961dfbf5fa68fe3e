"""What is owed: conditions, numbers of rows, periods in which entries exist, successors; quickly for many entries."""

from __future__ import annotations

import pytest

from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.obligations import Obligation, obligations, owed_by_nobody, rows_of_nobody
from tests.forms.office import LISTS, form, office
from tests.pace import Watch

COLUMNS = "    columns: [{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên}]\n"


def stated(*keys: str) -> str:
    return "forms:\n  - id: ds\n    name: Danh sách\n    subject: Mẫu\n" + "".join(f"    {k}\n" for k in keys) + COLUMNS


def owed(*keys: str, lists: dict[str, str] | None = None, period: str = "") -> list[Obligation]:
    return list(obligations(form(stated(*keys), {**LISTS, **(lists or {})}), period))


def entries(found: list[Obligation]) -> list[str]:
    return ["/".join((*each.keys.entries.values(), *filter(None, [each.keys.period]))) for each in found]


@pytest.mark.parametrize(
    ("per", "when", "expected"),
    [
        ("{xa: xa, don_vi: don-vi}", "don_vi.kind == 'vien-thong'", ["xa-a/dv-a", "xa-b/dv-a"]),
        ("{xa: xa, don_vi: don-vi}", "xa == 'xa-b' and don_vi in ['dv-b']", ["xa-b/dv-b"]),
        ("{xa: xa}", "count(thon, thon.xa == xa) > 1", ["xa-a"]),
        ("{xa: xa}", "count(thon, thon.xa == xa and thon.so_ho < 100) == 1", ["xa-a", "xa-b"]),
        ("{thon: thon, xa: xa}", "thon.xa == xa", ["a-1/xa-a", "a-2/xa-a", "b-1/xa-b"]),
        ("{xa: xa, thon: thon}", "thon.so_ho > 90 and xa == thon.xa", ["xa-a/a-1", "xa-b/b-1"]),
        ("{xa: xa}", "facts.it_nhat == 2", ["xa-a", "xa-b"]),
        ("{xa: xa}", "facts.it_nhat > 2", []),
        ("{xa: xa}", "xa.name == 'Mẫu A' or xa.kind == 'phường'", ["xa-a", "xa-b"]),
    ],
)
def test_conditions_of_what_is_owed(per: str, when: str, expected: list[str]) -> None:
    assert entries(owed(f"per: {per}", f'owed: "{when}"')) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["owed: {rows: 2}"], [2, 2]),
        (["owed: {rows: facts.it_nhat}"], [2, 2]),
        (['owed: {rows: "count(thon, thon.xa == xa) * 2"}'], [4, 2]),
        ([], [1, 1]),
        (["rows: {each: thon, where: thon.xa == xa}"], [2, 1]),
        (["rows: {each: thon}"], [3, 3]),
        (["rows: [[A], [B]]"], [2, 2]),
    ],
)
def test_rows_owed(keys: list[str], expected: list[int]) -> None:
    assert [each.rows for each in owed("per: {xa: xa}", *keys)] == expected


def test_a_form_for_all_is_owed_once() -> None:
    (only,) = owed()
    assert (only.keys.entries, only.sender.id) == ({}, "")


WEEKS = ("per: {xa: xa}", "period: {each: week, from: 31/8/2026, to: 20/9/2026}")
MERGED = """\
list: {label: Xã, one: xã, receives: {ubnd: "UBND xã {{ name }}"}}
entries:
  - {id: xa-a, name: A, valid_to: 10/9/2026, successor: xa-c}
  - {id: xa-b, name: B, valid_to: 10/9/2026, successor: xa-c}
  - {id: xa-c, name: C, valid_from: 11/9/2026}
  - {id: xa-d, name: D, valid_to: 10/9/2026, successor: [xa-e, xa-f]}
  - {id: xa-e, name: E, valid_from: 11/9/2026}
  - {id: xa-f, name: F, valid_from: 11/9/2026}
"""


def test_a_successor_owes_what_is_still_to_come() -> None:
    lists = {"xa": MERGED, "thon": "list: {label: Thôn, one: thôn}\nentries: [{id: t, name: T}]\n"}
    found = owed(*WEEKS, lists=lists)
    assert entries(found) == [
        *("xa-a/2026-t36", "xa-a/2026-t37", "xa-c/2026-t38"),
        *("xa-b/2026-t36", "xa-b/2026-t37"),  # C owes week 38 once
        *("xa-d/2026-t36", "xa-d/2026-t37", "xa-d/2026-t38"),  # several came in its place: asked
    ]
    first, successor = found[0], found[2]
    assert first.heir is not None
    assert first.heir.entries == {"xa": "xa-c"}
    assert successor.heir is None
    assert successor.sender.name == "UBND xã C"
    assert found[-1].heir is None


def test_one_period() -> None:
    assert entries(owed(*WEEKS, period="2026-t37")) == ["xa-a/2026-t37", "xa-b/2026-t37"]
    assert entries(owed(*WEEKS, period="2026-t40")) == ["xa-a/2026-t40", "xa-b/2026-t40"]
    assert owed(*WEEKS, period="2026-08") == []


def test_a_condition_on_the_period() -> None:
    found = owed(*WEEKS, "owed: ky.from >= 7/9/2026".replace("7/9/2026", "'2026-09-07'") + " and xa == 'xa-a'")
    assert entries(found) == ["xa-a/2026-t37", "xa-a/2026-t38"]


def test_a_form_that_nobody_owes_is_told() -> None:
    dataset = office(stated("per: {xa: xa}", "owed: xa.kind == 'huyện'"))
    (problem,) = owed_by_nobody(dataset, "cv")
    assert (problem.code, problem.place.line) == ("owed-nobody", 14)
    assert not list(owed_by_nobody(office(stated("per: {xa: xa}")), "cv"))


@pytest.mark.parametrize(("where", "told"), [("thon.xa == xa", False), ("thon.xa.kind == 'huyện'", True)])
def test_rows_that_no_entry_meets_on_any_sheet_are_told(where: str, told: bool) -> None:
    lists = {**LISTS, "thon": "list: {label: Thôn, fields: {xa: {type: xa}}}\nentries: [{id: t, name: T, xa: xa-a}]\n"}
    dataset = office(stated("per: {xa: xa}", f"rows: {{each: thon, where: {where}}}"), lists)
    found = list(rows_of_nobody(dataset, "cv"))
    assert [(each.code, each.message.values["total"], each.place.line) for each in found] == [
        ("none-meets", 1, 14)
    ] * told


def many(count: int) -> DispatchForm:
    """A form owed by villages, of which there are many, to their communes."""
    communes = "".join(f"  - {{id: xa-{n}, name: Xã mẫu {n}}}\n" for n in range(65))
    villages = "".join(f"  - {{id: thon-{n}, name: Thôn mẫu {n}, xa: xa-{n % 65}}}\n" for n in range(count))
    lists = {
        "xa": f"list: {{label: Xã, one: xã}}\nentries:\n{communes}",
        "thon": f"list: {{label: Thôn, one: thôn, fields: {{xa: {{type: xa}}}}}}\nentries:\n{villages}",
    }
    dataset = office(stated("per: {xa: xa, thon: thon}", "owed: thon.xa == xa"), {**LISTS, **lists})
    return next(iter(forms_of(dataset, "cv").values()))


@pytest.mark.full("long runs")
def test_pairs_that_nobody_owes_are_never_made() -> None:
    of = many(10_000)
    watch = Watch()
    assert sum(1 for _ in obligations(of)) == 10_000
    assert watch.seconds() < 3  # 650,000 pairs would take a minute
