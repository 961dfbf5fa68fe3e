"""Rules on the lines drawn under the motto, the issuing body and the subject, over documents made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Box, PageGeometry, Stroke, View
from congvan.nd30.model.widths import text_width
from tests.nd30.by_hand import answers, line, part, said

MOTTO = "Độc lập - Tự do - Hạnh phúc"


def drawn(*strokes: Stroke, form: str = "pdf", **more: Any) -> DocumentComponents:
    """A motto 60 mm wide over 20 mm, its baseline at 40 mm, with strokes."""
    motto = (
        line(MOTTO, box=Box(110, 36, 170, 41), baseline=40.0, **more)
        if form == "pdf"
        else line(MOTTO, ordinal=3, **more)
    )
    made = part(motto=motto)
    made.view = View(form, pages=(PageGeometry(1, 210, 297),), strokes=strokes)
    return made


def stroke(length: float = 60, centre: float = 140, y: float = 42, **more: Any) -> Stroke:
    return Stroke(more.pop("page", 1), centre - length / 2, centre + length / 2, y, **more)


NONE, BROKEN_LINE, OFF = (
    {"found": Message("nd30.rule")},
    {"found": Message("nd30.rule-solid")},
    {"found": Message("nd30.rule-centred")},
)


def long(percent: int) -> dict[str, Any]:
    return {"found": Message("nd30.rule-long-words"), "percent": percent}


@pytest.mark.parametrize(
    ("strokes", "found"),
    [
        ([stroke()], None),
        ([], NONE),
        ([stroke(48.1)], None),
        ([stroke(47)], long(78)),
        ([stroke(68.9)], None),
        ([stroke(70)], long(117)),
        ([stroke(20), stroke(30)], long(50)),
        ([stroke(20), stroke(60)], None),
        ([stroke(solid=False)], BROKEN_LINE),
        ([stroke(solid=False), stroke()], None),
        ([stroke(centre=147)], None),
        ([stroke(centre=147.1)], OFF),
        ([stroke(centre=165)], NONE),  # another column's
        ([stroke(y=39.8)], None),
        ([stroke(y=39.6)], NONE),
        ([stroke(y=48.9)], None),
        ([stroke(y=49.1)], NONE),
        ([stroke(page=2)], NONE),
        ([stroke(131)], NONE),  # a table's edge
    ],
)
def test_the_rule_under_the_motto_in_a_pdf(strokes: list[Stroke], found: Any) -> None:
    assert said("TIEU-NGU-RULE", drawn(*strokes)) == found


def test_the_rule_under_the_motto_in_a_docx() -> None:
    wide = text_width(line(MOTTO).runs)
    assert said("TIEU-NGU-RULE", drawn(form="docx")) == NONE
    for share, found in ((1.0, None), (0.75, None), (0.73, long(73)), (1.2, None), (1.22, long(122))):
        assert said("TIEU-NGU-RULE", drawn(stroke(share * wide, anchor=3), form="docx")) == found
    assert said("TIEU-NGU-RULE", drawn(stroke(wide, anchor=3, kind="border-top"), form="docx")) == NONE
    assert said("TIEU-NGU-RULE", drawn(stroke(wide, anchor=9), form="docx")) == NONE
    elsewhere = (stroke(wide, anchor=7), stroke(wide, anchor=7))
    shared = drawn(*elsewhere, form="docx")
    shared.issuer = [line("SỞ", ordinal=7)]
    assert said("TIEU-NGU-RULE", shared) == "?"  # both hang on one paragraph


@pytest.mark.parametrize(
    ("anchor", "found"), [(0, "?"), (1, NONE), (3, "?"), (4, "?"), (6, "?"), (5, None), (7, NONE), (8, "?")]
)
def test_two_rules_of_a_docx_on_one_paragraph_of_the_head(anchor: int, found: Any) -> None:
    """They hang on a line of the head, on the one above it, or on none."""
    motto = line(MOTTO, ordinal=5)
    made = part(
        national_name=line("CỘNG HÒA", ordinal=4),
        motto=motto,
        issuer=[line("SỞ", ordinal=8)],
        number=line("Số", ordinal=6),
    )
    made.view = View("docx", strokes=(stroke(text_width(motto.runs), anchor=anchor),) * 2)
    assert said("TIEU-NGU-RULE", made) == (None if anchor in (4, 5) else found)


@pytest.mark.parametrize(("long_on", "short_on"), [(6, 6), (5, 5), (8, 5), (7, 6), (5, 8)])
def test_two_rules_of_a_docx_belong_to_the_lines_that_they_fit(long_on: int, short_on: int) -> None:
    motto, issuer = line(MOTTO, ordinal=5), line("SỞ Y TẾ TỈNH MẪU", ordinal=8)
    made = part(motto=motto, issuer=[issuer], number=line("Số", ordinal=6), date=line("ngày", ordinal=7))
    lengths = ((text_width(motto.runs), long_on), (0.4 * text_width(issuer.runs), short_on))
    for share, found in ((1, True), (0.5, False)):
        made.view = View("docx", strokes=tuple(stroke(length * share, anchor=anchor) for length, anchor in lengths))
        told = [said(name, made) for name in ("TIEU-NGU-RULE", "BAN-HANH-RULE")]
        assert (told == [None, None]) is found, told


def test_underlined_words_are_no_drawn_rule() -> None:
    under = {"look": {"underline": True}}
    told = {"found": Message("nd30.text-underlined-instead")}
    assert said("TIEU-NGU-RULE", drawn(stroke(), **under)) == told
    assert said("BAN-HANH-RULE", part(issuer=[line("SỞ A", **under), line("B C", **under)])) == told
    place = answers("BAN-HANH-RULE", part(issuer=[line("SỞ A", **under), line("B C", **under)]))[0].location.text
    assert place == "B C"
    assert said("TIEU-NGU-RULE", part()) == said("BAN-HANH-RULE", part(issuer=[])) == "–"


@pytest.mark.parametrize(("length", "found"), [(18, None), (17.5, long(29)), (32, None), (33, long(55)), (24, None)])
def test_the_rule_under_the_issuing_body(length: float, found: Any) -> None:
    issuer = line("SỞ Y TẾ", box=Box(40, 36, 100, 41), baseline=40.0)
    made = replace(part(issuer=[issuer]), view=View("pdf", strokes=(stroke(length, 70),)))
    assert said("BAN-HANH-RULE", made) == found


def test_of_two_rules_the_one_that_is_nearer_to_right_is_told() -> None:
    issuer = line("SỞ Y TẾ", box=Box(40, 36, 100, 41), baseline=40.0)
    made = replace(part(issuer=[issuer]), view=View("pdf", strokes=(stroke(54, 70), stroke(6, 70))))
    assert said("BAN-HANH-RULE", made) == long(10)


@pytest.mark.parametrize(
    ("length", "found"), [(17, None), (16, long(27)), (33.5, None), (35, long(58)), (24, None), (0, NONE)]
)
def test_the_rule_under_the_subject(length: float, found: Any) -> None:
    title = line("Triển khai cài đặt", box=Box(80, 50, 140, 55), baseline=54.0, ordinal=5)
    strokes = (stroke(length, 110, 57),) if length else ()
    made = replace(part(heading=line("KẾ HOẠCH"), title=[title]), view=View("pdf", strokes=strokes))
    assert said("TRICH-YEU-RULE", made) == found


def test_the_rule_under_the_subject_in_a_docx() -> None:
    heading, title = line("KẾ HOẠCH", ordinal=4), line("Triển khai cài đặt", ordinal=5)
    third = text_width(title.runs) * 0.4

    def made(anchor: int, after: str = "Nội dung", **more: Any) -> DocumentComponents:
        below = line(after, ordinal=6)
        view = View(
            "docx", paragraphs=(heading, title, below, line("x", ordinal=7)), strokes=(stroke(third, anchor=anchor),)
        )
        return replace(part(heading=heading, title=[title], **more), view=view)

    assert [said("TRICH-YEU-RULE", made(anchor)) for anchor in (4, 5, 6, 7)] == [None, None, None, NONE]
    assert said("TRICH-YEU-RULE", made(7, "(Kèm theo)")) == NONE
    assert said("TRICH-YEU-RULE", made(7, is_attached=True)) == NONE
    assert said("TRICH-YEU-RULE", made(7, "(Kèm theo)", is_attached=True)) == "–"  # the rule stands under the bracket
    under = replace(part(heading=heading, title=[title, line("x y z", look={"underline": True})]), view=View("docx"))
    assert said("TRICH-YEU-RULE", under) == NONE
    under = replace(part(heading=heading, title=[line("Về cài đặt", look={"underline": True})]), view=View("docx"))
    assert said("TRICH-YEU-RULE", under) == {"found": Message("nd30.text-underlined-instead")}
    assert answers("TRICH-YEU-RULE", under)[0].location.text == "Về cài đặt"


@pytest.mark.parametrize(("share", "found"), [(0.53, None), (0.62, long(62))])
def test_a_rule_of_a_docx_is_measured_by_the_name_in_capitals(share: float, found: Any) -> None:
    """That it does not stand in them is a finding of its own."""
    length = share * text_width(line("SỞ THÔNG TIN VÀ TRUYỀN THÔNG").runs)
    made = part(issuer=[line("Sở Thông tin và Truyền thông", ordinal=3)])
    made.view = View("docx", strokes=(stroke(length, anchor=3),))
    assert said("BAN-HANH-RULE", made) == found


@pytest.mark.parametrize(
    ("width", "height", "found"), [(210, 297, long(100)), (212.9, 297, long(100)), (213.5, 297, "?"), (297, 210, "?")]
)
def test_a_border_as_long_as_a_wrong_sheet_tells_nothing(width: float, height: float, found: Any) -> None:
    name = line("SỞ Y TẾ", ordinal=3)
    made = part(issuer=[name])
    border = stroke(text_width(name.runs), anchor=3, kind="border")
    made.view = View("docx", pages=(PageGeometry(1, width, height, declared=True),), strokes=(border,))
    assert said("BAN-HANH-RULE", made) == found
    made.view = View("docx", pages=(PageGeometry(1, width, height, declared=False),), strokes=(border,))
    assert said("BAN-HANH-RULE", made) == long(100)
