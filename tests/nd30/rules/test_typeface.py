"""Rules on face and colour, over text made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Paragraph, StyledRun, TextLine
from congvan.nd30.rules.base import Holds
from tests.nd30.by_hand import answers, line, said
from tests.nd30.seen import findings, seen


def set_in(family: str, text: str = "chữ", **look: Any) -> DocumentComponents:
    return seen("docx", paragraphs=(line("x"), Paragraph((TextLine((StyledRun(text, family, 13, **look),)),))))


@pytest.mark.parametrize("family", ["Times New Roman", "TimesNewRomanPSMT", "Wingdings", "Symbol", ""])
def test_the_face_of_the_decree_and_faces_of_signs(family: str) -> None:
    assert answers("FONT-FACE", set_in(family)) == answers("FONT-UNICODE", set_in(family)) == []


@pytest.mark.parametrize("family", ["Liberation Serif", "Tinos-Regular", "Times"])
def test_a_face_of_the_same_measure_holds_with_a_hint(family: str) -> None:
    (answer,) = answers("FONT-FACE", set_in(family))
    assert isinstance(answer, Holds)
    assert answer.remark == Message("nd30.measures-times-new", face=family)


def test_other_faces() -> None:
    assert findings("FONT-FACE", set_in("Arial")) == [{"face": "Arial", "letters": 3}]
    assert answers("FONT-FACE", set_in("Arial"))[0].location.text == "chữ"
    many = set_in("Arial")
    many.view = replace(many.view, paragraphs=(*many.view.paragraphs, *set_in("Arial", "2026").view.paragraphs))
    assert findings("FONT-FACE", many) == [{"face": "Arial", "letters": 7}]  # figures too, once letters are
    assert findings("FONT-FACE", set_in("Arial", "ab")) == []
    assert findings("FONT-FACE", set_in("Arial", "12345")) == []
    assert findings("FONT-FACE", set_in("Arial", overlay=True)) == []
    for family in (".VnTime", "VnTime", "VNI-Times", "ABC"):
        assert findings("FONT-UNICODE", set_in(family)) == [{"face": family}]
        assert answers("FONT-UNICODE", set_in(family))[0].location.text == "chữ"
        assert findings("FONT-FACE", set_in(family)) == []
    assert said("FONT-FACE", seen("docx")) == "?"


def test_all_old_faces_are_told_as_one() -> None:
    two = set_in(".VnTime")
    two.view = replace(two.view, paragraphs=(*two.view.paragraphs, *set_in(".VnTimeH").view.paragraphs))
    assert findings("FONT-UNICODE", two) == [{"face": ".VnTime, .VnTimeH"}]


@pytest.mark.parametrize(("rule", "coding"), [("UNICODE-COMPOSED", "decomposed"), ("UNICODE-D", "eth")])
def test_letters_coded_otherwise_are_told_once(rule: str, coding: str) -> None:
    one = set_in("Times New Roman", "Điều một hai ba bốn", coding=(coding,))
    many = replace(one, view=replace(one.view, paragraphs=one.view.paragraphs * 3))
    assert findings(rule, one) == [{"count": 1, "words": "Điều một hai ba"}]
    assert [f["count"] for f in findings(rule, many)] == [3]
    assert said(rule, replace(one, view=replace(one.view, format="pdf"))) == "?"
    assert findings(rule, set_in("Times New Roman")) == []


def test_colour_is_found_behind_black_words() -> None:
    black, red = StyledRun("đen", size=13), StyledRun("đỏ", size=13, colour=0xFF0000)
    what = seen("docx", paragraphs=(line("x"), Paragraph((TextLine((black, red)),))))
    assert findings("FONT-COLOUR", what) == [{"colour": "FF0000", "words": "đỏ"}]


@pytest.mark.parametrize(
    ("colour", "good"),
    [
        (None, True),
        (0, True),
        (0x010101, True),
        (0x1A1A1A, True),
        (0x231F20, True),  # rich black of a press
        (0x303030, True),
        (0x313030, False),
        (0x444444, False),
        (0x505050, False),
        (0x515050, False),
        (0xC00000, False),
        (0xF8F8F8, True),
        (0xFFF7FF, False),
        (0x0000FF, False),
    ],
)
def test_text_is_black(colour: int | None, good: bool) -> None:
    what = set_in("Times New Roman", "chữ màu", colour=colour)
    assert findings("FONT-COLOUR", what) == ([] if good else [{"colour": f"{colour or 0:06X}", "words": "chữ màu"}])
    twice = seen("docx", paragraphs=what.view.paragraphs * 3)
    assert findings("FONT-COLOUR", twice) == findings("FONT-COLOUR", what)
    assert [answer.location.text for answer in answers("FONT-COLOUR", what)] == ([] if good else ["chữ màu"])
    what.marks = [what.view.paragraphs[1]]
    assert findings("FONT-COLOUR", what) == []
    assert findings("FONT-COLOUR", set_in("Times New Roman", "1 2", colour=colour)) == []
