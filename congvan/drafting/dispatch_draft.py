"""`new --kind thong-bao NAME`: a commented first draft of a dispatch of any of the 29 kinds.

The contents of a draft are samples to be overwritten. A draft builds without changes.
"""

from __future__ import annotations

from collections.abc import Sequence

_PLAIN = """\
  Nội dung thứ nhất của văn bản (mẫu).

  #muc-dich. Nội dung được đánh số tự động (mẫu):

  #) Điểm thứ nhất;

  #) Điểm thứ hai.

  #. Thực hiện theo {@muc-dich} của văn bản này (mẫu)./.
"""
_SECTIONS = """\
  I#. MỤC ĐÍCH, YÊU CẦU

  #. Mục đích của văn bản (mẫu).

  #. Yêu cầu của văn bản (mẫu).

  I#. TỔ CHỨC THỰC HIỆN

  Các đơn vị thực hiện theo phân công dưới đây (mẫu).

  | TT | Nội dung | Đơn vị | Thời hạn |
  |:-:|---|---|:-:|
  | 1 | Việc thứ nhất (mẫu) | Văn phòng | 31/3/2026 |
  | 2 | Việc thứ hai (mẫu) | Thanh tra | 30/6/2026 |

  Trong quá trình thực hiện có vướng mắc, các đơn vị phản ánh về Văn phòng để tổng hợp (mẫu)./.
"""
_ARTICLES = """\
  Chương #
  Quy định chung

  Điều #pham-vi. Phạm vi điều chỉnh

  Văn bản này quy định việc thứ nhất (mẫu).

  Điều #. Đối tượng áp dụng

  #. Các phòng, đơn vị thuộc cơ quan (mẫu).

  #. Tổ chức, cá nhân có liên quan đến việc nêu tại {@pham-vi} (mẫu).

  Chương #
  Tổ chức thực hiện

  Điều #. Điều khoản thi hành

  Các phòng, đơn vị chịu trách nhiệm thi hành (mẫu)./.
"""
_DECISION = """\
  Điều #. Kiện toàn Tổ công tác gồm các ông, bà có tên trong danh sách (mẫu).

  Điều #. Quyết định này có hiệu lực thi hành kể từ ngày ký.

  Điều #thi-hanh. Các phòng, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.
"""
_RESOLUTION = _DECISION.replace("Quyết định này", "Nghị quyết này").replace(
    "Kiện toàn Tổ công tác gồm các ông, bà có tên trong danh sách", "Thông qua chương trình công tác năm"
)
_LETTER = """\
  Thực hiện nhiệm vụ được giao, {{ agency.name }} đề nghị (mẫu):

  #. Nội dung thứ nhất (mẫu).

  #. Nội dung thứ hai (mẫu).

  Đề nghị các đơn vị phối hợp thực hiện./.
"""
_PARTIES = """\
  Hai bên thống nhất các nội dung sau (mẫu):

  Điều #. Nội dung công việc (mẫu).

  Điều #. Trách nhiệm của các bên (mẫu).

  Điều #. Văn bản này được lập thành 04 bản, mỗi bên giữ 02 bản./.
"""
_CO_SIGNER = """\
co_signer:                                     # người ký bên trái
  name: Trần Thị Mẫu
  title: Giám đốc
"""
_INVITATION = """\
invitation:
  to: Hội nghị tổng kết công tác năm (mẫu)
  chair: Lãnh đạo cơ quan
  time: 08 giờ 00, ngày 05 tháng 3 năm 2026
  place: Phòng họp tầng 2
"""
_INTRODUCTION = """\
introduction:
  person: Nguyễn Văn Mẫu
  title: Chuyên viên Văn phòng
  sent_to: Văn phòng Ủy ban nhân dân tỉnh
  about: Làm việc về công tác văn thư, lưu trữ
  valid_until: 2026-03-31
"""
_LEAVE = """\
leave:
  requested: 2026-03-02
  person: Nguyễn Văn Mẫu
  title: Chuyên viên Văn phòng
  days: 05 ngày
  first_day: 2026-03-09
  last_day: 2026-03-13
  place: tỉnh Lạng Sơn
  counted_as: nghỉ hằng năm của năm 2026
  confirmation: true                           # khối xác nhận của nơi nghỉ phép
"""
_MEETING = """\
meeting:
  name: Cuộc họp
  began: 14 giờ 00, ngày 05 tháng 3 năm 2026
  ended: 16 giờ 30, ngày 05 tháng 3 năm 2026
  place: Phòng họp tầng 2
  present: Đại diện các phòng, đơn vị (mẫu)
  chair: Ông Lê Văn Mẫu
  secretary: Bà Trần Thị Mẫu
co_signer:                                     # thư ký ký bên trái
  name: Trần Thị Mẫu
"""
_CAN_CU = """\
can_cu:                                        # dấu “;” và “.” cuối dòng được thêm khi in
  - Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư
  - Theo đề nghị của Chánh Văn phòng
"""
_URGENCY = """\
urgency: HỎA TỐC                               # KHẨN | THƯỢNG KHẨN | HỎA TỐC
"""
_NOTES = """\
  Đề nghị đại biểu đến đúng giờ./.
"""
_MINUTES = """\
  #. Người chủ trì nêu mục đích cuộc họp (mẫu).

  #. Các đại biểu thảo luận và thống nhất nội dung (mẫu).
"""
_WORDS = """\
  Văn bản này có nội dung sau đây, viết ngắn gọn, rõ ràng (mẫu)./.
"""

