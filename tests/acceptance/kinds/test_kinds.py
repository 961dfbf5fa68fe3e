"""All 29 kinds: each builds from its draft, says the same words in DOCX and PDF, and stands before Decree 30 without a
finding; its first page is a golden text. CONGVAN_GOLDEN=1 writes the goldens anew."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest

from congvan import nd30
from congvan.core.decree.kinds import KINDS
from congvan.editing.drafting.dispatch_draft import samples
from tests.acceptance.kinds import making
from tests.acceptance.package_judge import faults
from tests.acceptance.pdf_judge import pdf_faults
from tests.sample_project import docx_words, pdf_words

GOLDEN = Path(__file__).parent / "golden"
ALL = [*samples(), *making.more()]
RECORDS = ("letters", "envelopes", "certified-copies", "appendices")


def without(words: list[str], marking: str) -> list[str]:
    """The words without the mark in the top margin, which is no part of the text."""
    text = " ".join(words)
    return text.replace(f" {marking} ", " ", 1).split() if marking else words


def docx_xml(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(making.make(name)["docx"])) as package:
        return package.read("word/document.xml").decode()


def test_every_kind_has_a_draft() -> None:
    assert set(samples()) == set(KINDS)
    assert len(KINDS) == 29


@pytest.mark.every(8)
@pytest.mark.parametrize("name", ALL)
def test_docx_and_pdf_say_the_same_words(name: str) -> None:
    made = making.make(name)
    marking = making.built()[0].dispatches[name].marking or ""
    assert docx_words(made["docx"]) == without(pdf_words(made["pdf"]), marking)


@pytest.mark.every(8)
@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_no_finding_of_the_decree(name: str, form: str) -> None:
    report = nd30.check(making.make(name)[form], f"{name}.{form}")
    found = [f"{r.id}: {r.message}" for r in report.results if r.verdict == "broken" and r.severity != "note"]
    assert not found


@pytest.mark.every(8)
@pytest.mark.parametrize("name", ALL)
def test_the_schemas_of_the_format_hold(name: str) -> None:
    assert faults(making.make(name)["docx"], ".docx") == []
    assert pdf_faults(making.make(name)["pdf"]) == []


@pytest.mark.every(2)
@pytest.mark.parametrize("document", RECORDS)
def test_the_schemas_of_the_format_hold_of_what_goes_with_a_dispatch(document: str) -> None:
    files = {path: data for name in making.more() for path, data in making.make(name, document).items()}
    made = {path: data for path, data in files.items() if path.endswith(".docx")}
    assert made
    assert {path: faults(data, ".docx") for path, data in made.items()} == {path: [] for path in made}
    pages = {path: data for path, data in files.items() if path.endswith(".pdf")}
    assert pages
    assert {path: pdf_faults(data) for path, data in pages.items()} == {path: [] for path in pages}


@pytest.mark.every(6)
@pytest.mark.parametrize("name", ALL)
def test_the_first_page_is_the_golden_one(name: str) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(making.make(name)["pdf"])
    page = document[0].get_textpage()
    text = page.get_text_range().replace("\r\n", "\n").replace("\u00a0", " ").rstrip() + "\n"
    page.close()
    document.close()
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("CONGVAN_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("document", RECORDS)
def test_what_goes_with_a_dispatch_says_the_same_words(document: str) -> None:
    compared = 0
    for name in making.more():
        made = making.make(name, document)
        marking = making.built()[0].dispatches[name].marking or ""
        for path in made:
            if path.endswith(".docx"):
                printed = pdf_words(made[path.removesuffix("docx") + "pdf"])
                assert docx_words(made[path]) == without(printed, marking), path
                compared += 1
    assert compared


@pytest.mark.parametrize("document", ["certified-copies", "appendices"])
def test_no_finding_of_the_decree_in_what_goes_with_a_dispatch(document: str) -> None:
    judged = 0
    for name in making.more():
        for path, data in making.make(name, document).items():
            report = nd30.check(data, path)
            assert not [f"{path}: {r.id}: {r.message}" for r in report.results if r.verdict == "broken"]
            judged += 1
    assert judged


def test_the_copy_and_the_envelope_say_who_and_what() -> None:
    copies = making.make("ban-hanh-quy-che", "certified-copies")
    paper = " ".join(docx_words(copies["copies/sao-y.docx"]))
    assert "SỞ VĂN THƯ VÀ DỮ LIỆU MẪU SAO Y Số: 03/SY-SVTDL Lạng Sơn, ngày 12 tháng 01 năm 2026" in paper
    electronic = " ".join(docx_words(copies["copies/sao-luc-dien-tu.docx"]))
    assert electronic.startswith("SAO LỤC; Sở Văn thư và Dữ liệu Mẫu; 12/01/2026; 09:00:00 +07:00")
    envelope = " ".join(docx_words(making.make("ban-hanh-quy-che", "envelopes")["envelopes/ubnd-tinh.docx"]))
    assert "Số/ký hiệu văn bản: 07/QĐ-SVTDL Kính gửi: Ủy ban nhân dân tỉnh Lạng Sơn" in envelope
    assert "phường Đông Kinh Điện thoại: 0205 3812 345 E-mail:" in envelope  # each on a line of its own


def test_an_appendix_signed_by_itself_leaves_the_bracket_unfilled() -> None:
    """Sheet 2.2, note 3: number and date stand beside its signature; on paper, in the bracket."""
    filled = "(Kèm theo Quyết định số 07/QĐ-SVTDL ngày 09 tháng 01 năm 2026"
    alone = making.make("ban-hanh-quy-che", "appendices")["appendices/danh-muc.docx"]
    words = " ".join(docx_words(alone))
    assert words.startswith("Số: 07/QĐ-SVTDL; 09/01/2026; 15:30:00 +07:00")
    assert filled not in words
    assert "(Kèm theo Quyết định số" in words
    assert filled in " ".join(docx_words(making.make("ban-hanh-quy-che")["docx"]))


def test_a_wide_table_lies_across_the_page_and_pages_count_from_one() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(making.make("ban-hanh-quy-che")["pdf"])
    shapes = [tuple(round(side) for side in page.get_size()) for page in document]
    document.close()
    assert shapes == [(595, 842), (595, 842), (595, 842), (842, 595)]


def test_a_title_never_ends_a_page_and_what_is_issued_counts_its_own_pages() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(making.make("quy-che-dai")["pdf"])
    pages = [page.get_textpage().get_text_range().split("\r\n") for page in document]
    document.close()
    assert [[line for line in lines if line.isdigit()] for lines in pages[1:]] == [[], ["2"], ["3"]]
    lasts = [[line for line in lines if not line.isdigit()][-1] for lines in pages]
    assert not [line for line in lasts if re.match(r"Điều \d+\. Nội dung|Chương|TỔ CHỨC", line)]
    xml = docx_xml("quy-che-dai")
    titles = [p for p in re.findall(r"<w:p>.*?</w:p>", xml) if ">Điều 7. Nội dung" in p]
    kept = r'<w:pPr><w:pStyle w:val="(\w+)"/><w:keepNext/>(?:<w:keepLines/>)?(?:<w:outlineLvl w:val="\d"/>)?</w:pPr>'
    assert [re.findall(kept, p) for p in titles] == [["CVDieu"]]


def test_noi_nhan_names_the_article_once_wherever_it_stands() -> None:
    words = " ".join(docx_words(making.make("quy-che-dai")["docx"]))
    assert "Nơi nhận: - Ủy ban nhân dân tỉnh Lạng Sơn (b/c); - Như Điều 2; - Lưu: VT, VP." in words
    assert words.count("Như Điều 2") == 1


def test_a_list_that_no_page_holds_goes_on_under_the_signer() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(making.make("nhieu-noi-nhan")["pdf"])
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert len(pages) == 3
    assert "1. Các phòng" in pages[0]
    assert "Trần Thị Mẫu" in pages[0]
    assert "- Lưu: VT, VP. PL.(80)" in pages[2]


def test_the_names_of_two_signers_stand_level() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(making.make("hai-ben")["pdf"])
    page = document[0].get_textpage()
    tops = []
    for name in ("Trần Thị Mẫu", "Nguyễn Văn Bên"):
        search = page.search(name)
        *_others, last = iter(search.get_next, None)
        tops.append(round(page.get_charbox(last[0])[3]))
    document.close()
    assert tops[0] == tops[1]


def test_the_last_section_of_the_docx_lies_across_and_none_is_empty() -> None:
    xml = docx_xml("ban-hanh-quy-che")
    sections = re.findall(r"<w:sectPr>.*?</w:sectPr>", xml)
    assert ["landscape" in section for section in sections] == [False, False, False, True]
    assert xml.endswith("</w:sectPr></w:body></w:document>")
    assert "</w:sectPr></w:pPr></w:p><w:sectPr" not in xml
