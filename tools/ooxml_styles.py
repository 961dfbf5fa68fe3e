"""The named styles of the DOCX templates, a line a style. Sizes in half-points, spacing and indents in twips."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; `look` holds letters: b bold, i italic, c centred, j justified, e right, k kept with next."""

    id: str
    name: str
    based_on: str = "CVGoc"
    size: int = 0
    look: str = ""
    before: int = -1
    line: int = 0  # exact height of a line; 0 = as in the style it is based on
    first: int = 0  # indent of the first line; below 0 hanging
    left: int = 0
    right: int = 0
    extra: str = ""  # borders
    colour: str = ""


RULE = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>'
TOP_RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="3" w:color="auto"/></w:pBdr>'


def box(colour: str) -> str:
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="8" w:space="3" w:color="{colour}"/>' for s in ("top", "left", "bottom", "right")
    )
    return f"<w:pBdr>{sides}</w:pBdr>"


STYLES = [
    Style("CVGoc", "CV Gốc", "Normal"),
    Style("CVThe", "CV Thẻ", size=18, colour="808080"),
    Style("CVHet", "CV Hết", size=2, line=20),
    Style("CVGian", "CV Giãn", size=12, line=120),
    Style("CVGian10", "CV Giãn 10", "CVGian", line=200),
    Style("CVGiantruocky", "CV Giãn trước ký", "CVGian10", look="k"),
    # head
    Style("CVDau", "CV Đầu", look="c", line=300),
    Style("CVChuquan", "CV Chủ quản", "CVDau", size=24),
    Style("CVBanhanh", "CV Ban hành", "CVDau", size=24, look="b"),
    Style("CVQuochieu", "CV Quốc hiệu", "CVDau", size=24, look="b"),
    Style("CVTieungu", "CV Tiêu ngữ", "CVDau", size=26, look="b"),
    Style("CVSo", "CV Số ký hiệu", "CVDau", size=26, before=120),
    Style("CVNgay", "CV Địa danh thời gian", "CVDau", size=26, look="i", before=120),
    Style("CVVeviec", "CV Về việc", "CVDau", size=24, before=120, line=280, left=113, right=113),
    Style("CVDongtrong", "CV Dòng trống", "CVDau", size=24),
    Style("CVKe", "CV Kẻ", look="c", size=2, line=65, extra=RULE),
    Style("CVKhongke", "CV Không kẻ", size=2, line=80),
    Style("CVKhan", "CV Khẩn", "CVDau", size=26, look="b", before=240, extra=box("CC0000"), colour="CC0000"),
    Style("CVChuquanLon", "CV Chủ quản (13-14-14)", "CVChuquan", size=26, line=320),
    Style("CVBanhanhLon", "CV Ban hành (13-14-14)", "CVBanhanh", size=26, line=320),
    Style("CVQuochieuLon", "CV Quốc hiệu (13-14-14)", "CVQuochieu", size=26, line=320),
    Style("CVTieunguLon", "CV Tiêu ngữ (13-14-14)", "CVTieungu", size=28, line=320),
    Style("CVSoLon", "CV Số ký hiệu (13-14-14)", "CVSo", line=320),
    Style("CVNgayLon", "CV Địa danh thời gian (13-14-14)", "CVNgay", size=28, line=320),
    Style("CVVeviecLon", "CV Về việc (13-14-14)", "CVVeviec", size=26, line=300),
    Style("CVDongtrongLon", "CV Dòng trống (13-14-14)", "CVDongtrong", line=320),
    # heading of a named kind
    Style("CVTenloai", "CV Tên loại", look="bck", before=360),
    Style("CVTrichyeu", "CV Trích yếu", look="bck", left=567, right=567),
    Style("CVThamquyen", "CV Thẩm quyền", look="bck", before=240),
    Style("CVThamquyentiep", "CV Thẩm quyền tiếp", look="bck"),
    Style("CVCancu", "CV Căn cứ", "CVNoidung", look="i"),
    # Kính gửi
    Style("CVKinhgui", "CV Kính gửi", look="k", before=280, left=1984),
    Style("CVDien", "CV Điện", look="ck", before=280),
    Style("CVKinhguimot", "CV Kính gửi một nơi", look="c", before=280),
    Style("CVNoigui", "CV Nơi gửi", left=2714, first=-163),
    Style("CVKinhguilien", "CV Kính gửi liền dòng", "CVNoigui", before=280, left=2714, first=-1311),
    # text
    Style("CVNoidung", "CV Nội dung", look="j", before=120, first=720),
    Style("CVNoidungcuoi", "CV Nội dung cuối", "CVNoidung", look="k"),
    Style("CVKhoan", "CV Khoản", "CVNoidung"),
    Style("CVDiem", "CV Điểm", "CVNoidung"),
    Style("CVGach", "CV Gạch", "CVNoidung"),
    Style("CVDieu", "CV Điều", "CVNoidung"),
    Style("CVLama", "CV Mục La Mã", "CVNoidung", look="jk"),
    Style("CVGiua", "CV Giữa", look="ck", before=120),
    Style("CVTenbieudo", "CV Tên biểu đồ", look="bick", before=160),
    Style("CVBieudo", "CV Biểu đồ", look="k"),
    Style("CVBieudogiua", "CV Biểu đồ giữa", "CVBieudo", look="ck"),
    Style("CVChuong", "CV Chương", look="bck", before=240),
    Style("CVMuc", "CV Mục", look="bck", before=240),
    Style("CVTieude", "CV Tiêu đề", look="bck"),
    # foot
    Style("CVNoinhan", "CV Nơi nhận", size=24, look="bi", line=322),
    Style("CVNoinhanmuc", "CV Nơi nhận mục", size=22, line=253, left=128, first=-128),
    Style("CVChucvu", "CV Chức vụ", look="bc", line=322),
    Style("CVHoten", "CV Họ tên", look="bc", before=1120, line=322),
    # copies, confirmation, the time of a digital signature
    Style("CVXacnhan", "CV Xác nhận", size=26, look="ic", line=300),
    Style("CVHinhthucsao", "CV Hình thức sao", "CVDau", size=28, look="b"),
    Style("CVKexuyen", "CV Kẻ suốt", size=12, line=240, extra=RULE),
    Style("CVKyso", "CV Ký số", size=20, look="e", line=240),
    # appendix, table
    Style("CVPhuluc", "CV Phụ lục", look="bck"),
    Style("CVTenphuluc", "CV Tên phụ lục", look="bck"),
    Style("CVPhude", "CV Phụ đề", "CVTenphuluc", left=1701, right=1701),
    Style("CVKemtheo", "CV Kèm theo", size=26, look="ic", left=833, right=833),
    Style("CVDukien", "CV Dữ kiện", before=120, first=720),
    Style("CVDongdanhsach", "CV Dòng danh sách", size=26, look="c"),
    Style("CVO", "CV Ô", size=26, line=300),
    Style("CVOgiua", "CV Ô giữa", "CVO", look="c"),
    Style("CVOphai", "CV Ô phải", "CVO", look="e"),
    Style("CVOcuoi", "CV Ô cuối", "CVO", look="k"),
    Style("CVOcuoigiua", "CV Ô cuối giữa", "CVOgiua", look="k"),
    Style("CVOcuoiphai", "CV Ô cuối phải", "CVOphai", look="k"),
    Style("CVDaubang", "CV Đầu bảng", "CVOgiua", look="b"),
    Style("CVTong", "CV Tổng", "CVO", look="b"),
    Style("CVTongphai", "CV Tổng phải", "CVTong", look="e"),
    Style("CVTonggiua", "CV Tổng giữa", "CVOgiua", look="b"),
    Style("CVGhichu", "CV Ghi chú", "CVNoidung", look="ik"),
    Style("CVKybieu", "CV Ký biểu", look="bck", before=240, left=4224),
    Style("CVKybieuchu", "CV Ký biểu chữ", look="ic", left=4224),
    # envelope
    Style("CVBidong", "CV Bì dòng", size=24, look="c", line=290),
    Style("CVBiso", "CV Bì số", size=26, look="c", before=240, line=320),
    Style("CVBigui", "CV Bì gửi", size=28, before=480, line=360),
    Style("CVBidiachi", "CV Bì địa chỉ", size=26, before=60, line=320),
    # margins
    Style("CVSotrang", "CV Số trang", look="c", line=320),
    Style("CVDaumuc", "CV Dấu mức", size=26, look="bc", line=300, extra=box("auto")),
    Style("CVLienhe", "CV Liên hệ", size=22, line=260, extra=TOP_RULE),
]

DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="Times New Roman"'
    ' w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/>'
    '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:pPr><w:widowControl/></w:pPr><w:rPr><w:lang w:val="vi-VN"/></w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr>"
    "</w:style>"
)


def table_styles() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 20), ("left", 85), ("bottom", 20), ("right", 85))
    )
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="CVLuoi"><w:name w:val="CV Lưới"/>'
        '<w:basedOn w:val="TableNormal"/></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="CVBang"><w:name w:val="CV Bảng"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{sides}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )


def style_xml(style: Style) -> str:
    spacing = (f' w:before="{style.before}"' if style.before >= 0 else "") + (
        f' w:line="{style.line}" w:lineRule="exact"' if style.line else ""
    )
    first = (
        f' w:firstLine="{style.first}"' if style.first > 0 else f' w:hanging="{-style.first}"' if style.first else ""
    )
    indent = (
        (f' w:left="{style.left}"' if style.left else "") + (f' w:right="{style.right}"' if style.right else "") + first
    )
    align = {"c": "center", "j": "both", "e": "right"}.get(next((sign for sign in style.look if sign in "cje"), ""), "")
    paragraph = (
        ("<w:keepNext/>" if "k" in style.look else "")
        + style.extra
        + (f"<w:spacing{spacing}/>" if spacing else "")
        + (f"<w:ind{indent}/>" if indent else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    characters = (
        ("<w:b/><w:bCs/>" if "b" in style.look else "")
        + ("<w:i/><w:iCs/>" if "i" in style.look else "")
        + (f'<w:color w:val="{style.colour}"/>' if style.colour else "")
        + (f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else "")
    )
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val={quoteattr(style.name)}/>'
        f'<w:basedOn w:val="{style.based_on}"/><w:qFormat/>'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{characters}</w:rPr>" if characters else "")
        + "</w:style>"
    )


def styles_xml(styles: list[Style]) -> str:
    return DEFAULTS + "".join(style_xml(style) for style in styles) + table_styles()
