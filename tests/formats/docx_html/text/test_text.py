"""The text of a paragraph: its pieces in order, and the lines of one whose spaces may shrink."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from congvan.formats.docx_html.markup import VALUE, VALUE_END, W
from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.styles.numbering import ListNumbering
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.text.inline import (
    BREAK,
    TAB,
    TEXT,
    Piece,
    PieceReader,
    by_letters,
    joined,
    with_spaces_joined,
)
from congvan.formats.docx_html.text.own_lines import LineRules, Measure, TabEnd, own_lines
from congvan.formats.docx_html.text.portions import room_before

FORM = RunFormat(size=14)
NS = f'xmlns:w="{W[1:-1]}"'


def pieces(inner: str) -> list[Piece]:
    paragraph: Any = etree.fromstring(f"<w:p {NS}>{inner}</w:p>")
    return PieceReader(WordStyles(None, None, ListNumbering(None)), {}, "").read(paragraph)


def test_a_value_is_told_from_the_text_around_it() -> None:
    found = pieces(f"<w:r><w:t>Số: {VALUE}12{VALUE_END}/B</w:t></w:r>")
    assert [(piece.text, piece.printed) for piece in found] == [("Số: ", False), ("12", True), ("/B", False)]
    split = pieces(f"<w:r><w:t>{VALUE}một</w:t><w:br/><w:t>hai{VALUE_END}</w:t></w:r>")
    assert [(piece.kind, piece.printed) for piece in split] == [("text", True), ("break", False), ("text", True)]


def test_tabs_breaks_and_page_numbers_are_pieces() -> None:
    found = pieces(
        '<w:r><w:t>a</w:t><w:tab/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
        '<w:r><w:br w:type="page"/></w:r>'
    )
    assert [piece.kind for piece in found] == ["text", "tab", "field", "page-break"]
    assert found[2].text == "page"


def test_letters_of_a_symbol_face_are_symbols_in_the_face_of_the_paragraph() -> None:
    face = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    found = pieces(
        f'<w:r>{face}<w:t>þ\uf0a8</w:t><w:sym w:font="Wingdings 2" w:char="F052"/></w:r><w:r><w:t>þ</w:t></w:r>'
    )
    assert [piece.text for piece in found] == ["☑□", "☑", "þ"]
    assert {piece.format.family for piece in found} == {FORM.family}


def test_small_capitals_are_capitals_of_two_sizes() -> None:
    found = by_letters(pieces('<w:r><w:rPr><w:sz w:val="20"/><w:smallCaps/></w:rPr><w:t>Hoa nhỏ 2</w:t></w:r>'))
    assert [(piece.text, piece.format.shown_size) for piece in found] == [
        *(("H", 10), ("OA", 8), (" ", 10), ("NHỎ", 8), (" 2", 10)),
    ]
    assert not any(piece.format.small_capitals for piece in found)


def test_words_alone_are_underlined() -> None:
    found = by_letters(pieces('<w:r><w:rPr><w:u w:val="words"/></w:rPr><w:t>hai  từ</w:t></w:r>'))
    assert [(piece.text, piece.format.underline) for piece in found] == [
        ("hai", "single"),
        ("  ", ""),
        ("từ", "single"),
    ]


def test_neighbours_of_one_format_are_written_together() -> None:
    heavy = RunFormat(size=14, bold=True)
    texts = [Piece(TEXT, FORM, "a"), Piece(TEXT, FORM, "b"), Piece(TEXT, heavy, "c")]
    assert [[piece.text for piece in group] for group in joined(texts)] == [["a", "b"], ["c"]]


def test_one_more_word_goes_into_a_line_whose_spaces_shrink_by_a_quarter_at_most() -> None:
    words = "một hai ba bốn năm sáu"
    space, whole = text_width(" ", FORM), text_width("một hai ba bốn", FORM)
    for less, first in ((0.7, "một hai ba bốn"), (0.8, "một hai ba")):  # of three spaces, a quarter of each is 0.75
        width = whole - less * space
        lines = own_lines([Piece(TEXT, FORM, words)], Measure(0, 0, width), LineRules(shrinks=True))
        assert lines
        assert "".join(piece.text for piece in lines[0].pieces).strip() == first


def test_what_is_more_than_text_is_left_to_the_page() -> None:
    assert own_lines([Piece("tab", FORM)], Measure(0, 0, 100), LineRules()) is None


def broken(text: str, width: float, rules: LineRules, form: RunFormat = FORM) -> list[str]:
    """Return the texts of the lines that a text is broken into."""
    lines = own_lines([Piece(TEXT, form, text)], Measure(0, 0, width), rules)
    return ["".join(piece.text for piece in line.pieces).strip() for line in lines or []]


@pytest.mark.parametrize(("more", "first"), [(0.01, "một hai-"), (-0.05, "một")])
def test_a_soft_hyphen_ends_a_line_where_its_hyphen_has_room(more: float, first: str) -> None:
    width = text_width("một hai-", FORM) + more
    for rules in (LineRules(justified=False), LineRules()):
        assert broken("một hai\u00adba", width, rules)[0] == first
    assert broken("một hai\u00ad", 300, LineRules()) == ["một hai\u00ad"]  # nothing is broken there


def test_a_space_of_fixed_width_does_not_hang_over_the_edge() -> None:
    rules, width = LineRules(justified=False), text_width("một hai", FORM)
    assert broken("một hai ba", width, rules) == ["một hai", "ba"]
    assert broken("một hai\u2003ba", width + 13, rules) == ["một", "hai\u2003ba"]
    assert broken("một hai\u2003ba", width + 14, rules) == ["một hai\u2003".strip(), "ba"]


def test_letter_spacing_behind_the_last_letter_takes_no_room_and_a_slant_does() -> None:
    spaced, italic = FORM._replace(spacing=1.0), FORM._replace(italic=True)
    assert broken("một hai", text_width("một hai", spaced) - 1, LineRules(), spaced) == ["một hai"]
    assert broken("một hai", text_width("một hai", spaced) - 1.1, LineRules(), spaced) == ["một", "hai"]
    for width, keeps, lines in ((1.4, True, 1), (1.2, True, 2), (0, False, 1)):
        rules = LineRules(justified=False, keeps_slant=keeps)
        assert len(broken("một hai", text_width("một hai", italic) + width, rules, italic)) == lines


def test_a_line_behind_a_tab_is_not_shrunk_and_the_next_one_is() -> None:
    rules, width = LineRules(shrinks=True), text_width("một hai ba", FORM) - 0.4 * text_width(" ", FORM)
    text = "một hai ba " * 2
    assert broken(text, width, rules) == ["một hai ba"] * 2
    pieces = [Piece(TAB, FORM), Piece(TEXT, FORM, text)]
    lines = own_lines(pieces, Measure(0, 0, width), rules, lambda x, behind: TabEnd(x))
    assert lines
    assert ["".join(piece.text for piece in line.pieces).strip() for line in lines][:2] == ["một hai", "ba một hai"]


def test_a_word_that_is_longer_than_its_line_is_cut() -> None:
    width = text_width("abc", FORM)
    assert broken("abcdef x", width, LineRules()) == ["abc", "def", "x"]
    assert broken("abcdef", 1.0, LineRules()) == list("abcdef")


def test_spaces_of_their_own_run_are_of_the_text_before_them_where_they_look_alike() -> None:
    plain, heavy, ruled = FORM, FORM._replace(bold=True), FORM._replace(underline="single")
    for space, joins in ((heavy, True), (ruled, False), (FORM._replace(size=8), False)):
        found = with_spaces_joined([Piece(TEXT, plain, "a"), Piece(TEXT, space, " "), Piece(TEXT, plain, "b")])
        assert found[1].format == (plain if joins else space)


def test_a_line_that_ends_with_a_break_is_stretched_unless_the_settings_say_otherwise() -> None:
    found = [Piece(TEXT, FORM, "một hai"), Piece(BREAK, FORM), Piece(TEXT, FORM, "ba bốn")]
    for spreads in (True, False):
        first, last = own_lines(found, Measure(20, 0, 300), LineRules(spreads_breaks=spreads)) or []
        stretch = 300 - 20 - text_width("một hai", FORM)
        assert abs(first.spacing - stretch * spreads) < 0.01
        assert last.spacing == 0
        assert [piece.text.strip() for piece in last.pieces if piece.text.strip()] == ["ba", "bốn"]


def test_an_edge_of_a_content_control_begins_a_portion() -> None:
    text = "<w:r><w:t>a</w:t></w:r>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{text}</w:sdtContent></w:sdt>"
    for inner, begins in ((text + text, False), (control + text, True), (text + control, True), (control * 2, True)):
        before, piece = pieces(inner)
        assert (room_before(piece, before) is not None) is begins
