"""Slips of a clerk's hand in a dispatch of today, beside those of test_slips: lists, forms, tables, signs, documents.

One at a time is made in the sample project, which is read as `validate` reads it; tables and papers are tried, nothing
is built.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from congvan.cli.app import main
from congvan.i18n import using_language
from congvan.pipeline.parse import parse
from congvan.pipeline.request import BuildRequest
from congvan.plan.planner import plan
from congvan.plan.rehearsal import rehearse
from congvan.plan.selection import Selection
from congvan.problems import Problem, ProblemsFound
from congvan.project import assets
from congvan.project.assets import Assets
from tests.acceptance.test_slips import FOREIGN

AGENCY = "data/agency.yaml"
DISPATCH = "data/dispatches/to-cong-nghe-so-2026.yaml"
XA = "data/lists/xa.yaml"
THON = "data/lists/thon.yaml"
DON_VI = "data/lists/don-vi.yaml"
DAU_MOI = "data/lists/dau-moi.yaml"
SIGNS = "data/signage/diem-ho-tro-so.yaml"
DOCUMENTS = "data/documents.yaml"


class Slip(NamedTuple):
    """What was typed in place of what; line and column, words of the message, words of the remedy."""

    file: str
    right: str
    typed: str
    at: str
    said: str
    remedy: str


SLIPS = [
    Slip(XA, "type: text", "type: chữ", "8:25", "không có kiểu “chữ”", "chữ ghi là “text”; các loại khác: text (chữ),"),
    Slip(
        DISPATCH,
        "choices: [Nam, Nữ]",
        "choices: [a b]",
        "42:66",
        "chỉ có một mục để chọn: “a b”",
        "các mục ngăn nhau bằng dấu phẩy: [Nam, Nữ]",
    ),
    Slip(
        DISPATCH,
        "choices: [Nam, Nữ]",
        "choices: [Nam Nữ]",
        "42:66",
        "chỉ có một mục để chọn: “Nam Nữ”",
        "các mục ngăn nhau bằng dấu phẩy: [Nam, Nữ]",
    ),
    Slip(
        DISPATCH,
        "choices: [Nam, Nữ]",
        "choices: Nam, Nữ",
        "42:71",
        "Trong { }, dấu phẩy ngăn các mục, nên đoạn chữ bị cắt sau",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "Nam,',
    ),
    Slip(
        DISPATCH,
        "choices: [Nam, Nữ]",
        "choices: [Nam; Nữ]",
        "42:66",
        "chỉ có một mục để chọn: “Nam; Nữ”",
        "các mục ngăn nhau bằng dấu phẩy: [Nam, Nữ]",
    ),
    Slip(
        DISPATCH,
        "time: 16h00",
        "time: 25h00",
        "86:31",
        "“25h00” không phải giờ; viết theo dạng 16h00",
        "xem cách viết trong docs/data.md",
    ),
    Slip(
        AGENCY,
        "abbreviation: ",
        "abbreviation: Sở # ",
        "6:15",
        "“Sở” không phải chữ viết tắt ghi trong ký hiệu",
        "ghi chữ in hoa, không có dấu cách: STTTT, VP,",
    ),
    Slip(
        DOCUMENTS,
        "when: table.filled",
        "when: table.filed",
        "48:9",
        "Không có mục nào tên “table.filed”.",
        "có phải là “table.filled” không?",
    ),
    Slip(
        DOCUMENTS,
        "when: sender.owing",
        "when: sender.owing = true",
        "58:22",
        "So sánh bằng viết hai dấu bằng.",
        "sender.owing == true",
    ),
    Slip(
        DOCUMENTS,
        "when: dispatch.envelopes",
        "when: dispatch.envelopes and not x",
        "31:36",
        "Không có mục nào tên “x”.",
        "có phải là “xa” không?",
    ),
    Slip(
        DOCUMENTS,
        "when: dispatch.envelopes",
        "when: có",
        "31:9",
        "Không có mục nào tên “có”.",
        "Có: edition, agency, signer, dispatch,",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place: Lạng Sơn, ngày 19",
        "7:8",
        "“Lạng Sơn, ngày 19”: ở đây chỉ ghi địa danh; ngày, tháng,",
        "chỉ ghi địa danh, không có dấu phẩy: Lạng Sơn",
    ),
    Slip(AGENCY, "signers:", "signers", "10:8", "Thiếu dấu hai chấm sau “signers”.", "Ghi “signers:”."),
    Slip(
        AGENCY,
        "  - id: nguoi-ky-mau",
        "  - id: nguoi ky mau",
        "11:9",
        "“nguoi ky mau” không phải mã; mã chỉ gồm chữ thường không",
        "ghi mã: nguoi-ky-mau",
    ),
    Slip(
        AGENCY,
        "  - id: nguoi-ky-mau",
        '  - id: "nguoi-ky-mau "',
        "11:9",
        "“nguoi-ky-mau ” không phải mã; mã chỉ gồm chữ thường không",
        "ghi mã: nguoi-ky-mau",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place: {{ tinh }}",
        "7:9",
        "Tên mục phải là một từ.",
        "Đoạn chữ bắt đầu bằng “{” hoặc “[” phải đặt",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place： Lạng Sơn",
        "7:6",
        "Sau tên mục là “：”, trong khi phải là dấu hai chấm.",
        "Ghi “place: Lạng Sơn”.",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place = Lạng Sơn",
        "7:7",
        "Sau tên mục là “=”, trong khi phải là dấu hai chấm.",
        "Ghi “place: Lạng Sơn”.",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place; Lạng Sơn",
        "7:6",
        "Sau tên mục là “;”, trong khi phải là dấu hai chấm.",
        "Ghi “place: Lạng Sơn”.",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "\xa0place: Lạng Sơn",
        "7:1",
        "Đầu dòng có dấu cách lạ, do chép từ Word hoặc trang web.",
        "Xóa các dấu cách ở đầu dòng rồi gõ lại bằng",
    ),
    Slip(
        AGENCY,
        "\nplace: Lạng Sơn",
        "\n place: Lạng Sơn",
        "7:2",
        "Dòng này thụt 1 dấu cách, các dòng trên thụt 0.",
        "Bỏ bớt 1 dấu cách ở đầu dòng.",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "- place: Lạng Sơn",
        "7:1",
        "Thừa dấu gạch đầu dòng “- ” trước “place”.",
        "Ghi “place: …”, như các dòng trên và dưới.",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place: Lạng Sơn;",
        "7:8",
        "“Lạng Sơn;”: ở đây chỉ ghi địa danh; ngày, tháng, năm được",
        "chỉ ghi địa danh, không có dấu phẩy: Lạng Sơn",
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place: !Lạng Sơn",
        "7:8",
        "Nội dung không được bắt đầu bằng “!”.",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "…".',
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "place: 'Lạng Sơn's'",
        "7:8",
        "Đoạn chữ đặt trong nháy lại có chính dấu nháy đó (') ở giữa.",
        'Đặt cả đoạn chữ trong dấu nháy kia: "…".',
    ),
    Slip(
        AGENCY,
        "place: Lạng Sơn",
        "địa danh: Lạng Sơn",
        "7:1",
        "không có mục nào tên là “địa danh”",
        "có phải là “place” không?",
    ),
    Slip(
        XA,
        "valid_from: 2025-07-01}",
        "valid_from: 1/7/2025, valid_to: 30/6/2025}",
        "10:77",
        "ngày cuối (valid_to) đứng trước ngày đầu (valid_from)",
        "valid_from là ngày đầu, valid_to là ngày cuối",
    ),
    Slip(
        XA,
        "{{ kind|hoa_dau }} {{ name }}",
        "{{ kind|hoa_đau }} {{ name }}",
        "5:12",
        "không có cách trình bày “hoa_đau”",
        "có phải là “hoa_dau” không?",
    ),
    Slip(
        XA,
        "{{ kind|hoa_dau }} {{ name }}",
        "{{ kind|hoadau }} {{ nam }}",
        "5:12",
        "không có cách trình bày “hoadau”",
        "có phải là “hoa_dau” không?",
    ),
    Slip(
        XA,
        "{{ kind|hoa_dau }} {{ name }}",
        "{{ kind }} {{ tên }}",
        "5:12",
        "danh sách này không có mục “tên”",
        "có: id, name, address, phone, email, via,",
    ),
    Slip(
        XA,
        "list:",
        "lists:",
        "2:1",
        "danh sách phải mở đầu bằng “list:” (phần đầu), hoặc bằng",
        "ghi “list:” có label, rồi “entries:” gồm các",
    ),
    Slip(
        XA,
        'receives: {ubnd: "Ủy ban',
        'receives: {UBND: "Ủy ban',
        "7:13",
        "“UBND” không phải mã; mã chỉ gồm chữ thường không dấu, chữ",
        "ghi mã: ubnd",
    ),
    Slip(
        DON_VI,
        "phone: 0205 3812 345",
        "email: abc@langson,gov.vn",
        "7:63",
        "Trong { }, dấu phẩy ngăn các mục, nên đoạn chữ bị cắt sau",
        "Đặt cả đoạn chữ trong dấu ngoặc kép:",
    ),
    Slip(
        DON_VI,
        "phone: 0205 3812 345",
        "via: trục liên thông",
        "7:49",
        "“trục liên thông” không có trong các mục được chọn",
        "chọn một trong: trục, giấy, e-mail, bưu điện",
    ),
    Slip(
        THON,
        "type: integer, label: Số hộ, min: 1",
        "type: số, label: Số hộ, min: 1",
        "10:19",
        "không có kiểu “số”",
        "số nguyên ghi là “integer”; các loại khác:",
    ),
    Slip(
        THON,
        '"{{ xa.id }}-{{ name|ma }}"',
        '"{{ xa }}-{{ name|ma }}"',
        "6:7",
        "“xa” là một mục của danh sách khác, không phải chữ",
        "ghi {{ xa.name }} (tên) hoặc {{ xa.id }} (mã)",
    ),
    Slip(
        THON,
        '"{{ xa.id }}-{{ name|ma }}"',
        "{{ xa.id }}-{{ name|ma }}",
        "6:7",
        "Nội dung bắt đầu bằng chỗ điền thì phải đặt trong dấu ngoặc",
        'Ghi "{{ xa.id }}-{{ name|ma }}".',
    ),
    Slip(
        DAU_MOI,
        "id: bao-cao",
        "id: bao_cao",
        "4:10",
        "“bao_cao” không phải mã; mã chỉ gồm chữ thường không dấu,",
        "ghi mã: bao-cao",
    ),
    Slip(
        DON_VI,
        "name: Đơn vị mẫu A",
        'name: "{{ x }}"',
        "7:30",
        "“{{ x }}”: nội dung của danh sách được in nguyên, không",
        "ghi thẳng nội dung",
    ),
    Slip(
        DON_VI,
        "name: Đơn vị mẫu A",
        "name: Đơn vị A, phòng Tổng hợp",
        "7:40",
        "Trong { }, dấu phẩy ngăn các mục, nên đoạn chữ bị cắt sau",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "Đơn vị',
    ),
    Slip(
        DISPATCH,
        "{day: blank, month: 8, year: 2026}",
        "{ngày: blank, tháng: 8, năm: 2026}",
        "5:8",
        "không có mục nào tên là “ngày”",
        "có phải là “day” không?",
    ),
    Slip(
        DISPATCH,
        "{each: xa, as: ubnd, text",
        "{each: xa, as: UBND, text",
        "11:20",
        "“UBND” không phải mã; mã chỉ gồm chữ thường không dấu, chữ",
        "ghi mã: ubnd",
    ),
    Slip(
        DISPATCH,
        "{each: xa, as: ubnd, text",
        "{each: xa, where: xa.kind == xã, as: ubnd, text",
        "11:34",
        "Không có mục nào tên “xã”.",
        "Chữ để so sánh đặt trong dấu nháy: 'xã'",
    ),
    Slip(
        DISPATCH,
        "\"Các đơn vị: {{ members | join(', ') }}\"",
        "Các đơn vị: {{ members | join(', ') }}",
        "12:26",
        "Đoạn chữ trong dấu ngoặc có dấu hai chấm thì phải đặt trong",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "Các đơn',
    ),
    Slip(
        DISPATCH,
        "{{ agency.name }} đề nghị",
        "{{ agency.name đề nghị",
        "18:49",
        "“{{ agency.name đề nghị:” là chỗ điền nhưng không đủ hai",
        "ghi {{ agency.name }}",
    ),
    Slip(
        DISPATCH,
        "{{ agency.name }} đề nghị",
        "<<agency.name>> đề nghị",
        "18:49",
        "“<<agency.name>>” là chỗ điền nhưng không đủ hai dấu ngoặc",
        "ghi {{ agency.name }}",
    ),
    Slip(
        DISPATCH,
        "{{ agency.name }} đề nghị",
        "[agency.name] đề nghị",
        "18:49",
        "“[agency.name]” là chỗ điền nhưng không đủ hai dấu ngoặc",
        "ghi {{ agency.name }}",
    ),
    Slip(
        DISPATCH,
        "body: |",
        "body: |\n    ",
        "18:1",
        "Dòng trống này có 4 dấu cách, nhiều hơn các dòng của nội",
        "Xóa các dấu cách trong dòng trống này.",
    ),
    Slip(
        DISPATCH,
        "copies: [Như trên, Lãnh đạo Sở]",
        "copies: Như trên, Lãnh đạo Sở",
        "26:9",
        "mục “copies” phải là danh sách (các dòng bắt đầu bằng “- ”)",
        "đặt trong ngoặc vuông, các mục ngăn nhau bằng",
    ),
    Slip(
        DISPATCH,
        "copies: [Như trên, Lãnh đạo Sở]",
        "copies:\n  - Như trên\n  Lãnh đạo Sở",
        "28:3",
        "Thiếu dấu gạch đầu dòng “- ” trước “Lãnh đạo Sở”.",
        "Ghi “- Lãnh đạo Sở”.",
    ),
    Slip(
        DISPATCH, "sender: xa.ubnd", "sender: ubnd", "34:13", "Biểu này không có “ubnd”.", "có phải là “xa.ubnd” không?"
    ),
    Slip(
        DISPATCH,
        "due: danh-sach",
        "due: danh_sach",
        "36:10",
        "“danh_sach” không phải mã; mã chỉ gồm chữ thường không dấu,",
        "ghi mã: danh-sach",
    ),
    Slip(
        DISPATCH,
        "type: name, required: true}",
        "type: họ tên, required: true}",
        "40:46",
        "Không có loại cột “họ tên”.",
        "họ tên ghi là “name”; các loại khác: text",
    ),
    Slip(
        DISPATCH,
        "max: 31/12/2010",
        "max: 31/12/10",
        "41:60",
        "“31/12/10” không phải giá trị của kiểu này (ngày tháng)",
        "cột số thì ghi số, cột ngày thì ghi ngày, ví",
    ),
    Slip(
        DISPATCH,
        "{id: ho-ten, label: Họ và tên",
        "{id: họ-tên, label: Họ và tên",
        "40:14",
        "“họ-tên” không phải mã; mã chỉ gồm chữ thường không dấu,",
        "ghi mã: ho-ten",
    ),
    Slip(DISPATCH, "rows: 12", "rows: 0", "46:11", "biểu không có dòng nào", "ghi số dòng in ra: “rows: 12”"),
    Slip(
        DISPATCH,
        "check: count(to_truong) == 1",
        "check: count(tổ_trưởng) == 1",
        "47:28",
        "Không có mục nào tên “tổ_trưởng”.",
        "có phải là “to_truong” không?",
    ),
    Slip(
        DISPATCH,
        "count(gioi_tinh == 'Nữ')",
        "count(gioi_tinh == 'Nu')",
        "48:83",
        "“gioi_tinh” không có mục nào là “Nu”",
        "có phải là “Nữ” không?",
    ),
    Slip(
        DISPATCH,
        "value: ho_dung / so_ho",
        "value: ho_dung : so_ho",
        "62:57",
        "Đoạn chữ trong dấu ngoặc có dấu hai chấm thì phải đặt trong",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "ho_dung',
    ),
    Slip(
        DISPATCH,
        "value: ho_dung / so_ho",
        "value: (3)/(2)",
        "62:57",
        "value chỉ gồm các con số, nên dòng nào cũng ra một kết quả",
        "ghi mã cột, không ghi số thứ tự cột (1), (2):",
    ),
    Slip(
        DISPATCH,
        "value: ho_dung / so_ho",
        "value: =C2/B2",
        "62:57",
        "Biểu thức không mở đầu bằng dấu bằng như công thức Excel.",
        "C2/B2",
    ),
    Slip(DISPATCH, "ho_dung <= so_ho", "ho_dung =< so_ho", "64:30", "“=<” phải viết là <=", "ho_dung <= so_ho"),
    Slip(DISPATCH, "ho_dung <= so_ho", "ho_dung ≤ so_ho", "64:30", "“≤” phải viết là <=", "ho_dung <= so_ho"),
    Slip(
        DISPATCH,
        "where: thon.xa == xa, spare",
        "where: xa == xa, spare",
        "63:34",
        "“xa” đang được so sánh với chính nó",
        "một bên ghi mục của dòng: thon.xa == xa",
    ),
    Slip(
        DISPATCH,
        "each: week, from: 31/8/2026, to: 27/12/2026",
        "each: tuần, from: 31/8/2026, to: 27/12/2026",
        "85:20",
        "“tuần” không phải kỳ báo cáo.",
        "có phải là “week” không?",
    ),
    Slip(
        DISPATCH,
        "each: week, from: 31/8/2026, to: 27/12/2026",
        "each: week, từ: 31/8/2026, đến: 27/12/2026",
        "85:26",
        "không có mục nào tên là “từ”",
        "có phải là “from” không?",
    ),
    Slip(
        DISPATCH,
        "day: thứ Sáu",
        "day: Friday",
        "86:16",
        "“Friday” không phải một ngày trong kỳ.",
        "ghi thứ Sáu, số ngày trong tháng (5), hoặc",
    ),
    Slip(
        DISPATCH,
        "holiday: before",
        "holiday: trước",
        "86:47",
        "“trước” không dùng được cho “holiday”",
        "có phải là “before” không?",
    ),
    Slip(
        DISPATCH,
        "of: thanh-vien",
        "of: thanhvien",
        "100:54",
        "Không có biểu, danh sách hay bảng phân công nào mã",
        "có phải là “thanh-vien” không?",
    ),
    Slip(
        DISPATCH,
        "group: [xa]",
        "group: xa",
        "100:73",
        "mục “group” phải là danh sách (các dòng bắt đầu bằng “- ”)",
        "đặt trong ngoặc vuông, các mục ngăn nhau bằng",
    ),
    Slip(
        DISPATCH,
        "of: owing, group",
        "of: nợ, group",
        "102:59",
        "Không có biểu, danh sách hay bảng phân công nào mã “nợ”.",
        "Chọn trong: thanh-vien, ds-thon, th-don-vi,",
    ),
    Slip(
        DISPATCH,
        "columns: [don_vi, ho_ten, ngay_sinh, cccd]",
        "columns: [don_vi, họ tên, ngay_sinh, cccd]",
        "100:126",
        "Bảng này không có cột “họ tên”.",
        "có phải là “ho_ten” không?",
    ),
    Slip(
        DISPATCH,
        "signage: diem-ho-tro-so",
        "signage: điểm hỗ trợ số",
        "9:10",
        "“điểm hỗ trợ số” không phải mã; mã chỉ gồm chữ thường không",
        "ghi mã: diem-ho-tro-so",
    ),
    Slip(
        DISPATCH,
        "unit: CĐS",
        "unit: Phòng Chuyển đổi số",
        "6:7",
        "“Phòng Chuyển đổi số” không phải chữ viết tắt ghi trong ký",
        "ghi chữ in hoa, không có dấu cách: STTTT, VP,",
    ),
    Slip(
        DISPATCH,
        "subject: kiện toàn",
        'subject: "kiện toàn.',
        "7:10",
        "Dấu nháy mở ở đây chưa đóng.",
        "Đóng lại bằng chính dấu nháy đó.",
    ),
    Slip(
        DISPATCH,
        'hint: "(Ký, ghi rõ họ tên, đóng dấu)"',
        "hint: (Ký, ghi rõ họ tên, đóng dấu)",
        "49:66",
        "Trong { } và [ ], dấu phẩy ngăn các mục, nên đoạn này bị",
        'Đặt cả đoạn trong dấu ngoặc kép: "(Ký, ghi rõ',
    ),
    Slip(
        DISPATCH,
        'lines: ["Xã, phường: {{ xa.heading }}", "Đơn',
        'lines: [Xã, phường: {{ xa.heading }}, "Đơn',
        "37:26",
        "Tên mục phải là một từ.",
        "Đoạn chữ bắt đầu bằng “{” hoặc “[” phải đặt",
    ),
    Slip(
        DISPATCH,
        "due: {day: thứ Sáu",
        "due: {day:thứ Sáu",
        "86:11",
        "Sau dấu hai chấm phải có dấu cách.",
        "Ghi “day: thứ Sáu”.",
    ),
    Slip(
        DOCUMENTS,
        "for_each: {receiver: receivers}",
        "for_each: receivers",
        "22:13",
        "mục “for_each” phải gồm các dòng “tên mục: nội dung”",
        "ghi tên mục và nội dung trong ngoặc nhọn:",
    ),
    Slip(
        DOCUMENTS,
        "for_each: {receiver: receivers}",
        "for_each: {receiver: nơi nhận}",
        "22:24",
        "“nơi nhận” không phải mã; mã chỉ gồm chữ thường không dấu,",
        "ghi mã: noi-nhan",
    ),
    Slip(DOCUMENTS, "task: sign", "task: ký", "5:9", "“ký” không dùng được cho “task”", "có phải là “sign” không?"),
    Slip(
        DOCUMENTS,
        "templates: {docx: van-ban.docx}",
        "templates: van-ban.docx",
        "7:14",
        "mục “templates” phải gồm các dòng “tên mục: nội dung”",
        "ghi tên mục và nội dung trong ngoặc nhọn:",
    ),
    Slip(
        DOCUMENTS,
        "paper: don-doc",
        "paper: đôn đốc",
        "55:10",
        "“đôn đốc” không phải mã; mã chỉ gồm chữ thường không dấu,",
        "ghi mã: don-doc",
    ),
    Slip(
        SIGNS,
        'screen: "#0B4EA2"',
        "screen: #0B4EA2",
        "15:67",
        "Từ dấu # trở đi là ghi chú, nên dấu ngoặc chưa đóng.",
        'Đặt trong dấu ngoặc kép: "#0B4EA2".',
    ),
    Slip(
        SIGNS,
        "width: 3000",
        "width: 3.000",
        "27:12",
        "“3.000” không phải số, chẳng hạn 3000 hoặc 12.5",
        "chỉ ghi chữ số; dấu chấm chỉ đứng trước phần",
    ),
    Slip(
        SIGNS,
        "sets: [{each: don-vi,",
        'sets: [{each: don-vi, maker: "{{ nam }}",',
        "12:30",
        "mục “maker” phải là danh sách (các dòng bắt đầu bằng “- ”)",
        "đặt trong ngoặc vuông, các mục ngăn nhau bằng",
    ),
    Slip(
        SIGNS,
        "kind: banner",
        "kind: băng rôn",
        "26:11",
        "“băng rôn” không dùng được cho “kind”",
        "có phải là “banner” không?",
    ),
    Slip(
        DISPATCH,
        "  Để kiện toàn",
        "    Để kiện toàn",
        "18:3",
        "Dòng đầu của nội dung “body” thụt 4 dấu cách, các dòng sau",
        "Bỏ bớt 2 dấu cách ở đầu dòng này; khi in, đầu",
    ),
    Slip(
        DISPATCH,
        "  #. Hằng tuần",
        "\xa0\xa0#. Hằng tuần",
        "22:1",
        "Đầu dòng có dấu cách lạ, do chép từ Word hoặc trang web.",
        "Xóa các dấu cách ở đầu dòng rồi gõ lại bằng",
    ),
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    folder = tmp_path_factory.mktemp("sample") / "project"
    assert main(["init", "--sample", "to-cong-nghe-so-2026", str(folder), "--quiet"]) == 0
    files = dict(assets.read(folder))
    for name, few in ((XA, 3), ("data/lists/thon.csv", 0)):  # a few entries show as much as all of them
        lines = files[name].splitlines(keepends=True)
        head = next((n for n, line in enumerate(lines) if line.startswith(b"entries")), 0) + 1
        kept = [
            line for line in lines[head:] if any(each in line.decode() for each in ("Ba Sơn", "Bắc Sơn", "Cao Lộc"))
        ]
        files[name] = b"".join([*lines[:head], *(kept[:few] if few else kept)])
    return Assets(files)


def told(files: Assets) -> list[Problem]:
    request = BuildRequest(Path())
    try:
        dataset, problems = parse(files, request)
        planned = plan(dataset, Selection())
        planned.check()
        tried = [*rehearse([planned.for_dispatch(name) for name in planned.dispatches])]
        letters = plan(dataset, Selection(documents=["letter"])).expand() if not (problems or tried) else ()
        return [*problems, *tried, *(each for each in letters if isinstance(each, Problem))]
    except ProblemsFound as found:
        return list(found.problems)


def test_the_sample_itself_has_no_slip(sample: Assets) -> None:
    assert told(sample) == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.typed.strip().replace("\n", " ")[:60])
def test_a_slip_is_told_where_the_hand_slipped_with_what_to_write(slip: Slip, sample: Assets) -> None:
    text = sample[slip.file].decode("utf-8-sig")
    assert slip.right in text
    with using_language("vi"):
        problems = told(Assets({**sample, slip.file: text.replace(slip.right, slip.typed, 1).encode()}))
        assert problems, "nothing is told"
        first = problems[0]
        assert (first.place.file, f"{first.place.line}:{first.place.column}") == (slip.file, slip.at), first.text
        assert first.text.startswith(slip.said)
        assert str(first.hint or "").startswith(slip.remedy)
        for problem in problems:
            words = f"{problem.text} {problem.hint or ''}".replace(slip.typed, "")
            assert not FOREIGN.search(words), words
