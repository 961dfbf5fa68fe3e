"""Rules on appendices, over documents made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.nd30.components.document import AppendixComponents
from congvan.nd30.model.view import PageGeometry, PageNumber, Paragraph, StyledRun, TextLine, View
from tests.nd30.by_hand import at, line, part, said


def appendix(label: str = "Phụ lục", title: str = "BIỂU", accompany: str = "", **more: Any) -> AppendixComponents:
    return AppendixComponents(
        line(label, **more) if label else None,
        [line(title, **more)] if title else [],
        [line(accompany, **more)] if accompany else [],
    )


KEM = "(Kèm theo Công văn số 1/A-B ngày 19 tháng 8 năm 2020 của Sở Y tế)"
WITHOUT = {
    "số": "(Kèm theo Công văn ngày 19 tháng 8 năm 2020 của Sở Y tế)",
    "ngày": "(Kèm theo Công văn số 1/A-B của Sở Y tế)",
    "của": "(Kèm theo Công văn số 1/A-B ngày 19 tháng 8 năm 2020)",
}
LONG = line("Nội dung " * 40)

APPENDICES: list[tuple[str, list[AppendixComponents], Any]] = [
    ("PHU-LUC-LABEL", [], "–"),
    ("PHU-LUC-LABEL", [appendix()], None),
    ("PHU-LUC-LABEL", [appendix("", "BIỂU DANH SÁCH")], {"text": "BIỂU DANH SÁCH"}),
    ("PHU-LUC-LABEL", [appendix("", "B" * 70)], {"text": "B" * 60}),
    ("PHU-LUC-LABEL", [appendix("", "QUY CHẾ")], None),
    ("PHU-LUC-LABEL", [appendix("", "")], None),
    ("PHU-LUC-NUMBER", [], "–"),
    ("PHU-LUC-NUMBER", [appendix()], None),
    ("PHU-LUC-NUMBER", [appendix("Phụ lục I"), appendix("Phụ lục II")], None),
    ("PHU-LUC-NUMBER", [appendix("Phụ lục 1")], {"text": "Phụ lục 1"}),
    ("PHU-LUC-NUMBER", [appendix("Phụ lục I"), appendix("Phụ lục")], {"text": "Phụ lục"}),
    ("PHU-LUC-NUMBER", [appendix("Phụ lục …")], None),
    ("PHU-LUC-NUMBER", [appendix("Phụ lục ....1")], None),
    ("PHU-LUC-NUMBER", [appendix("Phụ lục"), appendix("Phụ lục")], None),  # one form, many times
    ("PHU-LUC-CENTRED", [], "–"),
    ("PHU-LUC-CENTRED", [appendix(align="centre")], None),
    ("PHU-LUC-CENTRED", [appendix(align="left")], {"text": "Phụ lục"}),
    ("PHU-LUC-CENTRED", [appendix(box=at(80, 130))], None),
    ("PHU-LUC-CENTRED", [appendix(box=at(98, 140))], None),
    ("PHU-LUC-CENTRED", [appendix(box=at(99, 140))], {"text": "Phụ lục"}),
    ("PHU-LUC-KEM-FORM", [appendix()], "–"),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=KEM)], None),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=KEM.replace("Kèm", "Ban hành kèm"))], None),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=KEM.replace("Kèm", "kèm"))], {"text": KEM.replace("Kèm", "kèm")[:60]}),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=KEM[:-1])], {"text": KEM[:60]}),
    (
        "PHU-LUC-KEM-FORM",
        [appendix(accompany=KEM.replace(" ngày", ") ngày")[:-1])],
        {"text": "(Kèm theo Công văn số 1/A-B) ngày 19 tháng 8 năm 2020 của Sở"},
    ),
    ("PHU-LUC-KEM-FORM", [appendix(accompany="(Kèm theo Công văn của Sở)")], {"text": "(Kèm theo Công văn của Sở)"}),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=WITHOUT["số"])], {"text": WITHOUT["số"][:60]}),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=WITHOUT["của"])], {"text": WITHOUT["của"][:60]}),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=WITHOUT["ngày"])], {"text": WITHOUT["ngày"][:60]}),
    ("PHU-LUC-KEM-FORM", [appendix(accompany="(Kèm theo Công văn ngày 1)")], {"text": "(Kèm theo Công văn ngày 1)"}),
    ("PHU-LUC-KEM-FORM", [appendix(accompany=KEM.replace("19 tháng 8 năm 2020", "     /     /2020"))], None),
    ("PHU-LUC-KEM-FORM", [appendix(accompany="(KÈM THEO CÔNG VĂN)")], None),
    ("PHU-LUC-KEM-FORM", [appendix("", accompany="(kèm theo)")], "–"),
    (
        "PHU-LUC-KEM-FORM",
        [AppendixComponents(line("Phụ lục"), [], [line("(kèm theo Công văn"), line("của Sở)")])],
        {"text": "(kèm theo Công văn của Sở)"},
    ),
    ("PHU-LUC-KEM-PRESENT", [], "–"),
    ("PHU-LUC-KEM-PRESENT", [appendix("Phụ lục I")], {"label": "Phụ lục I"}),
    ("PHU-LUC-KEM-PRESENT", [appendix(accompany=KEM)], None),
    ("PHU-LUC-KEM-PRESENT", [appendix(title="")], None),
    ("PHU-LUC-KEM-SAME", [], "–"),
    ("PHU-LUC-PAGES", [], "–"),
    ("PHU-LUC-PAGES", [appendix()], "?"),
]


@pytest.mark.parametrize(("rule", "appendices", "found"), APPENDICES)
def test_appendices(rule: str, appendices: list[AppendixComponents], found: Any) -> None:
    made = part(appendices=appendices)
    made.view = View("docx", pages=(PageGeometry(1, 210, 297),))
    assert said(rule, made) == found


@pytest.mark.parametrize(
    ("number", "date", "kem", "found"),
    [
        ("Số: 01/A-B", "X, ngày 19 tháng 8 năm 2020", KEM, None),
        ("Số: 02/A-B", "", KEM, {"found": "1/A-B", "own": "02/A-B"}),
        ("Số:    /A-B", "", KEM, None),  # blank for the pen
        ("Số: 2/A-B", "", KEM, None),  # the zero that is missing is a finding of its own
        ("Số:    /A-C", "", KEM, {"found": "1/A-B", "own": "/A-C"}),
        ("Số:    /A-C", "", KEM.replace("Công văn", "Văn bản"), {"found": "1/A-B", "own": "/A-C"}),
        ("Số:    /A-C", "", KEM.replace("Công văn", "Quyết định"), None),  # another document's, which only lies here
        ("Số: 01/CV-A-B", "", KEM, None),  # that the symbol says CV is a finding of its own
        (
            "",
            "X, ngày 20 tháng 8 năm 2020",
            KEM,
            {"found": "ngày 19 tháng 8 năm 2020", "own": "ngày 20 tháng 8 năm 2020"},
        ),
        ("", "X, ngày    tháng 8 năm 2020", KEM, None),
        ("", "X, ngày 9 tháng 8 năm 2020", KEM, None),
        ("", "X, ngày 31 tháng 9 năm 2020", KEM, None),
        ("", "X, ngày 20 tháng 8 năm 2020", KEM.replace("ngày 19", "ngày …"), None),
        ("", "X, ngày 20 tháng 8 năm 2020", KEM.replace("ngày 19", "về Ngày hội ngày 19"), None),
    ],
)
def test_an_appendix_says_the_number_and_day_of_its_document(number: str, date: str, kem: str, found: Any) -> None:
    made = part(appendices=[appendix(accompany=kem)], number_text=number, date_text=date)
    assert said("PHU-LUC-KEM-SAME", made) == found


@pytest.mark.parametrize(("x0", "x1", "good"), [(46, 140, True), (45, 140, False), (72, 142, True), (73, 142, False)])
def test_a_title_stands_in_the_middle_under_its_label(x0: float, x1: float, good: bool) -> None:
    made = part(appendices=[AppendixComponents(line("Phụ lục", box=at(90, 110)), [line("BIỂU MẪU", box=at(x0, x1))])])
    made.view = View("pdf", pages=(PageGeometry(1, 210, 297),))
    assert said("PHU-LUC-CENTRED", made) == (None if good else {"text": "BIỂU MẪU"})


def test_on_a_page_that_is_not_known_nothing_is_off_the_middle() -> None:
    made = part(appendices=[appendix(box=at(0, 10))])
    assert said("PHU-LUC-CENTRED", made) is None
    made.view = View("pdf", pages=(PageGeometry(1, 210, 297),))
    assert said("PHU-LUC-CENTRED", made) == {"text": "Phụ lục"}
    made.appendices = [AppendixComponents(line("Phụ lục", align="centre"), [line("BIỂU MẪU", box=at(90, 120))])]
    assert said("PHU-LUC-CENTRED", made) is None  # of a label whose place is not known


@pytest.mark.parametrize("sign", ["Phụ lục", "kèm theo", "đính kèm", "gửi kèm", "biểu mẫu", "mẫu biểu"])
def test_the_text_points_to_its_appendices(sign: str) -> None:
    rule = "PHU-LUC-REFERRED"
    assert said(rule, part(body=[LONG])) == said(rule, part(body=[LONG], appendices=[appendix("")])) == "–"
    assert said(rule, part(body=[LONG], appendices=[appendix()])) == {}
    assert said(rule, part(body=[line("Nội dung")], appendices=[appendix()])) == "?"
    assert said(rule, part(body=[LONG, line(f"({sign} này)")], appendices=[appendix()])) is None
    assert said(rule, part(body=[LONG], tables=[line(sign)], appendices=[appendix()])) is None
    assert said(rule, part(body=[line(". _ … " * 90 + "x" * 199)], appendices=[appendix()])) == "?"
    assert said(rule, part(body=[line("x" * 200)], appendices=[appendix()])) == {}


@pytest.mark.parametrize(
    ("shown", "page", "found"),
    [
        ("2", 4, None),
        ("4", 4, {"found": Message("nd30.shows-page"), "page": 2, "shown": "4"}),
        ("II", 4, None),
        ("2", 2, None),
        ("9", 2, None),
    ],
)
def test_an_appendix_is_numbered_from_one(shown: str, page: int, found: Any) -> None:
    label = Paragraph((TextLine((StyledRun("Phụ lục"),), 3, 1),))
    made = part(appendices=[AppendixComponents(label)])
    made.view = View("pdf", numbers=(PageNumber("top", "centre", page, line(shown), shown=shown),))
    assert said("PHU-LUC-PAGES", made) == found


@pytest.mark.parametrize(("section", "start", "good"), [(2, 1, True), (1, 1, False), (2, 2, False), (3, 9, True)])
def test_an_appendix_of_a_docx_begins_a_section_with_1(section: int, start: int, good: bool) -> None:
    made = part(appendices=[appendix(section=section)], body=[line("Nội dung", section=1)])
    number = PageNumber("top", "centre", 1, line("1"), shown="1")
    pages = (PageGeometry(1, 210, 297), PageGeometry(2, 210, 297, start=start))
    made.view = View("docx", pages=pages)
    assert said("PHU-LUC-PAGES", made) == "?"  # its pages carry no numbers
    made.view = View("docx", pages=pages, numbers=(number,))
    assert said("PHU-LUC-PAGES", made) == (None if good else {"found": Message("nd30.continues-page-numbers")})
    made.is_attached = True
    assert said("PHU-LUC-PAGES", made) == "?"  # it stands in the sections of another document


@pytest.mark.parametrize(
    ("page", "found"),
    [(4, {"found": Message("nd30.shows-page"), "page": 2, "shown": "9"}), (5, None), (6, None), (8, None)],
)
def test_another_document_of_the_file_ends_the_appendix(page: int, found: Any) -> None:
    made = part(appendices=[AppendixComponents(Paragraph((TextLine((StyledRun("Phụ lục"),), 3, 1),)))])
    heads = (1, 3, 5, 7)  # that of page 3 stands under the label: of a form
    nations = tuple(Paragraph((TextLine((StyledRun("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),), n, 1),)) for n in heads)
    number = PageNumber("top", "centre", page, line("9"), shown="9")
    made.view = View("pdf", paragraphs=nations, numbers=(number,))
    assert said("PHU-LUC-PAGES", made) == found
