"""Rules on the running text, over paragraphs made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.components.measures import SIZE_SLACK
from congvan.nd30.model.view import CellPosition, PageGeometry, Paragraph, StyledRun, TextLine, View
from tests.nd30.by_hand import at, line, part, said

TEXT = "Các doanh nghiệp viễn thông trên địa bàn tỉnh thực hiện các nội dung sau đây cho kịp thời"


def text(size: float = 14.0, words: str = TEXT, lines: int = 1, number: int = 2, **more: Any) -> Paragraph:
    """A paragraph of running text; `lines` of it are printed, the first as number `number` of its page."""
    look = more.pop("look", {})
    run = StyledRun(words, "Times New Roman", **{"size": size, **look})
    box = at(30, 195) if more.pop("printed", False) else None
    return Paragraph(
        tuple(TextLine((run,), 1 if box else 0, number + n, box, 50 + 6 * n) for n in range(lines)), **more
    )


def judged(rule: str, *body: Paragraph, form: str = "docx", **more: Any) -> Any:
    made = part(body=list(body), **more)
    made.view = View(form)
    return said(rule, made)


SIZES: list[tuple[str, tuple[float, ...], Any]] = [
    ("BODY-SIZE", (), "–"),
    ("BODY-SIZE", (0,), "?"),
    ("BODY-SIZE", (13, 14, 12.8, 14.2), None),
    ("BODY-SIZE", (13, 12.7), {"found": "12.7"}),
    ("BODY-SIZE", (14.3, 14.3), {"found": "14.3"}),
    ("BODY-SIZE", (13 - SIZE_SLACK, 14 + SIZE_SLACK), None),
    ("BODY-ONE-SIZE", (13 - SIZE_SLACK,) * 3, None),
    ("BODY-ONE-SIZE", (14 + SIZE_SLACK,) * 3, None),
    ("BODY-ONE-SIZE", (), "–"),
    ("BODY-ONE-SIZE", (15, 15, 15), "–"),
    ("BODY-ONE-SIZE", (14, 13), "?"),
    ("BODY-ONE-SIZE", (14, 14, 14), None),
    ("BODY-ONE-SIZE", (14, 14, 13.6), None),
    ("BODY-ONE-SIZE", (14, 13, 14), {"text": TEXT[:40], "found": "13", "main": "14"}),
]


@pytest.mark.parametrize(("rule", "sizes", "found"), SIZES)
def test_what_is_said_of_the_sizes_of_paragraphs(rule: str, sizes: tuple[float, ...], found: Any) -> None:
    assert judged(rule, *(text(size) for size in sizes)) == found


def test_an_italic_paragraph_may_have_another_size() -> None:
    italic = text(13, look={"italic": True})
    assert judged("BODY-ONE-SIZE", text(), text(), italic) == "?"
    assert judged("BODY-ONE-SIZE", text(), text(), text(), italic) is None


@pytest.mark.parametrize(
    "aside",
    [
        text(9, cell=CellPosition(1, 1, 1)),
        text(9, align="centre"),
        text(9, align="right"),
        text(9, region="textbox"),
        text(9, words="Ghi chú: " + TEXT),
        text(9, words="(" + TEXT),
        text(9, words=TEXT.upper()),
        text(9, words="a" * 25),
        text(9, words="x " + "." * 60),
        text(9, words="x " + "_" * 60),
        text(9, words="a" * 28 + "." * 12),
        text(9, words="xy " * 9 + "… " * 20),
    ],
)
def test_what_is_no_running_text(aside: Paragraph) -> None:
    assert judged("BODY-SIZE", aside) == "–"
    assert judged("BODY-SIZE", text(9, words="a" * 26)) == {"found": "9"}


def test_slant_and_case() -> None:
    italic = text(look={"italic": True})
    assert judged("BODY-SLANT") == "–"
    assert judged("BODY-SLANT", text()) is judged("BODY-SLANT", text(), italic) is None
    assert judged("BODY-SLANT", text(), italic, italic) == judged("BODY-SLANT", italic) == {}
    capitals = text(words=TEXT.upper() * 2)
    assert judged("BODY-CASE") == "–"
    assert judged("BODY-CASE", text(), capitals) == {"text": capitals.text[:40]}
    assert judged("BODY-CASE", text(words=TEXT.upper())) is None  # a heading
    assert judged("BODY-CASE", text(words=TEXT.upper() * 2, align="centre")) is None
    assert judged("BODY-CASE", text(words=TEXT.upper() * 2, cell=CellPosition(1, 1, 1))) is None


def test_what_is_said_of_the_alignment_of_paragraphs() -> None:
    left, good = text(words=TEXT * 2, align="left"), text(words=TEXT * 2, align="justify")
    assert judged("BODY-ALIGN") == "–"
    assert judged("BODY-ALIGN", text(align="left")) == "?"  # too short to tell
    assert judged("BODY-ALIGN", good, good) is None
    assert judged("BODY-ALIGN", good, good, left) == {"count": 1, "total": 3}
    two, three, four = (text(align="left", lines=n, printed=True) for n in (2, 3, 4))
    flush = text(align="justify", lines=3, printed=True)
    assert judged("BODY-ALIGN", two, two, form="pdf") == "?"  # two full lines: too few to show an edge
    assert judged("BODY-ALIGN", two, two, two, form="pdf") == {"count": 3, "total": 3}
    assert judged("BODY-ALIGN", text(align="left", printed=True), form="pdf") == "?"
    assert judged("BODY-ALIGN", flush, three, form="pdf") is None
    assert judged("BODY-ALIGN", flush, flush, four, form="pdf") == {"count": 1, "total": 3}


@pytest.mark.parametrize("align", ["centre", "right"])
def test_running_text_that_is_centred_or_flush_right(align: str) -> None:
    words = TEXT * 3
    assert judged("BODY-ALIGN", text(words=words, align=align)) == {"count": 1, "total": 1}
    for other in (
        text(words=words[:180], align=align),  # a title of a few lines
        text(words=words.upper(), align=align),
        text(words=words, align=align, look={"bold": True}),
        text(words=words, align=align, look={"italic": True}),
        text(words=words, align=align, cell=CellPosition(1, 1, 1)),
        text(words=words, align=align, region="textbox"),
    ):
        assert judged("BODY-ALIGN", other) == "?"


FULL, SHORT = (30.0, 131.0), (30.0, 60.0)  # from where to where a line goes
SET_IN = [(30.0 + n, 180.0 - n) for n in range(9)]  # as centred lines are


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([FULL] * 9, "?"),
        (SET_IN, {"count": 1, "total": 1}),
        (SET_IN[:8], "?"),  # too few to tell
        ([*[FULL] * 5, *[(30.0 + 5 * n, 60.0 + 5 * n) for n in range(9)]], "?"),  # short lines go on with nothing
        ([FULL, (35.1, 60)] * 3 + [FULL] * 9, {"count": 1, "total": 1}),  # the last ones away from the edge
        ([FULL, (35.0, 60)] * 3 + [FULL] * 9, "?"),
        ([FULL, SHORT] * 3 + [FULL] * 9, "?"),
    ],
)
def test_lines_that_go_on_begin_at_one_edge(lines: list[tuple[float, float]], found: Any) -> None:
    def printed(words: str = TEXT) -> Paragraph:
        run = StyledRun(words, "Times New Roman", 14)
        return Paragraph(tuple(TextLine((run,), 1, n, at(*ends)) for n, ends in enumerate(lines, 1)))

    assert judged("BODY-ALIGN", printed(), form="pdf") == found
    assert judged("BODY-ALIGN", printed(TEXT.upper()), form="pdf") == "?"  # capitals are no running text
    assert judged("BODY-ALIGN", printed(TEXT + "."), form="pdf") == "?"  # each is a sentence of its own


def test_pages_with_mirrored_margins_have_an_edge_each() -> None:
    """Two pages, the text of the second 10 mm further left: judged on the lines beside their page's own margin."""

    def sheet(number: int, left: float) -> tuple[PageGeometry, Paragraph]:
        run = StyledRun(TEXT, "Times New Roman", 14)
        lines = tuple(TextLine((run,), number, n, at(left, left + 160)) for n in range(1, 9))
        return PageGeometry(number, 210, 297, left=left), Paragraph(lines, align="justify")

    sheets = [sheet(1, 30.0), sheet(2, 20.0)]
    made = part(body=[paragraph for _page, paragraph in sheets])
    made.view = View("pdf", pages=tuple(page for page, _paragraph in sheets))
    assert said("BODY-ALIGN", made) is None


