"""A small template with the structure of the real ones, and what tests read out of a PDF."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pikepdf
import pypdfium2

CSS = b"""
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt "Times New Roman" } }
@page :first { @top-center { content: none } }
html { font: 14pt/1.2 "Times New Roman", "Liberation Serif", Tinos }
p { margin: 0 0 6pt 0 }
.j { text-align: justify; text-indent: 10mm }
.c { text-align: center }
.r { text-align: right; font-weight: bold; width: 80mm }
.n { width: 60mm; font-size: 11pt; text-indent: -3mm; margin-left: 3mm }
.g { display: grid; grid-template-columns: 70mm 90mm; text-align: center }
table { table-layout: fixed; width: 100%; border-collapse: collapse }
td, th { border: 0.5pt solid #000; height: 9mm; padding: 0 1mm; font-size: 13pt }
"""
TEMPLATE = """<!DOCTYPE html>
<html lang="vi"><head><title>{{ title }}</title><meta name="author" content="{{ author }}">
<link rel="stylesheet" href="asset:a.css"></head><body>
{% include "parts/head.html" %}
<p>Kính gửi: <b data-f>{{ receiver }}</b> tại <span data-f>{{ place }}</span>.</p>
{% for block in body %}<p class="j">{{ block }}</p>{% endfor %}
<p class="j" data-f>{{ paragraph }}</p>
{% for item in copies %}<p class="n" data-f>{{ item }}</p>{% endfor %}
<table><tr><th>TT</th><th>Họ và tên</th><th>Điện thoại</th></tr>
{% for row in rows %}<tr>{% for cell in row %}<td data-f>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>
<p class="r" data-f>{{ sign }}</p>
</body></html>""".encode()
HEAD = b'<div class="g"><p data-f>{{ number }}</p><p><i data-f>{{ date }}</i></p></div>'
ASSETS = {"a.css": CSS, "parts/head.html": HEAD}


def content(**changes: Any) -> dict[str, Any]:
    """A record of sample data."""
    return {
        "title": "Mẫu thử",
        "author": "Cơ quan mẫu",
        "number": "Số: 12/STTTT-BCVT",
        "date": "Lạng Sơn, ngày 19 tháng 8 năm 2020",
        "receiver": "Phòng Văn hóa và Thông tin",
        "place": "huyện Cao Lộc",
        "body": ["Đoạn thứ nhất của văn bản mẫu.", "Đoạn thứ hai, không đổi giữa các bản ghi."],
        "paragraph": "Đề nghị các đơn vị phối hợp triển khai cài đặt ứng dụng tại các điểm hỗ trợ trên địa bàn tỉnh, "
        "gửi báo cáo trước ngày làm việc cuối cùng của tuần",
        "copies": ["- Như trên;", "- Sở Y tế, Công an tỉnh và các cơ quan, đơn vị có liên quan;", "- Lưu: VT."],
        "rows": [["1", "Nguyễn Văn A", "0900 000 001"], ["", "", ""]],
        "sign": "VNPT mẫu",
        **changes,
    }


def streams(data: bytes) -> list[list[Any]]:
    """The operators of every page; each text with its font and its place, however these were said."""
    pages = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            if "/Contents" not in page.obj:
                pages.append([])
                continue
            operators: list[Any] = []
            font: Any = None
            matrix: list[Decimal] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name == "Tf":
                    font = tuple(map(str, operands))
                elif name == "Tm":
                    matrix = [Decimal(value) for value in operands]
                elif name == "Td":  # every text is upright, in a space that is upside down
                    matrix[4] += Decimal(operands[0])
                    matrix[5] -= Decimal(operands[1])
                elif name == "TJ":
                    shown = [bytes(v) if isinstance(v, pikepdf.String) else Decimal(v) for v in operands[0]]
                    operators.append((font, tuple(value.normalize() for value in matrix), shown))
                else:
                    operators.append((name, [str(value) for value in operands]))
            pages.append(operators)
    return pages


def text(data: bytes) -> list[str]:
    """The text of every page, as PDFium copies it."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in pdf]
    finally:
        pdf.close()


def raster(data: bytes, dpi: int = 150) -> list[Any]:
    """The pages in grey at 150 dpi."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in pdf]
    finally:
        pdf.close()


def furthest(a: bytes, b: bytes) -> int:
    """The greatest difference of a pixel between two PDFs of as many pages, of 255."""
    from PIL import ImageChops

    pages = list(zip(raster(a), raster(b), strict=True))
    return max(ImageChops.difference(one, other).getextrema()[1] for one, other in pages)


def page(body: str, style: str = "", head: str = "") -> bytes:
    return (
        f'<html lang="vi"><head><title>x</title><style>html {{ font-family: "Times New Roman" }} {style}</style>{head}'
        f"</head><body>{body}</body></html>"
    ).encode()


# -- the file ---------------------------------------------------------------------------------------------------------


def fonts_of(pdf: pikepdf.Pdf) -> list[Any]:
    return [font for page_ in pdf.pages for font in page_.obj.Resources.get("/Font", {}).values()]


def assert_pdfa_2(data: bytes, title: str, conformance: str = "A") -> None:
    """The parts that PDF/A-2a asks for, or 2u, and a library can see."""
    assert data.startswith(b"%PDF-1.7\n%")
    assert min(data.splitlines()[1][1:5]) > 127
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.is_encrypted
        first, second = pdf.trailer.ID
        assert len(bytes(first)) == 16
        assert bytes(first) == bytes(second)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == conformance
            assert metadata["dc:title"] == title == str(pdf.docinfo.Title)
            assert metadata["pdf:Producer"] == str(pdf.docinfo.Producer)
        assert str(pdf.Root.Lang) == "vi"
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        for font in fonts_of(pdf):
            assert b"beginbfchar" in font.ToUnicode.read_bytes()
            (inner,) = font.DescendantFonts
            assert "/FontFile2" in inner.FontDescriptor
            assert str(font.BaseFont) == str(inner.FontDescriptor.FontName)
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
