"""Marks of urgency, their frames and colour, and the signature on an electronic copy, over views made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Box, DrawnFrame, PageGeometry, Paragraph, Stroke, StyledRun, TextLine, View
from congvan.nd30.rules.base import NotApplicable, NotEvaluated, Violation
from tests.nd30.by_hand import answers, line, part, said

BOX = Box(50, 20, 66, 25)


def marked(
    *words: str, frames: tuple[DrawnFrame, ...] = (), strokes: tuple[Stroke, ...] = (), form: str = "pdf", **look: Any
) -> DocumentComponents:
    """A paper with these marks, one at `BOX` each."""
    made = part(marks=[line(word, box=BOX if form == "pdf" else None, look=look) for word in words])
    made.view = View(form, frames=frames, strokes=strokes)
    return made


def frame(x0: float = 48, y0: float = 18, x1: float = 68, y1: float = 26, page: int = 1) -> DrawnFrame:
    return DrawnFrame(page, Box(x0, y0, x1, y1))


def rule(y: float, x0: float = 48, x1: float = 68, page: int = 1) -> Stroke:
    return Stroke(page, x0, x1, y)


@pytest.mark.parametrize(
    ("frames", "strokes", "framed"),
    [
        ([frame()], [], True),
        ([frame(51, 22, 65, 23)], [], True),  # a millimetre or two inside
        ([frame(51.1)], [], False),
        ([frame(x1=64.9)], [], False),
        ([frame(y0=22.1)], [], False),
        ([frame(y1=22.9)], [], False),
        ([frame(page=2)], [], False),
        ([frame(0, 18, 89.9, 26)], [], True),
        ([frame(0, 18, 90, 26)], [], False),  # a table's
        ([], [rule(18), rule(26)], True),
        ([], [rule(18)], False),
        ([], [rule(18), rule(26, page=2)], False),
        ([], [rule(18, 51, 65), rule(26, 51, 65)], True),
        ([], [rule(18), rule(26, 51.1)], False),
        ([], [rule(18), rule(26, x1=64.9)], False),
        ([], [rule(18), rule(31.9)], True),
        ([], [rule(18), rule(32)], False),
        ([], [rule(18), rule(8)], False),
        ([], [rule(18), rule(26, 0, 89.9)], True),
        ([], [rule(18), rule(26, 0, 90)], False),
        ([frame(), frame(48.7, 18.7, 67.3, 25.3)], [], False),  # a double line in two pieces
        ([frame(), frame(48.4, 18.4, 67.6, 25.6)], [], True),  # the ground inside the line
        ([frame(), frame(45, 15, 71, 29)], [], True),  # something around the stamp
        ([DrawnFrame(1, frame().box, single=False)], [], False),
        ([DrawnFrame(1, frame().box, single=False), frame()], [], True),
        ([], [rule(18), rule(18.7), rule(25.3), rule(26)], False),
        ([], [rule(15), rule(18), rule(26)], True),
        ([], [rule(17.3), rule(18), rule(26)], True),  # the line under the body's name
        ([], [Stroke(1, 48, 68, y, solid=False) for y in (18, 26)], False),
    ],
)
def test_a_mark_stands_in_a_frame(frames: list[DrawnFrame], strokes: list[Stroke], framed: bool) -> None:
    made = marked("KHẨN", frames=tuple(frames), strokes=tuple(strokes))
    assert said("DAU-FRAME", made) == (None if framed else {"text": "KHẨN"})


def test_which_marks_have_a_frame() -> None:
    assert said("DAU-FRAME", marked()) == said("DAU-FRAME", marked("TUYỆT MẬT", "TỐI MẬT", "MẬT")) == "–"
    assert said("DAU-FRAME", marked("KHẨN", form="docx")) == "?"
    told = answers("DAU-FRAME", marked("KHẨN", "XEM XONG TRẢ LẠI"))
    assert [(answer.values, answer.location.text) for answer in told] == [
        ({"text": word}, word) for word in ("KHẨN", "XEM XONG TRẢ LẠI")
    ]


@pytest.mark.parametrize(
    ("word", "width", "height", "found"),
    [
        ("KHẨN", 20, 8, None),
        ("HỎA TỐC", 30, 8, None),
        ("THƯỢNG KHẨN", 40, 8, None),
        ("KHẨN", 21.5, 9.5, None),
        ("KHẨN", 21.7, 8, {"text": "KHẨN", "found": "22 × 8", "wanted": "20 × 8"}),
        ("KHẨN", 20, 6.4, {"text": "KHẨN", "found": "20 × 6", "wanted": "20 × 8"}),
        ("HỎA TỐC", 40, 8, {"text": "HỎA TỐC", "found": "40 × 8", "wanted": "30 × 8"}),
    ],
)
def test_a_frame_has_its_size(word: str, width: float, height: float, found: Any) -> None:
    around = frame(48, 18, 48 + width, 18 + height)
    assert said("DAU-FRAME-SIZE", marked(word, frames=(around,))) == found
    assert said("DAU-FRAME-SIZE", marked(word, frames=(around, frame(45, 17, 45 + 60, 17 + 20)))) == found


def test_which_frames_have_a_size() -> None:
    assert said("DAU-FRAME-SIZE", marked()) == said("DAU-FRAME-SIZE", marked("MẬT", frames=(frame(),))) == "–"
    assert said("DAU-FRAME-SIZE", marked("KHẨN")) == "–"  # that it is missing is another finding
    assert said("DAU-FRAME-SIZE", marked("KHẨN", form="docx")) == "?"
    assert said("DAU-FRAME-SIZE", marked("KHẨN", frames=(frame(30, x1=70),))) == {
        "text": "KHẨN",
        "found": "40 × 8",
        "wanted": "20 × 8",
    }


@pytest.mark.parametrize(
    ("colour", "red"),
    [
        (0xFF0000, True),
        (0x970000, True),
        (0x960000, False),
        (0xFF5959, True),
        (0xFF5A00, False),
        (0xFF005A, False),
        (0, False),
        (None, False),
    ],
)
def test_a_mark_of_urgency_is_red(colour: int | None, red: bool) -> None:
    for word in ("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN", "HỎA TỐC HẸN GIỜ"):
        assert said("DAU-COLOUR", marked(word, colour=colour)) == (None if red else {"text": word})
    assert said("DAU-COLOUR", marked("MẬT", colour=colour)) == said("DAU-COLOUR", marked()) == "–"


# --- the signature on an electronic copy ------------------------------------------------------------------------------

NATION = Box(100, 30, 190, 35)
SIGNED = ("Sao y; Văn phòng Ủy ban nhân dân tỉnh;", "19/8/2020 09:05:10 +07:00")


def copied(*texts: str, box: Box = Box(110, 15, 190, 20), page: int = 1, **look: Any) -> DocumentComponents:  # noqa: B008 - a Box is frozen
    looks = {"size": 10.0, **look}
    corner = tuple(
        Paragraph((TextLine((StyledRun(text, "Times New Roman", **looks),), page, 1 + n, box, 18),))
        for n, text in enumerate(texts)
    )
    nation = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", box=NATION)
    made = part(national_name=nation)
    made.view = View("pdf", pages=(PageGeometry(1, 210, 297),), paragraphs=(*corner, nation))
    return made


def told(made: DocumentComponents) -> list[str]:
    found = answers("SAO-KY-SO", made)
    assert all(answer.location.text for answer in found if isinstance(answer, Violation))
    return [
        answer.values["found"].text("en", answer.values)
        if isinstance(answer, Violation)
        else {NotApplicable: "–", NotEvaluated: "?"}[type(answer)]
        for answer in found
    ]


SIZE, SLANT = "is {} pt; the decree requires 10", "is italic; the decree requires upright type"
TIME = "lacks the full time of signing: date, hour, minute, second, time zone"


@pytest.mark.parametrize(
    ("texts", "look", "found"),
    [
        (SIGNED, {}, []),
        (("Sao lục; Sở Y tế; 2020-08-19 09:05:10 +7",), {}, []),
        (("Trích sao; Sở Y tế; 19.8.2020 9:05:10 +0700",), {}, []),
        (SIGNED[:1], {}, ["?"]),
        (("Sao y; Sở Y tế; 19/8/2020",), {}, [TIME]),
        (("Sao y; Sở Y tế; 19/8/2020 09:05:10",), {}, [TIME]),
        (("Sao y; Sở Y tế; 09:05:10 +07:00",), {}, [TIME]),
        (("Sao y; Sở Y tế; 19/8/2020 09:05 +07:00",), {}, [TIME]),
        (SIGNED, {"size": 10.2}, []),
        (SIGNED, {"size": 12.0}, [SIZE.format("12")]),
        (SIGNED, {"size": 9.7}, [SIZE.format("9.7")]),
        (SIGNED, {"size": 0.0}, []),
        (SIGNED, {"italic": True}, [SLANT]),
        (SIGNED, {"italic": True, "size": 12.0}, [SIZE.format("12"), SLANT]),
        (("Ký bởi Sở Y tế 19/8/2020",), {}, ["–"]),  # no copy
        ((), {}, ["–"]),
    ],
)
def test_a_signature_on_a_copy(texts: tuple[str, ...], look: dict[str, Any], found: list[str]) -> None:
    made = copied(*texts, **look)
    assert told(made) == found
    assert {answer.location.text for answer in answers("SAO-KY-SO", made) if isinstance(answer, Violation)} <= {
        *texts[:1]
    }


@pytest.mark.parametrize(
    ("box", "page", "there"),
    [
        (Box(110, 15, 190, 20), 1, True),
        (Box(110, 15, 190, 20), 2, False),
        (Box(110, 26, 190, 30.9), 1, True),
        (Box(110, 26, 190, 31), 1, False),  # on the line of the Quốc hiệu
        (Box(70, 15, 140, 20), 1, False),  # on the middle of the page
        (Box(71, 15, 140, 20), 1, True),
    ],
)
def test_it_stands_in_the_upper_right_corner(box: Box, page: int, there: bool) -> None:
    assert told(copied("Sao y; Sở Y tế; 19/8/2020", box=box, page=page)) == ([TIME] if there else ["–"])


def test_a_mark_in_the_corner_is_no_signature() -> None:
    both = copied("KHẨN", "Sao y; Sở Y tế; 19/8/2020")
    (found,) = answers("SAO-KY-SO", both)
    assert found.location.text == "Sao y; Sở Y tế; 19/8/2020"
    assert told(part(national_name=None)) == told(part()) == ["–"]
