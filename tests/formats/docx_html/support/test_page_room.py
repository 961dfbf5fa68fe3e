"""Pages without room are an error; headers over the text and tables beyond the paper are warnings."""

from __future__ import annotations

import pytest

from congvan.core.problems import Problem, Severity
from congvan.formats.docx_html.support.page_room import crowded_pages
from congvan.formats.docx_html.word_template import word_template
from tests.formats.docx_html.section_samples import end
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import PAGE, SECTIONS, cell, par, row, table, word_document


def told(body: str, section: str = PAGE, **parts: str) -> list[Problem]:
    package = members(word_document(body, section, **{"header1": par("h"), "footer1": par("f"), **parts}))
    return list(crowded_pages(package, word_template(package).styles))


def page(**changes: int) -> str:
    section = PAGE
    for name, value in {"w": 11906, "h": 16838, "top": 1134, "left": 1701, "header": 567}.items():
        section = section.replace(f'w:{name}="{value}"', f'w:{name}="{changes.get(name, value)}"')
    return section


@pytest.mark.parametrize(
    "section",
    [
        page(w=0),
        page(h=0),
        page(left=11000),
        page(top=15800),
        PAGE + '<w:cols w:num="3" w:space="6000"/>',
        PAGE + '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="9000" w:space="720"/><w:col w:w="9000"/></w:cols>',
    ],
)
def test_pages_without_room_are_an_error(section: str) -> None:
    (found,) = told(par("x") + end(section=section) + par("y"))
    assert (found.message.id, found.severity) == ("docx-unsupported.no-room", Severity.ERROR)
    assert found.place.text("en") == "body, paragraph 2"
    assert found.hint


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        (PAGE, []),
        (PAGE + '<w:cols w:num="2" w:space="720"/>', []),
        (page(left=-500), []),
        (page(header=-200), []),
        (page(top=-1134), []),
        (SECTIONS + page(top=-1134, header=2000), ["tall-header"]),
    ],
)
def test_a_margin_below_zero_is_told_where_a_header_is_over_the_text(section: str, codes: list[str]) -> None:
    assert [each.message.id.partition(".")[2] for each in told(par("x"), section)] == codes


def test_a_header_that_leaves_no_room_is_told() -> None:
    assert [each.message.id.partition(".")[2] for each in told(par("x"), SECTIONS + PAGE, header1=par("h") * 60)] == [
        "tall-header"
    ]


def test_a_tag_is_no_text_that_makes_a_header_tall() -> None:
    narrow = '<w:ind w:left="9000"/>'  # one letter in a line
    for text, codes in (("{{p marking }}", []), ("MẬT, KHẨN " * 20, ["tall-header"])):
        assert [
            each.message.id.partition(".")[2] for each in told(par("x"), SECTIONS + PAGE, header1=par(text, narrow))
        ] == codes


def _wide(width: int, text: str, properties: str = "", place: str = "") -> str:
    cells = row(cell(par("a"), 1000), cell(par(text, place), width - 1000))
    return table([1000, width - 1000], cells, properties=properties)


def test_a_table_without_rules_is_told_where_its_text_may_be_beyond_the_paper() -> None:
    centred, right = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
    for text, place, is_told in (
        ("b", "", False),
        ("b", centred, False),
        ("b", right, True),
        ("một hai " * 30, "", True),
        ("{{ name }}", "", True),
    ):
        found = told(par("x") + _wide(11300, text, "", place) + par("y"))
        assert [each.message.id.partition(".")[2] for each in found] == ["wide-table"] * is_told
