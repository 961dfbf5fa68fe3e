"""What the styles of a Word document come to: defaults, bases, numbering; lists as they are counted."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.fonts.symbols import symbol_face
from congvan.formats.docx_html.markup import W
from congvan.formats.docx_html.styles.families import families
from congvan.formats.docx_html.styles.line_spacing import LineRule
from congvan.formats.docx_html.styles.measures import LineMetrics, text_width
from congvan.formats.docx_html.styles.numbering import ListCounter, ListNumbering, written
from congvan.formats.docx_html.styles.paragraph_format import border, merged, paragraph_settings
from congvan.formats.docx_html.styles.run_format import RunFormat, run_settings
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles

NS = f'xmlns:w="{W[1:-1]}"'
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:jc w:val="both"/><w:ind w:left="720"/></w:pPr>'
    "<w:rPr><w:b/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:ind w:left="1440"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/><w:rPr><w:i/></w:rPr></w:style>'
)
LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
)


def element(name: str, inner: str) -> Any:
    return etree.fromstring(f"<w:{name} {NS}>{inner}</w:{name}>")


def paragraph(properties: str) -> Any:
    styles = WordStyles(element("styles", STYLES), None, ListNumbering(element("numbering", LISTS)))
    return styles.paragraph(element("p", f"<w:pPr>{properties}</w:pPr>"), TextDefaults())


def test_a_style_takes_from_its_base_what_it_does_not_set() -> None:
    form = paragraph('<w:pStyle w:val="B"/>')
    assert (form.align, form.left, form.mark.bold, form.mark.size) == ("justify", 72.0, True, 14.0)
    assert paragraph('<w:pStyle w:val="B"/><w:jc w:val="center"/>').align == "center"
    assert paragraph("").left == 0
    assert paragraph('<w:pStyle w:val="C"/>').mark.italic


def test_what_a_place_sets_wins_and_nothing_else_is_touched() -> None:
    first = paragraph_settings(element("pPr", '<w:keepNext/><w:spacing w:before="120" w:line="360"/>'))
    second = paragraph_settings(element("pPr", '<w:keepNext w:val="0"/><w:spacing w:before="240"/>'))
    both = merged(first, second)
    assert (both["keep_next"], both["before"], both["line"]) == (False, 12.0, 18.0)
    assert dict(run_settings(element("rPr", '<w:sz w:val="26"/><w:b w:val="0"/>'), {})) == {"size": 13.0, "bold": False}


def test_only_what_differs_from_the_paragraph_is_declared() -> None:
    base = RunFormat(size=14)
    assert base.declarations(base) == ""
    assert RunFormat(size=13, bold=True).declarations(base) == "font-size:13pt;font-weight:bold"


@pytest.mark.parametrize(
    ("asked", "colour"),
    [
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', "#FFFF00"),
        ('<w:shd w:val="clear" w:fill="auto"/>', ""),
        ('<w:shd w:val="clear" w:fill="FFFF00"/><w:highlight w:val="green"/>', "#00FF00"),
    ],
)
def test_the_colour_behind_a_text_is_followed_as_word_and_as_libreoffice_write_it(asked: str, colour: str) -> None:
    form = RunFormat(size=14, **run_settings(element("rPr", asked), {}))
    assert form.declarations(RunFormat(size=14)) == (f"background:{colour}" if colour else "")


def test_lists_are_counted_by_level_and_begin_again() -> None:
    counter = ListCounter(ListNumbering(element("numbering", LISTS)))
    labels = [counter.label("1", level) for level in (0, 1, 1, 0, 1)]
    assert labels == ["1.", "1.a)", "1.b)", "2.", "2.a)"]
    assert [counter.label("2", 0), counter.label("2", 0)] == ["5.", "6."]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (4, "lowerRoman", "iv"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (9, "none", ""),
        (19, "upperRoman", "XIX"),
    ],
)
def test_a_count_is_written_in_its_form(count: int, form: str, text: str) -> None:
    assert written(count, form) == text


def test_a_symbol_that_the_face_lacks_is_as_wide_as_the_face_that_draws_it() -> None:
    drawn = symbol_face("☐", FontRequest(families("Times New Roman"), 400, False))
    assert drawn
    assert text_width("☐", RunFormat(size=10)) == pytest.approx(10 * drawn[1].advance("☐"))
    assert text_width("☐", RunFormat(size=10)) != text_width("漢", RunFormat(size=10))


TIMES = LineMetrics(0.89111328125, 0.21630859375, 0.04248046875)


@pytest.mark.parametrize(
    ("rule", "height", "baseline"),
    [
        (LineRule("auto", 12), 16.1, 13.1),
        (LineRule("auto", 18), 24.15, 13.1),
        (LineRule("auto", 13.9), 18.65, 13.1),  # 116 per cent
        (LineRule("auto", 12.5), 16.7, 13.1),  # 104
        (LineRule("auto", 10.8), 14.5, 11.6),
        (LineRule("exact", 20), 20, 16),
        (LineRule("atLeast", 20), 20, 17),
        (LineRule("atLeast", 9), 16.1, 13.1),
    ],
)
def test_the_height_of_a_line_and_its_baseline(rule: LineRule, height: float, baseline: float) -> None:
    found = rule.spacing(14, TIMES)
    assert (found.height, found.baseline) == (pytest.approx(height), pytest.approx(baseline))


@pytest.mark.parametrize("rule", [LineRule("auto", 12), LineRule("auto", 18), LineRule("exact", 20)])
def test_a_larger_text_has_a_box_of_its_own_on_the_line_of_the_others(rule: LineRule) -> None:
    """Above the baseline, where it is moved back to, the box has what the text needs."""
    own, alone = rule.spacing(14, TIMES), rule.spacing(24, TIMES)
    place = rule.beside(own, 24, TIMES)
    assert place.height == pytest.approx(alone.height)
    assert place.lift == pytest.approx(alone.shift - own.shift)


def test_what_lines_of_a_least_height_have_beyond_their_texts_is_above_all_of_them() -> None:
    rule = LineRule("atLeast", 30)
    own = rule.spacing(14, TIMES)
    place = rule.beside(own, 24, TIMES)
    assert place.height == 30


@pytest.mark.parametrize(("kind", "colour", "style"), [("dotted", "ffffff", "solid"), ("dotted", "000000", "dotted")])
def test_white_dots_are_one_line(kind: str, colour: str, style: str) -> None:
    """Text pasted from web pages has such frames, which made a PDF ten times as large."""
    found = border(etree.fromstring(f'<w:top {NS} w:val="{kind}" w:sz="4" w:color="{colour}"/>'))
    assert found is not None
    assert (found.style, found.width) == (style, 0.5)
