"""Size, weight, slant and case of a component, over paragraphs made by hand: how much of it may be otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.nd30.components.document import AppendixComponents, DocumentComponents
from congvan.nd30.components.measures import SIZE_SLACK, is_capitals, letter_share, main_size
from congvan.nd30.model.view import Paragraph, StyledRun, TextLine
from congvan.nd30.rules import typography
from congvan.nd30.rules.base import NotEvaluated, Violation
from congvan.nd30.rules.typography_table import without_drafter_mark
from tests.nd30.by_hand import answers, line, part, said

A, B = "ABCDE FGHIK LMNOP QRSTU", "XYZ"  # twenty letters, and three


def runs(*parts: tuple[str, dict[str, Any]]) -> Paragraph:
    """A paragraph of one line, in several looks."""
    looks = (StyledRun(text, "Times New Roman", **{"size": 13.0, **look}) for text, look in parts)
    return Paragraph((TextLine(tuple(looks), 0, 1, None, 0.0),))


def sized(*parts: tuple[str, float]) -> Paragraph:
    return runs(*[(text, {"size": size}) for text, size in parts])


@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        (sized((A, 12)), None),
        (sized((A, 12 - SIZE_SLACK)), None),
        (sized((A, 13 + SIZE_SLACK)), None),
        (sized((A, 11.7)), "11.7"),
        (sized((A, 13.3)), "13.3"),
        (sized((A, 0)), "?"),
        (sized((A[:11], 12), (A[11:], 13)), None),
        (sized((A, 0), (B, 12)), None),  # what is known is judged
        (sized((A, 0), (B, 15)), "15"),
        (sized((A[:17], 12), ("XY", 15)), None),  # two letters may slip
        (sized(("ABCDEFGHIKLMNOPQR", 12), (B, 15)), "15"),  # three of twenty are too many
        (sized(("ABCDEFGHIKLMNOPQRS", 12), (B, 15)), None),  # of twenty-one they are not
        (sized(("ABC", 15), ("DEFGH", 16), ("IK", 17)), "16"),  # the longest is named
    ],
)
def test_a_size(issuer: Paragraph, found: str | None) -> None:
    told = (
        found
        if found in (None, "?")
        else {"name": Message("component.issuing-body"), "found": found, "wanted": "12–13"}
    )
    assert said("BAN-HANH-SIZE", part(issuer=[issuer])) == told


def test_a_size_of_one_value_is_named_alone() -> None:
    assert said("SO-SIZE", part(number=line("Số: 12/STTTT-BCVT", look={"size": 12.0}))) == {
        "name": Message("component.number-symbol"),
        "found": "12",
        "wanted": "13",
    }


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([15, 15], ["15"]),
        ([15, 16], ["15", "16"]),
        ([15, 16, 15], ["15", "16", "15"]),
        ([15, 12, 15], ["15"]),
        ([0, 0], ["?", "?"]),
        ([0, 15, 0], ["?", "15", "?"]),
        ([12, 13], []),
    ],
)
def test_neighbours_with_one_fault_are_one_finding(sizes: list[float], found: list[str]) -> None:
    told = answers("BAN-HANH-SIZE", part(issuer=[sized((A, size)) for size in sizes]))
    assert ["?" if isinstance(answer, NotEvaluated) else answer.values["found"] for answer in told] == found
    assert {answer.location.text for answer in told if isinstance(answer, Violation)} <= {A}


BOLD, ITALIC, PLAIN = {"bold": True}, {"italic": True}, dict[str, Any]()


@pytest.mark.parametrize(
    ("rule", "paragraph", "holds"),
    [
        ("BAN-HANH-WEIGHT", runs(("ABCDEFGH", BOLD), ("IK", PLAIN)), True),  # eight tenths
        ("BAN-HANH-WEIGHT", runs(("ABCDEFG", BOLD), ("HIK", PLAIN)), False),
        ("BAN-HANH-WEIGHT", runs(("ABCDEFGHIK", PLAIN)), False),
        ("BAN-HANH-SLANT", runs(("ABCDE", PLAIN), ("FGHIK", ITALIC)), True),  # half
        ("BAN-HANH-SLANT", runs(("ABCD", PLAIN), ("EFGHIK", ITALIC)), False),
        ("CHU-QUAN-WEIGHT", runs(("ABCDE", PLAIN), ("FGHIK", BOLD)), True),
        ("CHU-QUAN-WEIGHT", runs(("ABCD", PLAIN), ("EFGHIK", BOLD)), False),
        ("DIA-DANH-SLANT", runs(("ABCDEFGH", ITALIC), ("IK", PLAIN)), True),
        ("DIA-DANH-SLANT", runs(("ABCDEFG", ITALIC), ("HIK", PLAIN)), False),
        ("BAN-HANH-CASE", line("ABCDEFGHIKLMNOPQRSTa"), True),  # one letter of twenty
        ("BAN-HANH-CASE", line("ABCDEFGHIKLMNOPQRSab"), False),
        ("BAN-HANH-CASE", line("Sở Y tế"), False),
        ("VV-CASE", runs(("V/v ", PLAIN), ("x", PLAIN)), True),
        ("VV-CASE", runs(("ab", PLAIN), ("cd", PLAIN)), True),
        ("BAN-HANH-CASE", line("12"), False),
        ("VV-CASE", line("V/v nâng bậc lương"), True),
        ("VV-CASE", line("V/V NÂNG BẬC LƯƠNG"), False),
        ("VV-CASE", line("ABC DE"), True),  # too short to be told from an abbreviation
        ("VV-CASE", runs(("AB ", PLAIN), ("CD", PLAIN)), True),
        ("VV-CASE", line("ABC DEF"), False),
        ("VV-CASE", line("AB C DE"), False),
        ("VV-CASE", line("AB 12 DE"), True),
    ],
)
def test_weight_slant_and_case(rule: str, paragraph: Paragraph, holds: bool) -> None:
    names = {"BAN-HANH": "issuing-body", "CHU-QUAN": "superior-body", "DIA-DANH": "place-date", "VV": "v-v-line"}
    made = part(issuer=[paragraph], superior=[paragraph], date=paragraph, subject_line=[paragraph])
    (told,) = answers(rule, made) or [None]
    assert (told is None) is holds
    name = Message(f"component.{names[rule.rpartition('-')[0]]}")
    assert told is None or (told.values, told.location.text) == ({"name": name}, paragraph.text)


def test_lower_case_is_judged_over_all_lines_together() -> None:
    lower, upper = line("V/v nâng bậc lương năm 2019"), line("CHO CÁN BỘ")
    assert said("VV-CASE", part(subject_line=[lower, upper])) is None
    assert said("VV-CASE", part(subject_line=[upper, upper])) == {"name": Message("component.v-v-line")}


@pytest.mark.parametrize("issuer", [[], [line("–")], [line("")]])
def test_a_component_without_words_is_not_judged(issuer: list[Paragraph]) -> None:
    for suffix in ("SIZE", "WEIGHT", "SLANT", "CASE"):
        assert said(f"BAN-HANH-{suffix}", part(issuer=issuer)) == "–"


def test_the_size_of_a_paragraph_is_that_of_most_of_its_letters() -> None:
    assert main_size(sized(("abcd", 12), ("efg", 14), ("hi", 14))) == 14
    assert main_size(sized(("abcd", 12), ("efg", 14))) == 12
    assert main_size(line("–")) == 0.0


LUU = ("- Lưu: VT, BCVT.", 11.0)


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ([LUU], 1),
        ([LUU, ("PL(300)", 8.0)], 1),
        ([LUU, ("PL", 8.0), ("(300)", 8.0)], 1),
        ([LUU, ("A", 11.0), ("PL", 8.0), ("(300)", 8.0)], 2),
        ([LUU, (" ", 11.0)], 1),
        ([LUU, (" .", 11.0)], 1),
        ([LUU, ("A", 11.0), (" ", 11.0)], 2),
        ([LUU, (" ", 11.0), ("A", 11.0)], 3),
        ([LUU, ("X", 11.0)], 2),
        ([("- Lưu: VT,", 20.0), ("BCVT.", 19.0)], 2),  # nineteen twentieths are no smaller letters
        ([("- Lưu: VT,", 8.0), ("BCVT.", 11.0)], 2),
        ([("- UBND tỉnh;", 11.0), ("PL", 8.0)], 2),
    ],
)
def test_the_drafters_mark_is_no_part_of_the_last_entry(parts: list[tuple[str, float]], kept: int) -> None:
    paragraph = sized(*parts)
    assert without_drafter_mark(paragraph).runs == paragraph.runs[:kept]
    above = Paragraph((TextLine((StyledRun("- Lưu: VT,", size=11.0),), 0, 1), *paragraph.lines))
    assert without_drafter_mark(above).lines[0] == above.lines[0]
    assert len(without_drafter_mark(above).lines) == 2


def test_a_last_line_without_letters_stays() -> None:
    first = TextLine((StyledRun("- Lưu: VT.", size=11.0),), 0, 1)
    for last in (TextLine((), 0, 2), TextLine((StyledRun(" ", size=11.0),), 0, 2)):
        paragraph = Paragraph((first, last))
        assert without_drafter_mark(paragraph) == paragraph


@pytest.mark.parametrize("rule", ["PHU-LUC-TITLE-WEIGHT", "PHU-LUC-KEM-SLANT"])
def test_the_head_of_an_appendix_is_judged_under_its_label(rule: str) -> None:
    plain = [line("BẢNG CHỮ VIẾT TẮT")]
    assert isinstance(said(rule, part(appendices=[AppendixComponents(line("Phụ lục I"), plain, plain)])), dict)
    assert said(rule, part(appendices=[AppendixComponents(None, plain, plain)])) == "–"


# --- size, weight, slant, case ----------------------------------------------------------------------------------------


def looks(text: str, **look: Any) -> DocumentComponents:
    return part(national_name=line(text, look=look))


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(
    ("size", "found"),
    [(12, ""), (13, ""), (11.75, ""), (13.25, ""), (11.7, "11.7"), (13.3, "13.3"), (14, "14"), (0, "?")],
)
def test_a_size_is_judged_with_the_rounding_of_office_programs(size: float, found: str) -> None:
    answer = said("QUOC-HIEU-SIZE", looks(NATION, size=size, bold=True))
    assert answer == (
        {"": None, "?": "?"}.get(found, {"name": Message("component.quoc-hieu"), "found": found, "wanted": "12–13"})
    )


def test_weight_slant_and_case_of_the_nations_name() -> None:
    good = looks(NATION, bold=True)
    for rule, bad in (
        ("QUOC-HIEU-WEIGHT", looks(NATION)),
        ("QUOC-HIEU-SLANT", looks(NATION, bold=True, italic=True)),
        ("QUOC-HIEU-CASE", looks(NATION.capitalize(), bold=True)),
    ):
        assert said(rule, good) is None
        assert said(rule, bad) == {"name": Message("component.quoc-hieu")}
        assert said(rule, part(national_name=None)) == "–"


def test_a_few_letters_of_another_look_are_no_finding() -> None:
    first = line("x").lines[0]

    def mixed(*runs: StyledRun) -> DocumentComponents:
        return part(national_name=Paragraph((type(first)(runs, 0, 1),)))

    bold, plain = StyledRun("A" * 84, size=13, bold=True), StyledRun("B" * 16, size=15)
    assert said("QUOC-HIEU-WEIGHT", mixed(bold, plain)) is None
    assert (
        said("QUOC-HIEU-WEIGHT", mixed(StyledRun("A" * 79, size=13, bold=True), StyledRun("B" * 21, size=13)))
        is not None
    )
    assert said("QUOC-HIEU-SIZE", mixed(bold, plain)) is not None
    assert said("QUOC-HIEU-SIZE", mixed(bold, StyledRun("B" * 14, size=15))) is None
    assert said("QUOC-HIEU-SIZE", mixed(StyledRun("A", size=13), StyledRun("BB", size=15))) is None
    stamped = StyledRun("B" * 50, size=20, overlay=True)
    assert said("QUOC-HIEU-SIZE", mixed(bold, stamped)) is None


def test_one_fault_in_neighbours_is_one_finding() -> None:
    items = [line("- Sở A;", look={"size": 15}), line("- Sở B;", look={"size": 15}), line("- Sở C;", look={"size": 16})]
    from congvan.nd30.components.document import ListEntry

    what = part(recipients_label=line("Nơi nhận:"), recipients=[ListEntry(p.text, [p]) for p in items])
    found = answers("NOI-NHAN-LIST-SIZE", what)
    assert [answer.values["found"] for answer in found if isinstance(answer, Violation)] == ["15", "16"]


def test_what_is_in_capitals() -> None:
    assert letter_share([], lambda _run: True) == 0.0
    assert is_capitals("SỞ Y TẾ 1")
    assert is_capitals("A" * 19 + "b")
    assert not is_capitals("A" * 18 + "b")
    assert not is_capitals("123")
    assert (typography.size_range(13, 13), typography.size_range(13, 14)) == ("13", "13–14")
    assert main_size(line("x", look={"size": 12.5})) == 12.5
    assert main_size(line("…")) == 0.0