@pytest.mark.parametrize(
    ("first", "good"),
    [(9.0, True), (8.9, False), (10.0, True), (12.7, True), (13.7, True), (13.8, False), (0.0, False)],
)
def test_how_far_a_first_line_is_indented(first: float, good: bool) -> None:
    assert judged("BODY-INDENT", text(first=first)) == (None if good else {"found": f"{first:.1f}"})


def test_which_paragraphs_tell_the_indent() -> None:
    assert judged("BODY-INDENT") == "–"
    for other in (text(), text(first=0.0, tabbed=True), text(first=0.0, left=1.1), text(first=0.0, words="- " + TEXT)):
        assert judged("BODY-INDENT", other) == "?"
    assert judged("BODY-INDENT", text(first=0.0, left=1.0)) == {"found": "0.0"}
    assert judged("BODY-INDENT", text(first=0.0), text(first=10.0), text(first=10.0)) is None
    assert judged("BODY-INDENT", text(first=0.0), text(first=10.0)) == {"found": "0.0"}
    assert judged("BODY-INDENT", text(first=0.0, printed=True), form="pdf") == "?"
    assert judged("BODY-INDENT", text(first=0.0, lines=2, printed=True), form="pdf") == {"found": "0.0"}


def test_a_docx_whose_whole_text_stands_in() -> None:
    assert judged("BODY-INDENT", *[text(first=20.0, left=10.0)] * 3) is None
    assert judged("BODY-INDENT", *[text(first=10.0, left=10.0)] * 3) == {"found": "0.0"}
    assert judged("BODY-INDENT", *[text(first=10.0, left=10.0)] * 2) == "?"


