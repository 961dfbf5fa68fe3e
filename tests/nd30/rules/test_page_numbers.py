"""Rules on page numbers, over pages made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.nd30.components.document import AppendixComponents
from congvan.nd30.components.measures import SIZE_SLACK
from congvan.nd30.model.view import PageNumber, Paragraph, StyledRun, TextLine
from tests.nd30.by_hand import answers, at, line, said
from tests.nd30.rules.test_paper_and_margins import runs_on
from tests.nd30.seen import seen, sheet


def numbering(page: int, where: str = "top", align: str = "centre", shown: str = "", **more: Any) -> PageNumber:
    look = more.pop("look", {})
    return PageNumber(
        where, align, page, line(shown or str(page), look={"size": 14, **look}), shown=shown or str(page), **more
    )


def test_page_numbers_that_are_missing() -> None:
    nation = line("CỘNG HÒA", box=at(100, 190))
    two = (sheet(1, chars=900), sheet(2, chars=900))
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *two, national_name=nation)) == {"page": 2}
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *two, numbers=(numbering(2),), national_name=nation)) is None
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", two[0], national_name=nation)) == "–"
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", two[0], sheet(2), national_name=nation)) is None  # an empty page
    assert said("PAGE-NUMBER-PRESENT", seen("docx", numbers=(numbering(1),))) is None
    assert said("PAGE-NUMBER-PRESENT", seen("docx", paragraphs=(line("x" * 5999),))) == "?"
    assert said("PAGE-NUMBER-PRESENT", seen("docx", paragraphs=(line("x" * 6000),))) == {"page": 2}
    appendix = [AppendixComponents(label=Paragraph((TextLine((), 3, 1),)))]
    early = [AppendixComponents(label=Paragraph((TextLine((), 2, 1),)))]
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *two, appendices=early, national_name=nation)) == "–"
    three = (*two, sheet(3, chars=900))
    assert (
        said(
            "PAGE-NUMBER-PRESENT",
            seen("pdf", *three, numbers=(numbering(2),), appendices=appendix, national_name=nation),
        )
        is None
    )
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *three, numbers=(numbering(2),), national_name=nation)) == {
        "page": 3
    }
    for begins in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Phụ lục I"):  # a first page shows none
        there = (Paragraph((TextLine((StyledRun(begins),), 3, 1),)),)
        what = seen("pdf", *three, paragraphs=there, numbers=(numbering(2),), national_name=nation)
        assert said("PAGE-NUMBER-PRESENT", what) is None


NUMBERS: list[tuple[str, tuple[PageNumber, ...], Any]] = [
    ("PAGE-NUMBER-TOP", (), "–"),
    ("PAGE-NUMBER-TOP", (numbering(2),), None),
    ("PAGE-NUMBER-TOP", (numbering(2, "bottom"),), {}),
    ("PAGE-NUMBER-TOP", (numbering(2, "bottom"), numbering(2)), None),
    ("PAGE-NUMBER-TOP", (numbering(2, "bottom"), numbering(3)), {}),
    ("PAGE-NUMBER-CENTRED", (), "–"),
    ("PAGE-NUMBER-CENTRED", (numbering(2),), None),
    ("PAGE-NUMBER-CENTRED", (numbering(2, align=""),), None),
    ("PAGE-NUMBER-CENTRED", (numbering(2), numbering(3, align="right")), {}),
    ("PAGE-NUMBER-CENTRED", (numbering(2, "bottom", "right"),), {}),
    ("PAGE-NUMBER-CENTRED", (numbering(2), numbering(2, "bottom", "right")), None),
    ("PAGE-NUMBER-FIRST", (), None),
    ("PAGE-NUMBER-FIRST", (numbering(1),), {}),
    ("PAGE-NUMBER-FIRST", (numbering(1, shown="I"),), {}),
    ("PAGE-NUMBER-FIRST", (numbering(1, shown="5"),), None),
    ("PAGE-NUMBER-FIRST", (numbering(2, shown="1"),), None),
    ("PAGE-NUMBER-STYLE", (), "–"),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 0}),), "?"),
    ("PAGE-NUMBER-STYLE", (numbering(2),), None),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 12.8}), numbering(3, look={"size": 14.2})), None),
    (
        "PAGE-NUMBER-STYLE",
        (numbering(2, look={"size": 13 - SIZE_SLACK}), numbering(3, look={"size": 14 + SIZE_SLACK})),
        None,
    ),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 12.7}),), {"found": "12.7"}),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 14.3}),), {"found": "14.3"}),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"italic": True}),), {"found": Message("nd30.size-italic", size="14")}),
    ("PAGE-NUMBER-ARABIC", (numbering(2), numbering(3, shown="- 3 -")), None),
    ("PAGE-NUMBER-ARABIC", (numbering(2, shown="- II -"),), {"shown": "- II -"}),
    ("PAGE-NUMBER-ARABIC", (numbering(2, "bottom", shown="II"),), None),
    ("PAGE-NUMBER-ARABIC", (numbering(2, shown="Trang 2"),), {"shown": "Trang 2"}),
    ("PAGE-NUMBER-ARABIC", (numbering(2, shown="2/5"),), {"shown": "2/5"}),
    ("PAGE-NUMBER-SEQUENCE", (numbering(2), numbering(3)), None),
    ("PAGE-NUMBER-SEQUENCE", (numbering(2, shown="3"),), {"page": 2, "shown": "3"}),
    ("PAGE-NUMBER-SEQUENCE", (numbering(2, shown="II"),), None),
    ("PAGE-NUMBER-SEQUENCE", (numbering(3, shown="4"),), {"page": 3, "shown": "4"}),
]


@pytest.mark.parametrize(("rule", "numbers", "found"), NUMBERS)
def test_page_numbers(rule: str, numbers: tuple[PageNumber, ...], found: Any) -> None:
    nation = line("CỘNG HÒA", box=at(100, 190))
    assert said(rule, seen("pdf", *(sheet(n) for n in (1, 2, 3)), numbers=numbers, national_name=nation)) == found


def test_a_document_that_a_decision_issues_counts_its_own_pages() -> None:
    words = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    nation = line(words, box=at(100, 190))
    issued = Paragraph((TextLine((StyledRun(words),), 2, 1, at(100, 190)),))
    for numbers, found in (((numbering(3, shown="2"),), None), ((numbering(2, shown="5"),), None)):
        what = seen(
            "pdf", *(sheet(n) for n in (1, 2, 3)), paragraphs=(nation, issued), numbers=numbers, national_name=nation
        )
        assert said("PAGE-NUMBER-SEQUENCE", what) == found


def test_behind_a_cover_the_pages_are_counted_with_it_or_without() -> None:
    cover = Paragraph((TextLine((StyledRun("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),), 2, 1, at(100, 190)),))
    pages = [sheet(n) for n in (1, 2, 3)]

    def of(rule: str, page: int, shown: str) -> Any:
        numbers = (numbering(page, shown=shown),)
        return said(rule, seen("pdf", *pages, paragraphs=(cover,), numbers=numbers, national_name=cover))

    assert [of("PAGE-NUMBER-SEQUENCE", 3, shown) for shown in "23"] == [None, None]
    assert of("PAGE-NUMBER-SEQUENCE", 3, "1") == {"page": 3, "shown": "1"}
    assert of("PAGE-NUMBER-FIRST", 2, "1") == {}
    assert of("PAGE-NUMBER-FIRST", 1, "1") is None  # the cover's


def test_a_finding_stands_at_the_number() -> None:
    what = seen("pdf", sheet(), sheet(2), numbers=(numbering(2, align="right", shown="2"),))
    assert answers("PAGE-NUMBER-CENTRED", what)[0].location.text == "2"


def test_the_head_of_the_document_itself_ends_nothing() -> None:
    nation = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", box=at(100, 190))
    what = seen(
        "pdf", sheet(), sheet(2), paragraphs=(nation,), numbers=(numbering(2, shown="5"),), national_name=nation
    )
    assert said("PAGE-NUMBER-SEQUENCE", what) == {"page": 2, "shown": "5"}


@pytest.mark.parametrize(
    ("downs", "margins", "found"),
    [
        ((600.0, 950.0), {"top": 20, "bottom": 20}, {"page": 2}),  # 728.5 points fit a page
        ((830.0,), {"top": 20, "bottom": 20}, "?"),
        ((600.0,), {"top": 20, "bottom": 20}, "–"),
        ((), {"top": 20, "bottom": 20}, "?"),
        ((950.0,), {"top": 20}, "?"),
    ],
)
def test_the_lines_of_a_docx_tell_that_it_has_two_pages(downs: tuple[float, ...], margins: Any, found: Any) -> None:
    what = seen("docx", sheet(**margins), body=[line("x", down=down, section=1) for down in downs])
    assert said("PAGE-NUMBER-PRESENT", what) == found


def test_page_numbers_of_a_docx() -> None:
    (begins_with_4,) = answers("PAGE-NUMBER-SEQUENCE", seen("docx", sheet(start=4), numbers=(numbering(1),)))
    assert begins_with_4.values == {"page": 2, "shown": 5}
    assert said("PAGE-NUMBER-FIRST", seen("docx", numbers=(numbering(1, on_first=True),))) == {}
    assert said("PAGE-NUMBER-FIRST", seen("docx", numbers=(numbering(1),))) is None
    assert said("PAGE-NUMBER-SEQUENCE", seen("docx", sheet(), numbers=(numbering(2, shown="7"),))) is None
    assert said("PAGE-NUMBER-SEQUENCE", seen("docx", sheet(start=1), sheet(2), numbers=(numbering(2),))) is None
    assert said("PAGE-NUMBER-SEQUENCE", seen("docx", sheet(), sheet(2, start=1), numbers=(numbering(2),))) == "?"
    assert said("PAGE-NUMBER-SEQUENCE", seen("docx", sheet())) == "–"


@pytest.mark.parametrize("rule", ["TOP", "CENTRED", "STYLE"])
@pytest.mark.parametrize(
    ("deep", "found"),
    [(600.0, "–"), (700.0, "?"), (830.0, "?"), (850.0, "told")],  # of 728.5 points
)
def test_a_number_that_a_docx_of_one_page_never_prints(rule: str, deep: float, found: str) -> None:
    low = numbering(1, "bottom", "right", look={"size": 9})
    margins = {"top": 20, "bottom": 20}
    what = seen("docx", sheet(**margins), numbers=(low,), body=[line("x", down=deep, section=1)])
    assert (said(f"PAGE-NUMBER-{rule}", what) in ("–", "?") and said(f"PAGE-NUMBER-{rule}", what)) == (
        found != "told" and found
    )
    first = seen("docx", sheet(**margins), numbers=(replace(low, on_first=True),), body=[line("x", down=deep)])
    assert isinstance(said(f"PAGE-NUMBER-{rule}", first), dict)


def test_a_signature_alone_on_a_page() -> None:
    on = [line("x", box=at(0, 1))]
    second = [Paragraph((TextLine((StyledRun("KT. GIÁM ĐỐC"),), 2, 1),))]
    assert said("SIGNER-ALONE", seen("pdf", body=on, authority=second)) == {"page": 2}
    assert said("SIGNER-ALONE", seen("pdf", body=[runs_on(1)], authority=second)) is None
    assert said("SIGNER-ALONE", seen("pdf", body=on, tables=second, authority=second)) is None
    assert said("SIGNER-ALONE", seen("pdf", body=on)) == said("SIGNER-ALONE", seen("pdf", authority=second)) == "–"
    assert said("SIGNER-ALONE", seen("docx", body=on, authority=second)) == "?"
