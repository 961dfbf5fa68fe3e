"""The 29 kinds of administrative documents (Decree 30/2020/NĐ-CP, Điều 7) and the three copies, with abbreviations.

Source of the abbreviations: Appendix III, I.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of document: its name, its abbreviation in the symbol ("" for none), whether the name is a heading."""

    name: str
    abbreviation: str = ""
    heading: bool = True


KINDS = {
    "nghi-quyet": Kind("Nghị quyết", "NQ"),
    "quyet-dinh": Kind("Quyết định", "QĐ"),
    "chi-thi": Kind("Chỉ thị", "CT"),
    "quy-che": Kind("Quy chế", "QC"),
    "quy-dinh": Kind("Quy định", "QyĐ"),
    "thong-cao": Kind("Thông cáo", "TC"),
    "thong-bao": Kind("Thông báo", "TB"),
    "huong-dan": Kind("Hướng dẫn", "HD"),
    "chuong-trinh": Kind("Chương trình", "CTr"),
    "ke-hoach": Kind("Kế hoạch", "KH"),
    "phuong-an": Kind("Phương án", "PA"),
    "de-an": Kind("Đề án", "ĐA"),
    "du-an": Kind("Dự án", "DA"),
    "bao-cao": Kind("Báo cáo", "BC"),
    "bien-ban": Kind("Biên bản", "BB"),
    "to-trinh": Kind("Tờ trình", "TTr"),
    "hop-dong": Kind("Hợp đồng", "HĐ"),
    "cong-van": Kind("Công văn", heading=False),
    "cong-dien": Kind("Công điện", "CĐ"),
    "ban-ghi-nho": Kind("Bản ghi nhớ", "BGN"),
    "ban-thoa-thuan": Kind("Bản thỏa thuận", "BTT"),
    "giay-uy-quyen": Kind("Giấy ủy quyền", "GUQ"),
    "giay-moi": Kind("Giấy mời", "GM"),
    "giay-gioi-thieu": Kind("Giấy giới thiệu", "GGT"),
    "giay-nghi-phep": Kind("Giấy nghỉ phép", "GNP"),
    "phieu-gui": Kind("Phiếu gửi", "PG"),
    "phieu-chuyen": Kind("Phiếu chuyển", "PC"),
    "phieu-bao": Kind("Phiếu báo", "PB"),
    "thu-cong": Kind("Thư công"),
}

COPIES = {"sao-y": ("SAO Y", "SY"), "sao-luc": ("SAO LỤC", "SL"), "trich-sao": ("TRÍCH SAO", "TrS")}
"""Copies (Appendix I, Part II; sheet 3.1): the words over the copy, and the abbreviation in its symbol."""
