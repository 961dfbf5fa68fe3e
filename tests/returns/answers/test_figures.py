"""The answer of one body that came in the place of several counts once, and replaces what they sent by a decision."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.forms.answer_scopes import FormNames
from congvan.forms.keys import FormKeys
from congvan.model.loader import load
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import return_facts
from congvan.values.expressions import parse
from tests.forms.office import DISPATCH, files
from tests.returns.telling import HERE, act, answer, folded, row

BODIES = """\
list: {label: Xã, one: xã}
entries:
  - {id: xa-a, name: Mẫu A, valid_to: 2026-09-15, successor: AFTER}
  - {id: xa-b, name: Mẫu B, valid_to: 2026-09-15, successor: AFTER}
  - {id: xa-c, name: Mẫu C}
  - {id: xa-d, name: Mẫu D, valid_from: 2026-09-16}
"""
FORMS = """\
forms:
  - id: thang
    name: Báo cáo
    subject: Kết quả
    per: {xa: xa}
    period: {each: month, from: 2026-08, to: 2026-12}
    columns: [{id: luot, label: Lượt, type: integer}]
    rows: 1
"""


def came(xa: str, luot: int, period: str = "2026-09") -> Any:
    return answer(f"{xa}-{period}", "thang", {"xa": xa}, row(1, luot=luot), period=period, version=1)


def office(after: str, *events: Any, forms: str = FORMS) -> DispatchAnswers:
    dataset = load(files(forms, {"xa": BODIES.replace("AFTER", after)}, DISPATCH))
    return DispatchAnswers(dataset, HERE, folded(dataset, *events))


def counted(found: DispatchAnswers, period: str) -> dict[str, int]:
    facts = (fact for fact in found.facts if fact["period"] == period)
    return {fact["keys"]["xa"]: int(fact["sections"]["bang"][0]["values"]["luot"]) for fact in facts}


def states(found: DispatchAnswers, period: str) -> dict[str, str]:
    standings = (each for each in found.status("thang")["standings"] if each["period"] == period)
    return {each["keys"]["xa"]: each["state"] for each in standings}


@pytest.mark.parametrize("issued", [False, True])
def test_a_new_body_answers_for_two_once_and_owes_from_then_on(issued: bool) -> None:
    fixed = act("issued", HERE, forms={"thang": [{"xa": name} for name in ("xa-a", "xa-b", "xa-c")]})
    found = office("xa-d", *([fixed] if issued else []), came("xa-d", 9), came("xa-c", 1, "2026-10"))
    assert states(found, "2026-09") == {"xa-a": "complete", "xa-b": "complete", "xa-c": "missing"}
    assert counted(found, "2026-09") == {"xa-a": 9}
    assert states(found, "2026-10") == {"xa-d": "missing", "xa-c": "complete"}


@pytest.mark.parametrize("order", [("xa-a", "xa-d"), ("xa-d", "xa-a")])
def test_what_one_of_two_sent_is_replaced_by_a_decision(order: tuple[str, str]) -> None:
    events = [came(name, 5 if name == "xa-a" else 9) for name in order]
    found = office("xa-d", *events)
    assert states(found, "2026-09")["xa-a"] == "asked"
    (reason,) = next(each for each in found.status("thang")["standings"] if each["period"] == "2026-09")["reasons"]
    assert (reason["code"], reason["text"]) == ("answer-of-successor", f"{order[1]}-2026-09.xlsx")
    decided = office("xa-d", *events, act("corrected", "xa-d-2026-09", accepted=True, reason="đã gồm cả xã A"))
    assert (counted(decided, "2026-09"), states(decided, "2026-09")["xa-a"]) == ({"xa-a": 9}, "complete")


def test_a_body_that_owes_itself_answers_for_another_where_nothing_came_and_counts_once() -> None:
    found = office("xa-c", came("xa-c", 7), came("xa-a", 5))
    assert counted(found, "2026-09") == {"xa-a": 5, "xa-c": 7}
    assert states(found, "2026-09") == {"xa-a": "complete", "xa-b": "complete", "xa-c": "complete"}
    before = office("xa-c", came("xa-c", 7, "2026-08"))
    assert (counted(before, "2026-08"), states(before, "2026-08")["xa-a"]) == ({"xa-c": 7}, "missing")


CUMULATED = FORMS.replace(
    "type: integer}]", "type: integer}, {id: luy-ke, label: Lũy kế, type: integer, value: so_far(luot)}]"
)


def cumulated(period: str, *events: Any, forms: str = CUMULATED) -> dict[str, int]:
    dataset = load(files(forms, {"xa": BODIES.replace("AFTER", "xa-d")}, DISPATCH))
    facts = return_facts(DispatchAnswers(dataset, HERE, folded(dataset, *events)))
    told = [each for each in facts["answers"] if each["period"] == period]
    told += facts["carried"].get(f"thang/{period}", ())
    return {
        each["keys"]["xa"]: int(each["sections"]["bang"][0]["values"]["luy-ke"]) for each in told if each["sections"]
    }


def test_what_was_cumulated_goes_on_in_who_came_in_the_place_of_others() -> None:
    before = [came("xa-a", 10, "2026-08"), came("xa-b", 5, "2026-08"), came("xa-a", 3), came("xa-b", 1)]
    assert cumulated("2026-09", *before) == {"xa-a": 13, "xa-b": 6}
    after = [*before, came("xa-d", 2, "2026-10"), came("xa-c", 1, "2026-10")]
    assert cumulated("2026-10", *after) == {"xa-d": 21, "xa-c": 1}
    assert cumulated("2026-11", *after, came("xa-c", 4, "2026-11")) == {"xa-d": 21, "xa-c": 5}
    alone = [*before, came("xa-c", 1, "2026-10")]
    assert cumulated("2026-10", *alone) == {"xa-a": 13, "xa-b": 6, "xa-c": 1}
    own = [*after, came("xa-a", 7, "2026-10")]
    assert cumulated("2026-10", *own) == {"xa-d": 8, "xa-a": 20, "xa-c": 1}


def test_the_blank_of_who_came_in_the_place_of_others_prints_what_they_cumulated() -> None:
    before = [came("xa-a", 10, "2026-08"), came("xa-b", 5, "2026-08"), came("xa-a", 3), came("xa-b", 1)]
    found = office("xa-d", *before)
    names = FormNames(found.forms["thang"], found.known)
    (section,) = found.forms["thang"].sections
    (row,) = names.answer(FormKeys({"xa": "xa-d"}, "2026-10"), {"bang": [{"luot": 2}]}).row_scopes(section)
    assert parse("so_far(luot)").evaluate(row) == 21
    assert parse("last(luot)").evaluate(row) == 4


BASE = CUMULATED.replace("to: 2026-12}", "to: 2026-12, base: {luot: 100}}")
EACH_BASE = BASE.replace("100", "{xa-a: '1.000', xa-d: 7}")


@pytest.mark.parametrize(("forms", "first"), [(BASE, (100, 100, 100)), (EACH_BASE, (1000, 0, 0))])
def test_cumulated_figures_begin_with_those_that_are_stated(forms: str, first: tuple[int, int, int]) -> None:
    """Of who did not come or had nothing to report too; of two whose place another took, with theirs."""
    nil = answer("nil", "thang", {"xa": "xa-b"}, period="2026-08", version=1, nil=True)
    begun = {"xa-a": first[0] + 10, "xa-b": first[1], "xa-c": first[2]}
    found = cumulated("2026-08", came("xa-a", 10, "2026-08"), nil, forms=forms)
    assert found == {name: figure for name, figure in begun.items() if figure}
    before = [came("xa-a", 10, "2026-08"), came("xa-b", 5, "2026-08"), came("xa-a", 3), came("xa-b", 1)]
    told = cumulated("2026-10", *before, came("xa-d", 2, "2026-10"), came("xa-c", 1, "2026-10"), forms=forms)
    own = 7 if forms == EACH_BASE else 0
    assert told == {"xa-d": first[0] + first[1] + 21 + own, "xa-c": first[2] + 1}
    found_names = office("xa-d", *before, forms=forms)
    names = FormNames(found_names.forms["thang"], found_names.known)
    (section,) = found_names.forms["thang"].sections
    for xa, period, figure in (("xa-d", "2026-10", told["xa-d"]), ("xa-a", "2026-08", first[0] + 2)):
        (row,) = names.answer(FormKeys({"xa": xa}, period), {"bang": [{"luot": 2}]}).row_scopes(section)
        assert parse("so_far(luot)").evaluate(row) == figure


def test_figures_to_begin_with_count_from_the_day_from_which_is_cumulated_and_so_does_its_period() -> None:
    forms = BASE.replace("base:", "cumulate: 15/9/2026, base:")
    before = [came("xa-c", 10, "2026-08"), came("xa-c", 3)]
    assert cumulated("2026-08", *before, forms=forms) == {"xa-c": 10}
    assert cumulated("2026-09", *before, forms=forms)["xa-c"] == 103
    assert cumulated("2026-10", *before, came("xa-c", 1, "2026-10"), forms=forms)["xa-c"] == 104


BEFORE = FORMS.replace(
    "type: integer}]",
    "type: integer}, {id: ty-le, label: Tỷ lệ, type: percent}, "
    "{id: truoc, label: Tháng trước, type: integer, value: last(luot)}, "
    "{id: nam-truoc, label: Cùng kỳ, type: integer, value: year_ago(luot)}, "
    "{id: ty-le-truoc, label: Tỷ lệ tháng trước, type: percent, value: last(ty_le)}]",
).replace("to: 2026-12", "to: 2027-12")


def told_before(period: str, *events: Any) -> dict[str, tuple[Any, ...]]:
    dataset = load(files(BEFORE, {"xa": BODIES.replace("AFTER", "xa-d")}, DISPATCH))
    facts = return_facts(DispatchAnswers(dataset, HERE, folded(dataset, *events)))
    names = ("truoc", "nam-truoc", "ty-le-truoc")
    return {
        each["keys"]["xa"]: tuple(each["sections"]["bang"][0]["values"].get(name, "") for name in names)
        for each in facts["answers"]
        if each["period"] == period
    }


def test_the_last_period_and_last_year_go_on_in_who_came_in_the_place_of_others() -> None:
    before = [came("xa-a", 10), came("xa-b", 5), came("xa-c", 2)]
    october = [*before, came("xa-d", 9, "2026-10"), came("xa-c", 1, "2026-10")]
    assert told_before("2026-10", *october) == {"xa-d": (15, "", ""), "xa-c": (2, "", "")}
    assert told_before("2026-10", *october, came("xa-b", 4, "2026-10"))["xa-d"] == (10, "", "")
    assert told_before("2026-11", *october, came("xa-d", 3, "2026-11")) == {"xa-d": (9, "", "")}
    assert told_before("2027-09", *october, came("xa-d", 3, "2027-09")) == {"xa-d": ("", 15, "")}
    for other, share in ((50, 50), (60, "")):
        said = [
            answer(f"{xa}-x", "thang", {"xa": xa}, row(1, luot=1, ty_le=number), period="2026-09", version=1)
            for xa, number in (("xa-a", 50), ("xa-b", other))
        ]
        assert told_before("2026-10", *said, came("xa-d", 9, "2026-10"))["xa-d"] == (2, "", share)
