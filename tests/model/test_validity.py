"""Who exists on the day of a dispatch, whose name is printed, and what is said of a body that is gone."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from congvan.model.directory import Signer, SigningStep, WithValidity
from congvan.model.field_types import DateWithGaps
from congvan.model.lists.receiving import bodies_by_id
from congvan.model.validity import agency_on, as_of, check_validity, exists, possible_days
from tests.acceptance.promises.line import AGENCY, DISPATCH, loaded, swapped, text_of

HERE, BODIES = "bluezone-2020", "data/lists/co-quan.yaml"
DATE = "date: {day: blank, month: 8, year: 2020}"
TINH_DOAN = "  - to: tinh-doan-lang-son\n"
UNITS = """\
units:
  - {id: bcvt, name: Phòng Bưu chính Viễn thông, abbreviation: BCVT, valid_to: 2019-12-31, successor: [vt, cu]}
  - {id: vt, name: Phòng Viễn thông, abbreviation: VT}
"""


SAMPLE = loaded({})


def on(day: str, old: str = DATE, new: str = DATE) -> dict[str, str]:
    """The sample's dispatch on another day, with one passage replaced."""
    text = swapped(DISPATCH, DATE, f"date: {day}")[DISPATCH]
    assert old == DATE or old in text
    return {DISPATCH: text.replace(old, new, 1) if old != DATE else text}