SAMPLES: dict[str, tuple[str, str, str]] = {
    "nghi-quyet": ("Về việc thông qua chương trình công tác năm 2026 (mẫu)", _CAN_CU, _RESOLUTION),
    "quyet-dinh": ("Về việc kiện toàn Tổ công tác (mẫu)", _CAN_CU, _DECISION),
    "chi-thi": ("Về việc tăng cường công tác văn thư (mẫu)", "", _PLAIN),
    "quy-che": ("Làm việc của cơ quan (mẫu)", "", _ARTICLES),
    "quy-dinh": ("Về công tác văn thư của cơ quan (mẫu)", "", _ARTICLES),
    "thong-cao": ("Về kỳ họp thứ nhất năm 2026 (mẫu)", "", _WORDS),
    "thong-bao": ("Về lịch tiếp công dân năm 2026 (mẫu)", "", _PLAIN),
    "huong-dan": ("Thực hiện công tác văn thư (mẫu)", "", _PLAIN),
    "chuong-trinh": ("Công tác năm 2026 (mẫu)", "", _SECTIONS),
    "ke-hoach": ("Triển khai công tác văn thư năm 2026 (mẫu)", "", _SECTIONS),
    "phuong-an": ("Bảo đảm an toàn cơ quan năm 2026 (mẫu)", "", _SECTIONS),
    "de-an": ("Nâng cao chất lượng phục vụ nhân dân (mẫu)", "", _SECTIONS),
    "du-an": ("Số hóa tài liệu lưu trữ giai đoạn 2026 - 2030 (mẫu)", "", _SECTIONS),
    "bao-cao": ("Kết quả công tác quý I năm 2026 (mẫu)", "", _SECTIONS),
    "bien-ban": ("Họp giao ban tháng 3 năm 2026 (mẫu)", _MEETING, _MINUTES),
    "to-trinh": ("Về việc phê duyệt Kế hoạch công tác năm 2026 (mẫu)", "", _PLAIN),
    "hop-dong": ("Về việc cung cấp văn phòng phẩm (mẫu)", _CO_SIGNER, _PARTIES),
    "cong-van": ("phối hợp triển khai công tác văn thư (mẫu)", "", _LETTER),
    "cong-dien": ("Về việc chủ động ứng phó mưa lũ (mẫu)", _URGENCY, _PLAIN),
    "ban-ghi-nho": ("Về hợp tác trao đổi thông tin (mẫu)", _CO_SIGNER, _PARTIES),
    "ban-thoa-thuan": ("Về phối hợp công tác (mẫu)", _CO_SIGNER, _PARTIES),
    "giay-uy-quyen": ("Về việc ký hợp đồng mua sắm (mẫu)", "", _WORDS),
    "giay-moi": ("Dự Hội nghị tổng kết công tác (mẫu)", _INVITATION, _NOTES),
    "giay-gioi-thieu": ("Giới thiệu cán bộ đến làm việc (mẫu)", _INTRODUCTION, ""),
    "giay-nghi-phep": ("Nghỉ phép năm 2026 (mẫu)", _LEAVE, ""),
    "phieu-gui": ("Gửi tài liệu phục vụ cuộc họp (mẫu)", "", _WORDS),
    "phieu-chuyen": ("Chuyển đơn để giải quyết theo thẩm quyền (mẫu)", "", _WORDS),
    "phieu-bao": ("Báo nhận đơn (mẫu)", "", _WORDS),
    "thu-cong": ("Chúc mừng ngày thành lập ngành (mẫu)", "", _WORDS),
}  # fmt: skip
"""By kind: subject, the extra block of its sheet, the text."""

