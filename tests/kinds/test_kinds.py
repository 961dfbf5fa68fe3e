"""All 29 kinds: each builds from its draft, says the same words in DOCX and PDF, and stands before Decree 30 without a
finding; its first page is a golden text. CONGVAN_GOLDEN=1 writes the goldens anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kinds import making
from project import docx_words, pdf_words

from congvan import nd30
from congvan.model.kinds import KINDS
from congvan.starter_dispatch import SAMPLES

GOLDEN = Path(__file__).parent / "golden"
ALL = [*SAMPLES, *making.more()]
RECORDS = ("letters", "envelopes", "certified-copies", "appendices")


def without(words: list[str], marking: str) -> list[str]:
    """The words without the mark in the top margin, which is no part of the text."""
    text = " ".join(words)
    return text.replace(f" {marking} ", " ", 1).split() if marking else words


def test_every_kind_has_a_draft() -> None:
    assert set(SAMPLES) == set(KINDS)
    assert len(KINDS) == 29


@pytest.mark.parametrize("name", ALL)
def test_docx_and_pdf_say_the_same_words(name: str) -> None:
    made = making.make(name)
    marking = making.built()[0].dispatches[name].marking or ""
    assert docx_words(made["docx"]) == without(pdf_words(made["pdf"]), marking)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_no_finding_of_the_decree(name: str, form: str) -> None:
    report = nd30.check(making.make(name)[form], f"{name}.{form}")
    found = [f"{r.id}: {r.message}" for r in report.results if r.verdict == "broken" and r.severity != "note"]
    assert not found


@pytest.mark.parametrize("name", ALL)
def test_first_page(name: str) -> None:
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
    assert "SỞ VĂN THƯ VÀ DỮ LIỆU MẪU Số: 03/SY-SVTDL SAO Y Lạng Sơn, ngày 12 tháng 01 năm 2026" in paper
    electronic = " ".join(docx_words(copies["copies/sao-luc-dien-tu.docx"]))
    assert electronic.startswith("SAO LỤC; Sở Văn thư và Dữ liệu Mẫu; 12/01/2026; 09:00:00 +07:00")
    envelope = " ".join(docx_words(making.make("ban-hanh-quy-che", "envelopes")["envelopes/ubnd-tinh.docx"]))
    assert "Số/ký hiệu văn bản: 07/QĐ-SVTDL Kính gửi: Ủy ban nhân dân tỉnh Lạng Sơn" in envelope


def test_a_wide_table_lies_across_the_page_and_pages_count_from_one() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(making.make("ban-hanh-quy-che")["pdf"])
    shapes = [tuple(round(side) for side in page.get_size()) for page in document]
    document.close()
    assert shapes == [(595, 842), (595, 842), (595, 842), (842, 595)]


def test_the_last_section_of_the_docx_lies_across_and_none_is_empty() -> None:
    import io
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(making.make("ban-hanh-quy-che")["docx"])) as package:
        xml = package.read("word/document.xml").decode()
    sections = re.findall(r"<w:sectPr>.*?</w:sectPr>", xml)
    assert ["landscape" in section for section in sections] == [False, False, False, True]
    assert xml.endswith("</w:sectPr></w:body></w:document>")
    assert "</w:sectPr></w:pPr></w:p><w:sectPr" not in xml
