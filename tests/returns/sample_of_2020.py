"""The forms of the dispatch of 2020 as forms of any dispatch, and the blanks that were sent out then."""

from __future__ import annotations

import functools

from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.project.assets import Assets
from congvan.returns.reading.identity import KnownForms
from tests.returns import filling

DISPATCH = "data/dispatches/bluezone-2020.yaml"
FORMS = """\
forms:
  - id: danh-sach
    name: Biểu danh sách
    subject: Nhân viên tham gia Tổ/nhóm
    per: {huyen: districts, doanh_nghiep: enterprises}
    sender: doanh_nghiep
    owed: {when: doanh_nghiep.kind == 'vien-thong', rows: facts.so_nguoi_moi_huyen}
    lines: ["Huyện/thành phố: {{ huyen.heading }}", "Doanh nghiệp: {{ doanh_nghiep.name }}"]
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: ho-ten, label: Họ tên, type: name, required: true}
      - {id: chuc-vu, label: Chức vụ}
      - {id: dien-thoai, label: Điện thoại liên hệ, type: phone, required: true}
      - {id: huyen, label: Huyện/thành phố, type: districts, value: huyen}
      - {id: dau-moi, label: Đầu mối, type: mark, corrected_only: true}
    rows: 17
    checks: [{check: count(dau_moi) >= 1, say: chưa ghi ai là đầu mối}]
    note: Mỗi huyện/thành phố tối thiểu {{ facts.so_nguoi_moi_huyen }} người.
    signers:
      - {title: "{{ doanh_nghiep.name|default('Doanh nghiệp viễn thông') }}", hint: "(Ký, ghi rõ họ tên, đóng dấu)"}
    as_issued_rows: [["1", "", "", "", (Mỗi huyện/thành phố tối thiểu 02 người)], ["3", ………., "", "", ""]]
  - id: bao-cao-ngay
    name: Báo cáo
    subject: Kết quả triển khai hằng ngày
    head: none
    per: {doanh_nghiep: enterprises}
    period: {each: day}
    lines: ["Ngày báo cáo: {{ ky.name }}", "Doanh nghiệp: {{ doanh_nghiep.name }}"]
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: huyen, label: Huyện/thành phố, type: districts, value: huyen}
      - {id: cai-dat, label: Lượt cài đặt trong ngày, type: integer}
      - {id: huong-dan, label: Người được hướng dẫn, type: integer}
      - {id: diem-mo, label: Điểm hỗ trợ đang mở, type: integer, sum: last}
      - {id: kho-khan, label: "Khó khăn, vướng mắc"}
    rows: {each: districts}
    total: Cộng
"""


@functools.cache
def dataset() -> Dataset:
    """The facts of the sample with these forms in place of its own."""
    files = dict(filling.files())
    text = files[DISPATCH].decode()
    begin, end = text.index("forms:\n"), text.index("notes_to_signer:")
    files[DISPATCH] = (text[:begin] + FORMS + "\n" + text[end:]).encode()
    return load(Assets(files))


@functools.cache
def known() -> KnownForms:
    """The forms of that dispatch."""
    return KnownForms(dataset())
