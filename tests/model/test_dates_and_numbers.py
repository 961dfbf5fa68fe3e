"""Dates and numbers of dispatches: what cannot be right is doubted, each in its file, with the other place."""

from __future__ import annotations

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.model.dataset import Dataset
from congvan.model.dates_and_numbers import check_dates, next_numbers
from tests.acceptance.promises.line import DISPATCH, loaded, swapped, text_of


def doubts(date: str) -> list[Problem]:
    """What is doubted of the sample's dispatch with another date."""
    dataset = loaded(swapped(DISPATCH, "date: {day: blank, month: 8, year: 2020}", date))
    return list(check_dates(dataset, ["bluezone-2020"]))


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2020-08-15", []),
        ("2020-08-20", []),
        ("{day: blank, month: 7, year: 2020}", ["date-before-cited"]),
        ("{day: blank, month: 9, year: 2020}", ["date-after-deadline"]),
    ],
)
def test_a_date_is_doubted_only_where_it_cannot_be_right(day: str, codes: list[str]) -> None:
    assert [p.code for p in doubts(f"date: {day}") if p.code.startswith("date-")] == codes


def test_what_is_said_of_a_doubted_date() -> None:
    cited = Message("date-before-cited", what="Công văn số 3424/CVT-VP của Cục Viễn thông", date="15/8/2020")
    assert cited in [p.message for p in doubts("date: 2020-08-14")]


def issued(**dispatches: str) -> Dataset:
    """Dispatches like the sample's, each with other keys: by name, the lines that stand for date and number."""
    written = text_of(DISPATCH).splitlines(keepends=True)
    text = "".join(line for line in written if not line.startswith(("date: ", "number: ")))
    return loaded({f"data/dispatches/{name}.yaml": text + lines for name, lines in dispatches.items()})


CALLED = Message("called.dispatch", name=loaded({}).dispatches["bluezone-2020"].subject)
NUMBERED = "date: 2021-03-0{day}\nnumber: {number}\n"


def test_a_number_is_given_once_in_a_year() -> None:
    dataset = issued(
        a=NUMBERED.format(day=1, number="07"),
        b=NUMBERED.format(day=2, number="8") + "numbering: per-copy\nnumbers: {ubnd-tinh: 7}\n",
        c=NUMBERED.format(day=3, number="7").replace("2021", "2022"),
        d=NUMBERED.format(day=4, number="blank"),
        e="date: {day: blank, month: blank, year: blank}\nnumber: 7\n",
        f=NUMBERED.format(day=5, number="8"),
    )
    found = [
        problem for problem in check_dates(dataset, ["a", "b", "f", "c", "d", "e"]) if problem.code == "number-used"
    ]
    assert [(p.message, p.place.file[16:17], [place.file[16:17] for place in p.also]) for p in found] == [
        (Message("number-used", number=7, year="2021", other=CALLED, next=9), "b", ["a"]),
        (Message("number-used", number=8, year="2021", other=CALLED, next=9), "f", ["b"]),
    ]
    text = dataset.sources["data/dispatches/b.yaml"].text.split("\n")
    (first, second) = found
    assert text[first.place.line - 1][first.place.column - 1 :] == "7}"
    assert text[second.also[0].line - 1] == "number: 8"
    assert {(p.severity, bool(p.hint)) for p in found} == {(Severity.WARNING, True)}
    others = [p.also[0].file[16:17] for p in check_dates(dataset, ["a"]) if p.code == "number-used"]
    assert others == ["b"]  # of another day


def test_the_dates_of_the_dispatches_of_a_day_are_doubted_each_in_its_file() -> None:
    dataset = issued(a="date: 2020-08-14\nnumber: 1\n", b="date: 2020-08-14\nnumber: 2\n")
    found = list(check_dates(dataset, ["b", "a"]))
    assert [(p.code, p.place.file) for p in found if p.code == "date-before-cited"] == [
        ("date-before-cited", "data/dispatches/b.yaml"),
        ("date-before-cited", "data/dispatches/a.yaml"),
    ]
    late = issued(a="date: 2020-08-21\nnumber: 1\n")
    for problem in check_dates(late, ["a"]):
        lines = late.sources["data/dispatches/a.yaml"].text.split("\n")
        assert lines[problem.place.line - 1].startswith("date: 2020-08-21")
        assert "date: 2020-08-20" in lines[problem.also[0].line - 1]
        assert (problem.code, problem.message.values["date"]) == ("date-after-deadline", "20/8/2020")


def test_a_deadline_without_a_day_is_doubted() -> None:
    dataset = loaded(swapped(DISPATCH, "    date: 2020-08-20\n", ""))
    assert [p.code for p in check_dates(dataset, ["bluezone-2020"])] == ["deadline-empty"]


def test_the_next_number_is_of_the_kind_and_year() -> None:
    numbered = {"mot": NUMBERED.format(day=1, number=7), "hai": NUMBERED.format(day=2, number=12)}
    dataset = issued(**numbered, ba="date: 2020-05-05\nnumber: 99\n")
    assert next_numbers(dataset, 2021) == {"cong-van": 13}
    assert next_numbers(dataset, 2022) == {}