GOOD = {"first": 10.0, "before": 6.0, "spacing": 1.0}


@pytest.mark.parametrize(
    ("rule", "setting", "found"),
    [
        ("BODY-INDENT", {"first": 0.0}, "0.0"),
        ("BODY-INDENT", {"first": 15.0}, "15.0"),
        ("BODY-GAP", {"before": 0.0}, "0"),
        ("BODY-GAP", {"before": 3.0}, "3"),
        ("BODY-LINE-SPACING", {"spacing": 5 / 3}, "1.67"),
    ],
)
def test_the_odd_ones_of_a_docx(rule: str, setting: dict[str, float], found: str) -> None:
    def odd(*places: int, of: int, words: str = TEXT * 2, lines: int = 1, form: str = "docx") -> Any:
        settings = [GOOD | setting if n in places else GOOD for n in range(of)]
        body = [text(words=words, lines=lines, ordinal=n, **each) for n, each in enumerate(settings)]
        return judged(rule, *body, form=form)

    assert odd(3, of=5) == odd(3, 5, of=8) == {"found": found}
    assert odd(3, 5, of=7) is None  # more than a quarter are no slip
    # too few to tell what is usual; but no indent at all is none
    assert odd(3, of=4) == ({"found": found} if setting == {"first": 0.0} else None)
    assert odd(3, of=5, words=TEXT) is None  # of one line
    assert odd(3, of=5, lines=2, form="pdf") == ({"found": found} if setting == {"first": 0.0} else None)
    assert odd(3, of=5, words=TEXT.lower() * 2) is None  # it goes on with what stands above


