"""The 29 kinds of administrative documents (Decree 30/2020/NĐ-CP, Điều 7) and what follows from the kind.

Names and abbreviations: Appendix III, I. Blocks, first copy, enacting words: the sample sheets 1.1 to 1.10 there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Addressed = Literal["always", "upward", "may", "called", "invited", "no"]
"""Kính gửi: always (công văn), only when it goes up (tờ trình, báo cáo), at will (thư công, the slips), not as Kính gửi
but as the list of a công điện (“… điện:”) or the guests of a giấy mời, or not at all."""

Block = Literal["", "invitation", "introduction", "leave", "meeting"]
"""The key of a dispatch that holds what the sheet of the kind asks for beside the text."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name, abbreviation in the symbol ("" for none), and whether the name stands as a heading."""

    id: str
    name: str
    abbreviation: str
    heading: bool = True
    sheet: str = "1.4"  # of Appendix III; "" where the decree gives none
    addressed: Addressed = "no"
    first_copy: str = ""  # the first item of Nơi nhận; {article} is the last Điều, {person} who gets the paper
    authority: Literal["", "head", "body"] = ""  # THẨM QUYỀN BAN HÀNH: whose, where the dispatch does not say
    enacting: str = ""
    subject_prefix: str = ""  # before a subject that begins with a small letter
    subject_shown: bool = True
    archive: str = ""  # kept beside VT, where the dispatch does not say
    place_date: bool = True
    block: Block = ""
    co_signer: Literal["", "required", "may"] = ""
    labels: tuple[str, str] = ("", "")  # over the left and the right signature, where the dispatch does not say


_PARTIES = ("Đại diện bên A", "Đại diện bên B")

KINDS = {
    kind.id: kind
    for kind in (
        Kind("nghi-quyet", "Nghị quyết", "NQ", sheet="1.1", first_copy="Như Điều {article}", authority="body",
             enacting="QUYẾT NGHỊ:"),
        Kind("quyet-dinh", "Quyết định", "QĐ", sheet="1.2", first_copy="Như Điều {article}", authority="head",
             enacting="QUYẾT ĐỊNH:", subject_prefix="Về việc"),
        Kind("chi-thi", "Chỉ thị", "CT"),
        Kind("quy-che", "Quy chế", "QC"),
        Kind("quy-dinh", "Quy định", "QyĐ"),
        Kind("thong-cao", "Thông cáo", "TC"),
        Kind("thong-bao", "Thông báo", "TB"),
        Kind("huong-dan", "Hướng dẫn", "HD"),
        Kind("chuong-trinh", "Chương trình", "CTr"),
        Kind("ke-hoach", "Kế hoạch", "KH"),
        Kind("phuong-an", "Phương án", "PA"),
        Kind("de-an", "Đề án", "ĐA"),
        Kind("du-an", "Dự án", "DA"),
        Kind("bao-cao", "Báo cáo", "BC", addressed="upward", first_copy="Như trên"),
        Kind("bien-ban", "Biên bản", "BB", sheet="1.9", place_date=False, block="meeting", archive="Hồ sơ",
             co_signer="required",
             labels=("Thư ký", "Chủ tọa")),
        Kind("to-trinh", "Tờ trình", "TTr", addressed="upward", first_copy="Như trên"),
        Kind("hop-dong", "Hợp đồng", "HĐ", sheet="", co_signer="may", labels=_PARTIES),
        Kind("cong-van", "Công văn", "", heading=False, sheet="1.5", addressed="always", first_copy="Như trên"),
        Kind("cong-dien", "Công điện", "CĐ", sheet="1.6", addressed="called"),
        Kind("ban-ghi-nho", "Bản ghi nhớ", "BGN", sheet="", co_signer="may", labels=_PARTIES),
        Kind("ban-thoa-thuan", "Bản thỏa thuận", "BTT", sheet="", co_signer="may", labels=_PARTIES),
        Kind("giay-uy-quyen", "Giấy ủy quyền", "GUQ", co_signer="may", labels=("Người được ủy quyền", "")),
        Kind("giay-moi", "Giấy mời", "GM", sheet="1.7", addressed="invited", block="invitation"),
        Kind("giay-gioi-thieu", "Giấy giới thiệu", "GGT", sheet="1.8", addressed="may", first_copy="Như trên",
             subject_shown=False, block="introduction"),
        Kind("giay-nghi-phep", "Giấy nghỉ phép", "GNP", sheet="1.10", first_copy="{person}", subject_shown=False,
             block="leave"),
        Kind("phieu-gui", "Phiếu gửi", "PG", addressed="may", first_copy="Như trên"),
        Kind("phieu-chuyen", "Phiếu chuyển", "PC", addressed="may", first_copy="Như trên"),
        Kind("phieu-bao", "Phiếu báo", "PB", addressed="may", first_copy="Như trên"),
        Kind("thu-cong", "Thư công", "", sheet="", addressed="may", first_copy="Như trên"),
    )
}  # fmt: skip

COPY_FORMS = {"sao-y": ("SAO Y", "SY"), "sao-luc": ("SAO LỤC", "SL"), "trich-sao": ("TRÍCH SAO", "TrS")}
"""Copies (Appendix I, Part II; sheet 3.1): the words over the copy, and the abbreviation in its symbol."""
