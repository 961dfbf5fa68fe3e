"""What a rendered part still needs, on a few lines of XML each."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from congvan.formats.docx.printed import postprocess

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FIRST, SECOND = '<w:sectPr><w:pgSz w:w="1"/></w:sectPr>', '<w:sectPr><w:pgSz w:w="2"/></w:sectPr>'
BODY = "<w:body><w:p/>{}{}</w:body>"
BREAK = f"<w:p><w:pPr>{FIRST}</w:pPr></w:p>"


def test_an_empty_last_section_gives_way_to_the_one_before() -> None:
    assert postprocess.drop_empty_section(BODY.format(BREAK, SECOND)) == BODY.format(
        "<w:p><w:pPr></w:pPr></w:p>", FIRST
    )
    earlier = BREAK + "<w:p>x</w:p>"
    assert postprocess.drop_empty_section(BODY.format(earlier + BREAK, SECOND)) == BODY.format(
        earlier + "<w:p><w:pPr></w:pPr></w:p>", FIRST
    )


@pytest.mark.parametrize("between", [BREAK + "<w:p>x</w:p>", "", "<w:p>x</w:p>"])
def test_a_last_section_that_holds_something_stays(between: str) -> None:
    xml = BODY.format(between, SECOND)
    assert postprocess.drop_empty_section(xml) == xml
    assert postprocess.drop_empty_section("<w:body/>") == "<w:body/>"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{_{ a }_}", "{{ a }}"),
        ("{_% a %_}", "{% a %}"),
        ("{_{", "{{"),
        ("}_}", "}}"),
        ("%_}", "%}"),
        ("{_x_}", "{_x_}"),
    ],
)
def test_braces_are_printed_as_docxtpl_prints_them(written: str, meant: str) -> None:
    assert postprocess.restore_braces(f"a {written} b") == f"a {meant} b"


@pytest.mark.parametrize("mark", ["\n", "\t", "\a", "\f"])
def test_each_break_is_seen_alone(mark: str) -> None:
    assert postprocess.has_breaks(f"a{mark}b")
    assert not postprocess.has_breaks("ab")


def test_a_break_keeps_the_setting_of_its_run_and_paragraph() -> None:
    run, paragraph = "<w:rPr><w:b/></w:rPr>", '<w:pPr><w:jc w:val="center"/></w:pPr>'
    plain = "<w:p><w:r><w:t>same</w:t></w:r></w:p>"
    text = '<w:t xml:space="preserve">'
    xml = f"{plain}<w:p>{paragraph}<w:r>{run}<w:t>a\tb</w:t></w:r></w:p>{plain}"
    assert postprocess.resolve_breaks(xml) == (
        f"{plain}<w:p>{paragraph}<w:r>{run}<w:t>a</w:t></w:r><w:r>{run}<w:tab/></w:r><w:r>{run}{text}b</w:t></w:r></w:p>{plain}"
    )
    xml = f"<w:p>{paragraph}<w:r>{run}<w:t>a\ab</w:t></w:r></w:p>"
    again = f"<w:p>{paragraph}<w:r>{run}{text}b</w:t></w:r></w:p>"
    assert postprocess.resolve_breaks(xml) == f"<w:p>{paragraph}<w:r>{run}<w:t>a</w:t></w:r></w:p>{again}"
    assert postprocess.resolve_breaks("<w:p><w:r><w:t>a\nb</w:t></w:r></w:p>") == (
        f"<w:p><w:r><w:t>a</w:t><w:br/>{text}b</w:t></w:r></w:p>"
    )
    page = postprocess.resolve_breaks("<w:p><w:r><w:t>a\fb</w:t></w:r></w:p>")
    assert page.count("<w:p>") == page.count("</w:p>") == 3
    assert '<w:br w:type="page"/>' in page


def grid(widths: list[str], rows: list[list[int]]) -> list[str]:
    """The widths of the columns, once the rows (spans of their cells) had their say."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' if width else "<w:gridCol/>" for width in widths)
    cells = "".join(
        "<w:tr>"
        + "".join(f'<w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr></w:tc>' if n > 1 else "<w:tc/>" for n in row)
        + "</w:tr>"
        for row in rows
    )
    xml = f'<w:document xmlns:w="{W}"><w:tbl><w:tblGrid>{columns}</w:tblGrid>{cells}</w:tbl><w:tbl/></w:document>'
    root = etree.fromstring(postprocess.fix_tables(xml.encode()))
    return [column.get(f"{{{W}}}w", "") for column in root.iter(f"{{{W}}}gridCol")]


@pytest.mark.parametrize(
    ("widths", "rows", "after"),
    [
        (["100", "300"], [[1, 1], [1, 1]], ["100", "300"]),
        (["100", "300"], [[1, 1], [1, 1, 1, 1]], ["50", "150", "100", "100"]),
        (["100", "100", "100"], [[1, 1]], ["150", "150"]),
        (["100", "100", "100"], [[2, 1]], ["100", "100", "100"]),
        (["100", "100", "100", "100"], [[2], [1, 1]], ["200", "200"]),
        (["", ""], [[1, 1, 1]], ["", ""]),
        (["100", ""], [[1, 1, 1, 1]], ["50", "0", "25", "25"]),
        ([], [[1]], []),
    ],
)
def test_a_grid_has_the_columns_of_its_rows(widths: list[str], rows: list[list[int]], after: list[str]) -> None:
    assert grid(widths, rows) == after


RANGES = [
    ("S0 x E0", "S0 x E0"),
    ("S0 x E0 S0 y E0", "S0 x E0 S1 y E1"),
    ("S0 x", "S0 x"),  # no bookmark to Word
    ("x E0", "x "),
    ("S0 S0 x E0", "S0 S1 x E1"),
    ("S0 S4 x E4 E0", "S0 S4 x E4 E0"),
]


@pytest.mark.parametrize("kind", ["bookmark", "perm"])
@pytest.mark.parametrize(("marks", "expected"), RANGES)
def test_each_range_has_a_number_of_its_own_and_each_end_a_start(kind: str, marks: str, expected: str) -> None:
    def written(text: str) -> str:
        text = re.sub(r"S(\d)", rf'<w:{kind}Start w:id="\1"/>', text)
        return re.sub(r"E(\d)", rf'<w:{kind}End w:id="\1"/>', text)

    assert postprocess.separate_ids(written(marks)) == written(expected)
