"""What is not followed of the pages of a section is told, and pages without room are an error."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.followed.not_followed import NotFollowed
from congvan.formats.docx_html.followed.page_setups import of_page_setups
from congvan.formats.docx_html.word_template import word_template
from congvan.problems import Severity
from tests.formats.docx_html.section_samples import GOES_ON, NEW_PAGE, end, numbered_lists
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import PAGE, RULES, SECTIONS, WIDE, cell, par, row, table, word_document

FIRST = PAGE + "<w:titlePg/>"
OWN_FIRST = '<w:headerReference w:type="first" r:id="header1"/><w:footerReference w:type="first" r:id="footer1"/>'
LARGER = GOES_ON.replace("16838", "17238")


def told(body: str, section: str = PAGE, **parts: str) -> list[NotFollowed]:
    package = members(word_document(body, section, **{"header1": par("h"), "footer1": par("f"), **parts}))
    return list(of_page_setups(package, word_template(package).styles))


def page(**changes: int) -> str:
    section = PAGE
    for name, value in {"w": 11906, "h": 16838, "top": 1134, "left": 1701, "header": 567}.items():
        section = section.replace(f'w:{name}="{value}"', f'w:{name}="{changes.get(name, value)}"')
    return section


LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


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
    problem = found.problem("mau.docx")
    assert (found.code, problem.severity) == ("no-room", Severity.ERROR)
    assert problem.place.text("en") == "mau.docx, body, paragraph 2"
    assert problem.hint


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        (PAGE, []),
        (PAGE + '<w:cols w:num="2" w:space="720"/>', []),
        (page(left=-500), ["negative-margin"]),
        (SECTIONS + page(header=-200), ["negative-margin"]),
        (page(header=-200), []),
        (page(top=-1134), []),
        (SECTIONS + page(top=-1134, header=2000), ["tall-header"]),
    ],
)
def test_margins_that_others_read_otherwise_are_told(section: str, codes: list[str]) -> None:
    assert [each.code for each in told(par("x"), section)] == codes


def test_a_header_that_leaves_no_room_is_told() -> None:
    assert [each.code for each in told(par("x"), SECTIONS + PAGE, header1=par("h") * 60)] == ["tall-header"]


def test_pages_numbered_anew_are_told_where_a_section_begins_with_a_table() -> None:
    """LibreOffice counts on there."""
    grid, five, one = table([3000], row(cell(par("ô"), 3000))), *(f'<w:pgNumType w:start="{n}"/>' for n in (5, 1))
    for body, section, codes in (
        (grid + par("x"), PAGE + five, ["table-page-number"]),
        (par("x") + grid, PAGE + five, []),
        (grid + par("x"), PAGE + one, []),
        (par("x") + end(section=PAGE) + grid + par("y"), PAGE + one, ["table-page-number"]),
        (par("x") + end(section=PAGE) + grid + par("y"), PAGE, []),
    ):
        assert [each.code for each in told(body, section)] == codes


def test_a_tag_is_no_text_that_makes_a_header_tall() -> None:
    narrow = '<w:ind w:left="9000"/>'  # one letter in a line
    for text, codes in (("{{p marking }}", []), ("MẬT, KHẨN " * 20, ["tall-header"])):
        assert [each.code for each in told(par("x"), SECTIONS + PAGE, header1=par(text, narrow))] == codes


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
        assert [each.code for each in found] == ["wide-table"] * is_told


@pytest.mark.parametrize(
    ("width", "properties", "codes"),
    [
        (9900, "", []),  # into the right margin
        (10300, "", ["wide-table"]),
        (9900, '<w:tblInd w:w="400" w:type="dxa"/>', ["wide-table"]),
        (10300, '<w:jc w:val="center"/>', []),
        (12000, '<w:jc w:val="center"/>', ["wide-table"]),
        (12000, '<w:jc w:val="right"/>', []),
    ],
)
def test_a_table_that_ends_beyond_the_paper_is_told_at_its_first_cell(
    width: int, properties: str, codes: list[str]
) -> None:
    wide = _wide(width, "b", properties + f"<w:tblBorders>{RULES}</w:tblBorders>")
    found = told(par("x") + wide + par("y"))
    assert [(each.code, str(each.where)) for each in found] == [(code, "table 1, row 1, cell 1") for code in codes]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (PAGE, LARGER, ["section-size"]),
        (PAGE, GOES_ON, []),
        (PAGE, WIDE + '<w:type w:val="continuous"/>', []),  # turned pages begin anew for LibreOffice too
        (SECTIONS + PAGE, FIRST, ["first-header"]),
        (SECTIONS + PAGE, OWN_FIRST + FIRST, []),
        (SECTIONS + FIRST, FIRST, []),
        (PAGE, FIRST, []),
    ],
)
def test_what_a_section_takes_from_the_one_before_is_told_where_it_begins(
    first: str, second: str, codes: list[str]
) -> None:
    found = told(par("x") + end(section=first) + par("y"), second)
    assert [(each.code, str(each.where)) for each in found] == [(code, "paragraph 3") for code in codes]


@pytest.mark.parametrize(
    ("first", "second", "breaks", "codes"),
    [
        (PAGE, SECTIONS + GOES_ON, NEW_PAGE, ["continuous-header"]),
        (SECTIONS + FIRST, GOES_ON, NEW_PAGE, ["continuous-header"]),
        (SECTIONS + PAGE, GOES_ON, NEW_PAGE, []),
        (SECTIONS + PAGE, GOES_ON.replace('w:header="567"', 'w:header="720"'), NEW_PAGE, ["continuous-header"]),
        (PAGE, SECTIONS + GOES_ON, "", []),
    ],
)
def test_a_page_break_in_a_section_that_goes_on_is_told_where_headers_change(
    first: str, second: str, breaks: str, codes: list[str]
) -> None:
    found = told(par("x") + end(section=first) + par("y", breaks), second)
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("first", "default", "section", "codes"),
    [
        (LISTED, LISTED, "", ["unseen-header"]),
        (LISTED, "", "", []),
        ("", LISTED, "", []),
        (LISTED, LISTED, "<w:titlePg/>", []),
    ],
)
def test_a_header_of_first_pages_that_none_shows_is_told_whose_numbers_others_continue(
    first: str, default: str, section: str, codes: list[str]
) -> None:
    headers = OWN_FIRST.replace("header1", "header2") + SECTIONS + section + PAGE
    lists = numbered_lists(("decimal", "%1.", ""))
    found = told(par("x"), headers, header1=par("a", default), header2=par("b", first), numbering=lists)
    assert [each.code for each in found] == codes