def test_what_is_said_of_the_gaps_between_paragraphs() -> None:
    def gaps(*values: float, **more: Any) -> list[Any]:
        return [text(before=value, **more) for value in (0, *values)]

    assert judged("BODY-GAP") == "–"
    assert judged("BODY-GAP", *gaps(3)) == "?"
    assert judged("BODY-GAP", *gaps(6, 6)) is judged("BODY-GAP", *gaps(5.9, 5.9)) is None
    assert judged("BODY-GAP", *gaps(5.8, 5.8)) == {"found": "5.8"}
    assert judged("BODY-GAP", *gaps(-2, -2)) == {"found": "0"}
    assert judged("BODY-GAP", *gaps(0, 6, 6)) is None
    assert judged("BODY-GAP", *gaps(4.9, 4.9, printed=True), form="pdf") is None
    assert judged("BODY-GAP", *gaps(4.7, 4.7, printed=True), form="pdf") == {"found": "4.7"}
    assert judged("BODY-GAP", *gaps(4.7, 40, printed=True), form="pdf") == "?"
    assert judged("BODY-GAP", *gaps(4.7, 4.7, printed=True, number=1), form="pdf") == "?"


@pytest.mark.parametrize(("spacing", "found"), [(0.98, None), (0.97, "0.97"), (1.5, None), (1.52, "1.52"), (2.0, "2")])
def test_line_spacing(spacing: float, found: str | None) -> None:
    assert judged("BODY-LINE-SPACING", text(spacing=spacing)) == ({"found": found} if found else None)


def test_a_fixed_pitch_is_a_spacing_too() -> None:
    assert judged("BODY-LINE-SPACING") == "–"
    assert judged("BODY-LINE-SPACING", text()) == judged("BODY-LINE-SPACING", text(0, exact=18.0)) == "?"
    assert judged("BODY-LINE-SPACING", text(exact=18.0)) is None  # 1.12
    assert judged("BODY-LINE-SPACING", text(exact=30.0)) == {"found": "1.86"}
    assert judged("BODY-LINE-SPACING", text(spacing=2.0, printed=True), form="pdf") == "?"
    assert judged("BODY-LINE-SPACING", text(spacing=1.55, lines=2, printed=True), form="pdf") is None
    assert judged("BODY-LINE-SPACING", text(spacing=1.56, lines=2, printed=True), form="pdf") == {"found": "1.56"}


@pytest.mark.parametrize(
    ("size", "spacing", "found"),
    [(12, 1.65, None), (12, 1.7, "1.57"), (12, 1.0, None), (16, 0.85, None), (16, 0.8, "0.91"), (16, 1.5, None)],
)
def test_lines_on_a_page_stand_as_those_of_an_allowed_size(size: float, spacing: float, found: str | None) -> None:
    printed = text(size, spacing=spacing, lines=2, printed=True)
    assert judged("BODY-LINE-SPACING", printed, form="pdf") == ({"found": found} if found else None)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Đề nghị thực hiện./."], None),
        (["Đề nghị thực hiện./"], None),
        (["Đề nghị thực hiện/."], None),
        (["Đề nghị thực hiện."], {}),
        (["x./.", "a", "b", "c"], None),  # a table or a note may follow
        (["x./.", "a", "b", "c", "d"], {}),
        (["a.", "………", "b."], "–"),  # an extract
        (["………", "a.", "b."], {}),
    ],
)
def test_the_end_mark(texts: list[str], found: Any) -> None:
    body = [line(words) for words in texts]
    assert judged("END-MARK", *body, authority=[line("GIÁM ĐỐC")]) == found
    assert judged("END-MARK", *body) == judged("END-MARK", authority=[line("G")]) == "–"
    assert judged("END-MARK", *body, authority=[line("G")], issuer=[line("ỦY BAN NHÂN DÂN XÃ …")]) == "–"


def test_the_end_mark_stands_once() -> None:
    assert judged("END-MARK-ONCE") == "–"
    assert judged("END-MARK-ONCE", line("a./."), line("b./.")) == {}
    assert judged("END-MARK-ONCE", line("a./."), line("b"), line("c./.")) == {}
    assert judged("END-MARK-ONCE", line("a./."), line("b./."), line("c")) is None
    assert judged("END-MARK-ONCE", line("a./."), line("b.")) is judged("END-MARK-ONCE", line("a"), line("b./.")) is None