def told(changes: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """(code, what stands at the place, message, hint) of every body that is not there."""
    text = changes[DISPATCH].split("\n")
    return [
        (p.code, text[p.place.line - 1][p.place.column - 1 :], p.text, p.hint)
        for p in check_validity(loaded(changes), HERE)
    ]


@pytest.mark.parametrize(
    ("day", "month", "year", "days"),
    [
        ("19", "8", "2020", "2020-08-19 2020-08-19"),
        ("blank", "8", "2020", "2020-08-01 2020-08-31"),
        ("blank", "blank", "2020", "2020-01-01 2020-12-31"),
        ("blank", "blank", "blank", ""),
    ],
)
def test_the_days_that_a_date_with_gaps_may_mean(day: str, month: str, year: str, days: str) -> None:
    found = possible_days(DateWithGaps(day=day, month=month, year=year))
    assert " ".join(map(str, found or ())) == days


@pytest.mark.parametrize(
    ("first", "last", "day", "there"),
    [
        ("2020-08-19", None, "18", False),
        ("2020-08-19", None, "19", True),
        (None, "2020-08-19", "19", True),
        (None, "2020-08-19", "20", False),
        (None, None, "19", True),
        ("2020-08-31", None, "blank", True),
        (None, "2020-08-01", "blank", True),
        (None, "2020-07-31", "blank", False),
    ],
)
def test_what_exists_does_so_on_its_first_and_on_its_last_day(
    first: str | None, last: str | None, day: str, there: bool
) -> None:
    fact = WithValidity.model_validate({"valid_from": first, "valid_to": last})
    assert exists(fact, possible_days(DateWithGaps(day=day, month="8", year="2020"))) is there
    assert exists(fact, None)


def test_nothing_ends_before_it_begins() -> None:
    assert WithValidity.model_validate({"valid_from": "2020-08-19", "valid_to": "2020-08-19"}).successors == ()
    assert WithValidity(successor="a").successors == ("a",)
    assert WithValidity(successor=("a", "b")).successors == ("a", "b")
    with pytest.raises(ValidationError, match="validity-order"):
        WithValidity.model_validate({"valid_from": "2020-08-19", "valid_to": "2020-08-18"})


def test_the_agency_bears_the_name_of_the_day() -> None:
    later = "  - {valid_from: 2024-01-01, name: Sở Một, place: Nơi Một}\n  - {valid_from: 2022-01-01, name: Sở Không}\n"
    agency = loaded({AGENCY: text_of(AGENCY).replace("later:", f"lines: [A, B]\nlater:\n{later}#", 1)}).agency
    names = {
        "2021-12-31": ("Sở Thông tin và Truyền thông", "Lạng Sơn", ("A", "B")),
        "2022-01-01": ("Sở Không", "Lạng Sơn", None),
        "2024-06-01": ("Sở Một", "Nơi Một", None),
        "2025-03-01": ("Sở Khoa học và Công nghệ", "Nơi Một", None),
    }
    for day, found in names.items():
        year, month, number = day.split("-")
        then = agency_on(agency, possible_days(DateWithGaps(day=number, month=month, year=year)))
        assert (then.name, then.place, then.lines) == found
        assert then.signers == agency.signers
        assert then.__dict__.keys() == agency.__dict__.keys()  # nothing but what an agency is
    assert agency_on(agency, None).name == "Sở Khoa học và Công nghệ"


def test_lists_hold_what_existed_on_the_day() -> None:
    before, after = (as_of(loaded(on(day)), HERE) for day in ("2025-06-30", "2025-07-01"))
    assert [len(data.lists["huyen"].entries) for data in (before, after)] == [11, 0]
    assert set(before.lists["xa"].ids).isdisjoint(after.lists["xa"].ids)
    assert len(after.lists["xa"].entries) == 65
    there = [set(data.lists["co-quan"].ids) for data in (before, after)]
    assert there[0] - there[1] == {"ubnd-cac-huyen-thanh-pho"}
    assert there[1] - there[0] == {"ubnd-cac-xa-phuong"}


def test_every_body_that_can_receive_has_its_name() -> None:
    names = bodies_by_id(loaded({}).lists)
    assert names["phong-vhtt-cao-loc"] == "Phòng Văn hóa và Thông tin huyện Cao Lộc"
    assert names["ubnd-cao-loc"] == "Ủy ban nhân dân huyện Cao Lộc"
    assert names["ubnd-xa-ba-son"] == "Ủy ban nhân dân xã Ba Sơn"
    assert names["vnpt-lang-son"] == "Trung tâm kinh doanh VNPT Lạng Sơn"
    assert names["ubnd-tinh"] == "UBND tỉnh"
    own = {"data/lists/co-quan.yaml": text_of("data/lists/co-quan.yaml") + "- {id: ubnd-cao-loc, name: UBND Cao Lộc}\n"}
    assert bodies_by_id(loaded(own).lists)["ubnd-cao-loc"] == "UBND Cao Lộc"


def test_each_kind_of_body_has_its_name() -> None:
    names = bodies_by_id(SAMPLE.lists)
    assert {"phong-vhtt-cao-loc", "ubnd-cao-loc", "vnpt-lang-son", "tinh-doan-lang-son"} <= names.keys()


def test_on_its_own_day_everybody_is_there() -> None:
    assert list(check_validity(loaded({}), HERE)) == []
    assert told(on("{day: blank, month: blank, year: blank}")) == []
    assert told(on("2025-06-30")) == []


def test_a_body_that_is_gone_is_named_with_its_successor() -> None:
    groups = told(on("2025-07-01"))
    assert [(code, at) for code, at, _m, _h in groups] == [
        ("body-gone", "ubnd-cac-huyen-thanh-pho"),
        ("body-gone", "huyen"),
    ]
    assert groups[0][2] == "“UBND các huyện, thành phố” was dissolved on 30/6/2025, before the date of the dispatch"
    assert groups[0][3] == "address the successor: UBND các xã, phường (ubnd-cac-xa-phuong)"
    assert groups[1][2:] == (
        "the group has no members on the date of the dispatch",
        "the list ended on 30/6/2025; address the list that came in its place",
    )


@pytest.mark.parametrize(
    ("day", "line", "code", "at", "words", "hint"),
    [
        (
            "2025-06-30",
            "to: ubnd-xa-ba-son",
            "body-not-yet",
            "ubnd-xa-ba-son",
            "was established on 01/7/2025, after",
            "that existed then",
        ),
        ("2025-07-01", "to: ubnd-cao-loc", "body-gone", "ubnd-cao-loc", "on 30/6/2025", "address the successor: xã "),
        (
            *("2025-07-01", "{members: [ubnd-tinh, ubnd-cao-loc], text: x}", "body-gone"),
            *("ubnd-cao-loc], text: x}", "“Ủy ban nhân dân huyện Cao Lộc”", "successor"),
        ),
        ("2020-08-19", "{each: xa, text: x}", "", "", "", ""),
        (
            "2025-07-01",
            "{each: huyen, as: ubnd, text: x}",
            "body-gone",
            "huyen, as: ubnd",
            "no members",
            "30/6/2025",
        ),
        ("2025-07-01", "{each: xa, text: x}", "", "", "", ""),
    ],
)
def test_a_receiver_that_is_not_there(day: str, line: str, code: str, at: str, words: str, hint: str) -> None:
    changes = on(day, TINH_DOAN, f"  - {line}\n")
    found = [one for one in told(changes) if one[1] not in ("huyen", "ubnd-cac-huyen-thanh-pho")]
    assert len(found) == (1 if code else 0)
    if code:
        assert found[0][0] == code
        assert found[0][1].startswith(at)
        assert words in found[0][2]
        assert hint in found[0][3]


def test_an_office_lives_as_long_as_its_district() -> None:
    changes = on("2025-07-01", "each: huyen\n    as: phong-vhtt", "to: phong-vhtt-cao-loc")
    (found,) = [one for one in told(changes) if one[1] == "phong-vhtt-cao-loc"]
    assert "“Phòng Văn hóa và Thông tin huyện Cao Lộc” was dissolved on 30/6/2025" in found[2]
    assert found[3].startswith("address the successor: xã ")


def test_a_district_names_the_communes_that_came_in_its_place() -> None:
    (found,) = [one for one in told(on("2025-07-01", TINH_DOAN, "  - to: ubnd-cao-loc\n")) if one[1] == "ubnd-cao-loc"]
    communes = loaded({}).lists["xa"].entries
    ids = dict.fromkeys(i for c in communes if c.refers_to("cao-loc") for i in c.successors)
    names = {c.id: f"{c.values['sentence']} (ubnd-{c.id})" for c in communes}
    assert found[3] == "address the successor: " + ", ".join(names[i] for i in ids)


def test_a_drafting_unit_that_is_gone() -> None:
    data = {**on("2020-08-19"), AGENCY: text_of(AGENCY) + UNITS}
    (found,) = told(data)
    assert found[:2] == ("body-gone", "BCVT")
    assert "“Phòng Bưu chính Viễn thông” was dissolved on 31/12/2019" in found[2]
    assert found[3] == "address the successor: Phòng Viễn thông (VT), cu"
    data = {**on("2020-08-19"), AGENCY: text_of(AGENCY) + UNITS.replace(", successor: [vt, cu]", "")}
    assert told(data)[0][3] == "address the body that has taken over its tasks"


def test_the_lines_above_a_signers_name() -> None:
    step = SigningStep(form="KT", instead_of="Giám đốc")
    assert Signer(id="a", name="A", title="Phó Giám đốc", signs=(step,)).lines == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert Signer(id="a", name="A", signs=(step,)).lines == ["KT. GIÁM ĐỐC"]
    with pytest.raises(ValidationError, match="signer-empty"):
        Signer(id="a", name="A")