ADDRESSED = {
    "cong-van": "Kính gửi",
    "to-trinh": "Kính gửi cấp trên; văn bản không gửi lên thì bỏ khóa này",
    "bao-cao": "Kính gửi cấp trên; văn bản không gửi lên thì bỏ khóa này",
    "cong-dien": "nơi nhận điện",
    "giay-moi": "khách mời",
    "thu-cong": "Kính gửi, nếu có",
}


def draft(kind: str, signer: str, bodies: Sequence[str], month: int, year: int, unit: str = "VP") -> str:
    """Return the YAML of a dispatch of this kind, signed by `signer`, addressed to the first of `bodies`."""
    subject, block, body = SAMPLES[kind]
    first = bodies[0] if bodies else ""
    other = bodies[1] if len(bodies) > 1 else first
    lines = [
        "# yaml-language-server: $schema=../schema/dispatch.json",
        "# Bản nháp mẫu: sửa lại cho đúng; chỗ nào có chữ (mẫu) là phải thay.",
        "",
        f"kind: {kind}",
        "number: blank                                  # khi có số: python3 build.py number 123 --date …",
        f"date: {{day: blank, month: {month}, year: {year}}}",
        *([f"unit: {unit:<41}# chữ viết tắt đơn vị soạn thảo, trong ký hiệu công văn"] if kind == "cong-van" else []),
        f"subject: {subject}",
        "medium: paper                                  # paper: bản giấy | electronic: văn bản điện tử",
        f"signer: {signer:<39}# mã trong data/agency.yaml",
    ]
    if kind in ADDRESSED and first:
        lines += ["", f"receivers:                                     # {ADDRESSED[kind]}", f"  - to: {first}"]
        lines += [f"  - to: {other}"] if kind in ("cong-van", "cong-dien") and other != first else []
    lines += ["", block.rstrip()] if block else []
    if body:
        note = "# dòng trống ngăn các đoạn; # là số tự động, #ten là số có tên, {@ten} dẫn chiếu"
        lines += ["", note, "body: |", body.rstrip()]
    lines += ["", "copies:                                        # Nơi nhận; dòng “Như …” đầu tiên được thêm khi in"]
    lines += [f"  - to: {other}"] if other else ["  []"]
    lines += [f"archive: {{unit: {unit}}}"] if kind not in ("bien-ban", "giay-gioi-thieu") else ["archive: {}"]
    return "\n".join([*lines, "", *_optional_keys(body, signer, month, year)]) + "\n"


def _optional_keys(body: str, signer: str, month: int, year: int) -> list[str]:
    """Return optional keys as comment lines, to be activated by removing “# ”."""
    part = "Điều 1" if "Điều #" in body else "khoản 1" if "  #. " in body else "đoạn 1"
    day = f"{{day: blank, month: {month}, year: {year}}}"
    copied = [
        "# certified_copies:                            # bản sao; extract: trích phần nào",
        f"#   - {{id: sao-y, form: sao-y, number: blank, date: {day}, signer: {signer}}}",
        f"#   - {{id: trich-sao, form: trich-sao, number: blank, date: {day}, signer: {signer}, extract: [{part}]}}",
    ]
    return [
        "# Khi cần thì bỏ dấu # ở đầu dòng:",
        "# marking: LƯU HÀNH NỘI BỘ",
        "# envelopes: true                              # bì cho từng nơi nhận",
        *(copied if body else []),
    ]
