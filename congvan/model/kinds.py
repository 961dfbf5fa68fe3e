"""The 29 kinds of administrative documents (Decree 30/2020/NĐ-CP, Điều 7; abbreviations of Appendix III, I)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name, abbreviation in the symbol ("" for none), and whether the name stands as a heading."""

    id: str
    name: str
    abbreviation: str
    heading: bool = True
    first_copy: str = ""  # the first item of Nơi nhận that the sample sheets set


KINDS = {
    kind.id: kind
    for kind in (
        Kind("nghi-quyet", "Nghị quyết", "NQ"),
        Kind("quyet-dinh", "Quyết định", "QĐ"),
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
        Kind("bao-cao", "Báo cáo", "BC"),
        Kind("bien-ban", "Biên bản", "BB"),
        Kind("to-trinh", "Tờ trình", "TTr"),
        Kind("hop-dong", "Hợp đồng", "HĐ"),
        Kind("cong-van", "Công văn", "", heading=False, first_copy="Như trên"),
        Kind("cong-dien", "Công điện", "CĐ"),
        Kind("ban-ghi-nho", "Bản ghi nhớ", "BGN"),
        Kind("ban-thoa-thuan", "Bản thỏa thuận", "BTT"),
        Kind("giay-uy-quyen", "Giấy ủy quyền", "GUQ"),
        Kind("giay-moi", "Giấy mời", "GM"),
        Kind("giay-gioi-thieu", "Giấy giới thiệu", "GGT"),
        Kind("giay-nghi-phep", "Giấy nghỉ phép", "GNP"),
        Kind("phieu-gui", "Phiếu gửi", "PG"),
        Kind("phieu-chuyen", "Phiếu chuyển", "PC"),
        Kind("phieu-bao", "Phiếu báo", "PB"),
        Kind("thu-cong", "Thư công", "", heading=False),
    )
}
