"""PDFs as strangers make them: edited, stamped, scanned, set in ways that ours are not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Name

from congvan import nd30
from congvan.nd30.components.patterns import is_omission
from congvan.nd30.opening import read_view
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf
from tests.nd30.by_hand import line
from tests.nd30.changes import body, both, drop, put, swap
from tests.nd30.letters import Letter, c
from tests.nd30.pdf_files import Edit, broken, changed, edited, written

# --- the file -------------------------------------------------------------------------------------------------------


def test_a_unit_of_a_page_is_not_always_a_point(pdf: bytes) -> None:
    def halve(page: Any) -> None:
        page.MediaBox = Array([float(v) / 2 for v in page.mediabox])
        page.UserUnit = 2
        page.contents_add(b"q .5 0 0 .5 0 0 cm", prepend=True)
        page.contents_add(b"Q")

    assert not broken(edited(pdf, halve))


def test_the_visible_part_of_a_larger_sheet_is_the_page(pdf: bytes) -> None:
    def crop(page: Any) -> None:
        left, bottom, right, top = map(float, page.mediabox)
        page.MediaBox, page.CropBox = Array([left - 50, bottom - 40, right + 60, top + 70]), page.mediabox

    assert not broken(edited(pdf, crop))


def test_pages_that_were_drawn_into_one_another_are_read(pdf: bytes) -> None:
    for _time in range(5):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as inner, pikepdf.new() as outer:
            for page in inner.pages:
                outer.add_blank_page(page_size=(595.28, 841.89))
                outer.pages[-1].add_overlay(page)
            outer.save(out)
        pdf = out.getvalue()
    assert not broken(pdf)


@pytest.mark.parametrize(
    "words",
    [
        b"8 Tf 40 15 Td (VBDT-4512-19/08/2020 15:20) Tj",  # an archive's line on each page
        b"9 Tf 1 0 0 rg 65 800 Td (CONG VAN DEN) Tj 0 -12 Td (So: 4512) Tj 0 -12 Td (Ngay: 20/8/2020) Tj",
    ],
)
def test_what_was_stamped_on_the_finished_pages_is_none_of_its_own_setting(pdf: bytes, words: bytes) -> None:
    assert not broken(edited(pdf, written(words)))


def test_the_number_of_a_black_stamp_is_not_the_documents(pdf: bytes) -> None:
    found = broken(edited(pdf, written(b"13 Tf 90 768 Td (So: 4512) Tj", "Times-Roman")))
    assert not {i for i in found if i.startswith("SO-")}


# --- letters --------------------------------------------------------------------------------------------------------

SIZE = "font: 14pt 'Liberation Serif'"


def runs(html: str, edit: Edit) -> list[Any]:
    import weasyprint

    words = f'<p style="{SIZE}">{html}</p>' + f'<p style="{SIZE}">{letters._long(1)}</p>'
    view = read_view(edited(weasyprint.HTML(string=words).write_pdf(), edit))
    return [run for paragraph in view.paragraphs for run in paragraph.runs]


def test_slanted_letters_have_the_size_of_upright_ones() -> None:
    slanted = written(b"14 Tf 1 0 .2126 1 100 300 Tm (slanted by its matrix) Tj", "Times-Roman")
    (run,) = [r for r in runs("x", slanted) if r.text.startswith("slanted")]
    assert (run.size, run.italic) == (14, True)


def test_words_printed_twice_are_bold() -> None:
    twice = written(b"14 Tf 100 300 Td (printed twice) Tj .3 0 Td (printed twice) Tj 0 -40 Td (once) Tj", "Times-Roman")
    found = {r.text.strip(): r.bold for r in runs("x", twice)}
    assert found["printed twice"]
    assert not found["once"]


def pictured(letter: Letter, width: float, low: float) -> set[str]:
    """What is found in a letter with a picture 30 mm high; `width` in mm, `low` its lower edge in points."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(to_pdf(letter))) as document:
        image = document.make_stream(b"\xdd", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        name = document.pages[0].add_resource(image, Name.XObject)
        drawn = f"q {width * 2.835:.1f} 0 0 85 85 {low} cm {name} Do Q ".encode()
        document.pages[0].contents_add(drawn, prepend=True)
        document.save(out)
    return {r.id.removeprefix("ND30-") for r in nd30.check(out.getvalue(), "x.pdf").broken}


@pytest.mark.parametrize(("width", "missed"), [(60.0, True), (165.0, False)])
def test_a_head_or_foot_in_a_picture_is_not_missing(width: float, missed: bool) -> None:
    headless, footless = letters.dispatch(), letters.dispatch()
    for letter in (headless, footless):
        letter.body, letter.appendix = letter.body[:4], []
    headless.head, footless.foot = [], ([], [])
    headless.margins = (60, 15, 20, 30)
    assert ({"QUOC-HIEU-PRESENT", "MARGIN-TOP"} <= pictured(headless, width, 690)) is missed
    assert ("SIGNER-PRESENT" in pictured(footless, width, 100)) is missed


# --- scans ----------------------------------------------------------------------------------------------------------


def scanned(data: bytes, pages: set[int], before: bytes) -> bytes:
    """The pages with a grey picture under them; `before`: operators that hold for the words."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for index in pages:
            page = document.pages[index]
            image = document.make_stream(b"\xdd", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
            image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
            name = page.add_resource(image, Name.XObject)
            page.contents_add(f"q 596 0 0 842 0 0 cm {name} Do Q ".encode() + before, prepend=True)
        document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def plain(pdf: bytes) -> bytes:
    """The letter without colours of its own, so that those set before its words hold."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.contents_coalesce()
            page.Contents.write(
                re.sub(rb"(?m)^[\d. ]+ (?:rg|RG|scn|SCN|g|G)$|/\S+ (?:cs|CS)$", b"", page.Contents.read_bytes())
            )
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("before", [b"3 Tr ", b"1 g "])
def test_a_machines_reading_is_unseen_or_white(plain: bytes, before: bytes) -> None:
    report = nd30.check(scanned(plain, {0, 1, 2}, before), "x")
    assert "scan" in str(report.unreadable)


def test_a_scan_on_which_a_signature_wrote_much_is_a_scan() -> None:
    page = pikepdf.new()
    page.add_blank_page(page_size=(595.28, 841.89))
    out = io.BytesIO()
    page.save(out)
    signed = edited(
        out.getvalue(), written(b"9 Tf 300 800 Td (" + b"Ky boi: So Thong tin va Truyen thong; " * 5 + b") Tj")
    )
    assert "a scan" in str(nd30.check(scanned(signed, {0}, b""), "x").unreadable)


def test_a_paper_with_a_scanned_page_is_not_good_and_says_which(plain: bytes) -> None:
    report = nd30.check(scanned(plain, {2}, b"3 Tr "), "x.pdf")
    assert report.pictures == (3,)
    assert not report.broken
    assert not report.good
    assert "pages that are pictures (scans) were not read: 3" in nd30.to_text(report)
    assert nd30.to_json([report])["files"][0]["pictures"] == [3]


# --- places ---------------------------------------------------------------------------------------------------------

STAMP = c("KHẨN", 13, bold=True, colour="C00000", framed=True, before=6)


@pytest.mark.every(8)
@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda n: n.head[1][0].append(STAMP), set()),  # the mark of urgency under the V/v line
        (lambda n: n.head[1][0].append(c("KHẨN", 13, bold=True, framed=True, before=6)), {"DAU-COLOUR"}),
        (body(first=0), {"BODY-INDENT"}),
        (body(first=30), {"BODY-INDENT"}),
        (body(align="right"), {"BODY-ALIGN"}),
        (body(align="centre"), {"BODY-ALIGN"}),
        (body(size=16, spacing=0.88), {"BODY-SIZE"}),
        (lambda n: setattr(n, "margins", (20, 15, 20, 40)), {"MARGIN-LEFT"}),
        (lambda n: setattr(n, "number_form", "lower-roman"), {"PAGE-NUMBER-ARABIC"}),
        (put("(Kèm", align="left"), {"PHU-LUC-CENTRED"}),
        (drop("Phụ lục"), {"PHU-LUC-LABEL"}),
        (swap("BIỂU DANH", "BIỂU DANH SÁCH NHÂN VIÊN THAM GIA", "Biểu danh sách"), {"PHU-LUC-TITLE-CASE"}),
        (swap("- Tỉnh đoàn", "- ", ""), {"KINH-GUI-DASH"}),
        (swap("- Tỉnh đoàn", "- ", "1. "), {"KINH-GUI-DASH"}),
        (
            both(drop("- Phòng"), swap("- Tỉnh đoàn", "- Tỉnh đoàn Lạng Sơn;", "Tỉnh đoàn Lạng Sơn")),
            {"KINH-GUI-ONE-LINE"},
        ),
        (swap("Kính gửi", "gửi", "Gửi"), {"KINH-GUI-CASE"}),
        (swap("- UBND", "- ", ""), {"NOI-NHAN-DASH"}),
        (swap("Số:", "Số", "So"), {"SO-WORD"}),
        (swap("Lạng Sơn, ngày", "ngày ", ""), {"DATE-FORM"}),
        (swap("Lạng Sơn, ngày", " năm 2020", ", 2020"), {"DATE-FORM"}),
        (swap("KT.", "KT.", "K.T."), {"SIGNER-PREFIX"}),
        (swap("1. Các", "1.", "1-"), {"KHOAN-FORM"}),
        (swap("- Như trên", "trên", "Điều 3"), {"NOI-NHAN-FIRST"}),
        (put("CỘNG HÒA", size=15), {"QUOC-HIEU-SIZE"}),
    ],
)
def test_a_letter_with_one_thing_changed(change: Callable[[Letter], None], found: set[str]) -> None:
    assert changed(change) == found


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("change", "found"),
    [
        (drop("QUYẾT ĐỊNH"), {"TEN-LOAI-PRESENT"}),
        (drop("Ban hành Quy định"), {"TRICH-YEU-PRESENT"}),
        (put("Điều 1.", lead="Điều 1"), {"DIEU-FORM"}),
        (put("Điều 1.", lead="Điều I."), {"DIEU-FORM"}),
    ],
)
def test_a_decision_with_one_thing_changed(change: Callable[[Letter], None], found: set[str]) -> None:
    assert changed(change, "decision") == found


def test_the_last_row_of_a_form_is_no_page_number() -> None:
    import weasyprint

    row = "<tr style='height: 20mm'><td style='border: .5pt solid #000'>{}<td style='border: .5pt solid #000'>x"
    table = "<table style='width: 100%; border-collapse: collapse'>" + "".join(map(row.format, range(1, 14)))
    view = read_view(weasyprint.HTML(string="<style>@page { size: A4; margin: 12mm }</style>" + table).write_pdf())
    assert not view.numbers


@pytest.mark.parametrize(("words", "shown"), [("Trang 2", "2"), ("- 2 -", "2"), ("2/3", "2/3"), ("iv", "iv")])
def test_page_numbers_as_they_are_written(words: str, shown: str) -> None:
    import weasyprint

    page = f"<style>@page {{ size: A4; margin: 20mm; @top-center {{ content: '{words}' }} }}</style>"
    (number,) = read_view(weasyprint.HTML(string=page + f"<p>{letters._long(1)}</p>" * 3).write_pdf()).numbers
    assert number.shown == shown


def test_a_long_line_of_dots_is_read_at_once() -> None:
    assert not is_omission(line("." * 5000 + "x"))
    assert is_omission(line("[" + "." * 5000 + "]"))
