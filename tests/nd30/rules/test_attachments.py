"""Rules on appendices, the contact line and copies, over documents made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.messages import Message
from congvan.nd30.components.document import AppendixComponents, DocumentComponents, ListEntry
from congvan.nd30.model.view import (
    Box,
    DrawnFrame,
    PageGeometry,
    PageNumber,
    Paragraph,
    Stroke,
    TextLine,
    TextRun,
    View,
)
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
    label = Paragraph((TextLine((TextRun("Phụ lục"),), 3, 1),))
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
    assert said("PHU-LUC-PAGES", made) == (None if good else {"found": Message("nd30.goes-page-numbers")})
    made.is_attached = True
    assert said("PHU-LUC-PAGES", made) == "?"  # it stands in the sections of another document


@pytest.mark.parametrize(
    ("page", "found"),
    [(4, {"found": Message("nd30.shows-page"), "page": 2, "shown": "9"}), (5, None), (6, None), (8, None)],
)
def test_another_document_of_the_file_ends_the_appendix(page: int, found: Any) -> None:
    made = part(appendices=[AppendixComponents(Paragraph((TextLine((TextRun("Phụ lục"),), 3, 1),)))])
    heads = (1, 3, 5, 7)  # that of page 3 stands under the label: of a form
    nations = tuple(Paragraph((TextLine((TextRun("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),), n, 1),)) for n in heads)
    number = PageNumber("top", "centre", page, line("9"), shown="9")
    made.view = View("pdf", paragraphs=nations, numbers=(number,))
    assert said("PHU-LUC-PAGES", made) == found


def test_the_drafters_mark() -> None:
    def kept(*runs: TextRun) -> DocumentComponents:
        paragraph = Paragraph((TextLine(runs),))
        return part(recipients=[ListEntry(paragraph.text, [paragraph])])

    luu = TextRun("- Lưu: VT, BCVT. ", size=12)
    assert said("NGUOI-SOAN-SIZE", kept(luu)) == "–"
    assert said("NGUOI-SOAN-SIZE", kept(luu, TextRun("PL(300)", size=11))) is None
    assert said("NGUOI-SOAN-SIZE", kept(luu, TextRun("PL(300)", size=8))) == {"text": "PL(300)", "found": "8"}
    assert said("NGUOI-SOAN-SIZE", kept(luu, TextRun("(300)", size=8))) == "–"
    parted = kept(luu, TextRun("PL", size=8), TextRun(".a", size=8))
    assert said("NGUOI-SOAN-SIZE", parted) == {"text": "PL.a", "found": "8"}
    assert said("NGUOI-SOAN-SIZE", part(recipients=[])) == "–"


@pytest.mark.parametrize(
    ("y", "length", "found"),
    [
        (250, 130, None),
        (250, 120, {}),
        (250, 120.5, None),
        (241.0, 130, None),
        (239.9, 130, {}),
        (254.9, 130, None),
        (255.1, 130, {}),
    ],
)
def test_a_rule_stands_over_the_contact_line(y: float, length: float, found: Any) -> None:
    contact = [line("ĐT: 0205", box=Box(30, 250, 100, 255))]
    made = part(contact=contact)
    made.view = View("pdf", strokes=(Stroke(1, 30, 30 + length, y),))
    assert said("LIEN-HE-RULE", made) == found
    made.view = View("pdf", frames=(DrawnFrame(1, Box(30, y, 30 + length, 270)),))
    assert said("LIEN-HE-RULE", made) == found
    made.view = View("pdf", strokes=(Stroke(2, 30, 30 + length, y),))
    assert said("LIEN-HE-RULE", made) == {}
    assert said("LIEN-HE-RULE", part()) == "–"
    assert said("LIEN-HE-RULE", part(contact=[line("ĐT")])) == "?"


def test_the_symbol_of_a_copy() -> None:
    def copy(*lines: str, words: str = "SAO Y") -> DocumentComponents:
        made = part(copy_form=line(words, ordinal=20))
        made.view = View("docx", paragraphs=tuple(line(text, ordinal=21) for text in lines))
        return made

    assert said("SAO-SYMBOL", part()) == "–"
    assert said("SAO-SYMBOL", copy("Số: 1/SY-STTTT")) is said("SAO-SYMBOL", copy("Số: 1/…")) is None
    assert said("SAO-SYMBOL", copy("Số: 1/QĐ-STTTT")) == {"words": "SAO Y", "symbol": "QĐ-STTTT", "wanted": "SY"}
    assert said("SAO-SYMBOL", copy("Số: 1/SY-STTTT", words="SAO LỤC"))["wanted"] == "SL"
    assert said("SAO-SYMBOL", copy("Số 1")) is said("SAO-SYMBOL", copy("Số: 1/SY-HĐND/VP")) is None
    early = copy()
    early.view = View("docx", paragraphs=(line("Số: 1/QĐ-STTTT", ordinal=14),))
    assert said("SAO-SYMBOL", early) is None
