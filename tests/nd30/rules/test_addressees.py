"""Rules on Kính gửi and Nơi nhận: what each says of many ways to write them."""

# ruff: noqa: E501 - tables, a row a case

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.nd30.model.view import CellPosition, PageGeometry, View
from tests.nd30.by_hand import answers, at, items, line, part, said

TWO, TO = ("- Sở A;", "- Sở B."), line("Kính gửi:")
GREETINGS: list[tuple[str, dict[str, Any], Any]] = [
    ("KINH-GUI-PRESENT", {"number": line("Số"), "body": [line("Nội dung"), line("x")]}, {}),
    ("KINH-GUI-PRESENT", {"number": line("Số"), "body": [line("x")], "greeting": TO}, None),
    ("KINH-GUI-PRESENT", {"number": line("Số"), "body": [line("x")], "kind": "quyet-dinh"}, "–"),
    ("KINH-GUI-PRESENT", {"number": line("Số")}, "–"),
    ("KINH-GUI-PRESENT", {"body": [line("x")]}, "–"),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": "ke-hoach"}, {"kind": "Kế hoạch"}),
    ("KINH-GUI-KIND", {"greeting": TO}, None),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": "to-trinh"}, None),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": "giay-moi"}, None),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": ""}, "–"),
    ("KINH-GUI-KIND", {"kind": "ke-hoach"}, "–"),
    ("KINH-GUI-COLON", {"greeting": TO}, None),
    ("KINH-GUI-COLON", {"greeting": line("KÍNH GỬI : Sở A")}, None),
    ("KINH-GUI-COLON", {"greeting": line("Kính gửi Sở A")}, {"text": "Kính gửi Sở A"}),
    ("KINH-GUI-COLON", {"greeting": line("Kính gửi " + "a" * 50)}, {"text": "Kính gửi " + "a" * 31}),
    ("KINH-GUI-COLON", {}, "–"),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "addressees": items("- Sở A.")}, {}),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "addressees": items("- Sở A; Sở B.")}, None),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "addressees": items(*TWO)}, None),
    ("KINH-GUI-ONE-LINE", {"greeting": line("Kính gửi: Sở A"), "addressees": items("x")}, None),
    ("KINH-GUI-ONE-LINE", {}, "–"),
    ("KINH-GUI-NEW-LINE", {"greeting": TO, "addressees": items(*TWO)}, None),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: - Sở A;"), "addressees": items("- Sở B.")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: - Sở A")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A; Sở B.")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A;")}, None),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A")}, None),
    ("KINH-GUI-NEW-LINE", {}, "–"),
    ("KINH-GUI-DASH", {"greeting": TO, "addressees": items(*TWO)}, None),
    ("KINH-GUI-DASH", {"greeting": TO, "addressees": items("+ Sở A;", "- Sở B.")}, {"text": "+ Sở A;"}),
    ("KINH-GUI-DASH", {"greeting": TO, "addressees": items("-Sở A;", "- Sở B.")}, {"text": "-Sở A;"}),
    ("KINH-GUI-DASH", {"greeting": TO, "addressees": items("Sở A")}, "–"),
    ("KINH-GUI-DASH", {"addressees": items("Sở A", "Sở B")}, "–"),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "addressees": items(*TWO)}, None),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "addressees": items("- Sở A,", "- Sở B.")}, {"text": "- Sở A,"}),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "addressees": items("- Sở A")}, "–"),
    ("KINH-GUI-STOP", {"greeting": TO, "addressees": items(*TWO)}, None),
    ("KINH-GUI-STOP", {"greeting": TO, "addressees": items("- Sở A;", "- Sở B…")}, None),
    ("KINH-GUI-STOP", {"greeting": TO, "addressees": items("- Sở A.", "- Sở B;")}, {"text": "- Sở B;"}),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: Sở A;")}, {"text": "Sở A;"}),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: Sở A")}, None),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: - Sở A;"), "addressees": items("- Sở B.")}, None),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: - Sở A;"), "addressees": items("- Sở B;")}, {"text": "- Sở B;"}),
    ("KINH-GUI-STOP", {}, "–"),
    ("KINH-GUI-COLUMN", {"greeting": TO, "addressees": items("- Sở A;")}, "–"),
    ("KINH-GUI-COLUMN", {"greeting": TO, "addressees": items(*TWO, first=20.0)}, None),
    ("KINH-GUI-COLUMN", {"greeting": TO, "addressees": items(*TWO, align="centre")}, {"text": "- Sở B."}),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "addressees": items("- A;", first=20.0) + items("- B.", first=20.7)},
        {"text": "- B."},
    ),
    ("KINH-GUI-COLUMN", {"greeting": TO, "addressees": items("- A;", first=20.0) + items("- B.", first=20.5)}, None),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "addressees": items("- A;", first=20.0) + items("- B.", first=30.0, tabbed=True)},
        None,
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "addressees": items("- A;", box=at(50, 99)) + items("- B.", box=at(51.1, 99))},
        None,
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "addressees": items("- A;", box=at(50, 99)) + items("- B.", box=at(48.7, 99))},
        {"text": "- B."},
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "addressees": items("- A;", box=at(0, 99)) + items("- B.", box=at(1.2, 99))},
        None,
    ),
    ("KINH-GUI-UNDER-COLON", {"greeting": TO, "addressees": items("- A;")}, "–"),
    ("KINH-GUI-UNDER-COLON", {"greeting": line("Kính gửi:", box=at(30, 50)), "addressees": []}, "–"),
    ("KINH-GUI-UNDER-COLON", {"greeting": TO, "addressees": items(*TWO)}, "?"),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 60)), "addressees": items(*TWO, box=at(67, 99))},
        None,
    ),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 60)), "addressees": items(*TWO, box=at(46, 99))},
        {"found": "12"},
    ),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi: x", box=at(40, 60)), "addressees": items(*TWO, box=at(49, 99))},
        "?",
    ),
    (  # where the colon would stand if the words weren't too large
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 66), look={"size": 18.0}), "addressees": items(*TWO, box=at(55, 99))},
        None,
    ),
    ("KINH-GUI-CASE", {"greeting": line("KÍNH GỬI: Bộ Y tế")}, {"name": Message("component.kinh-gui")}),
    ("KINH-GUI-CASE", {"greeting": line("Kính Gửi: Bộ Y tế")}, {"name": Message("component.kinh-gui")}),
    ("KINH-GUI-CASE", {"greeting": line("Kính gửi: Bộ Y tế")}, None),
    ("KINH-GUI-CASE", {"greeting": TO, "addressees": items("- SỞ Y TẾ;")}, {"name": Message("component.kinh-gui")}),
    ("KINH-GUI-CASE", {"greeting": TO, "addressees": items("- UBND TỈNH;")}, None),  # abbreviations
]
SIGNER = line("GIÁM ĐỐC", cell=CellPosition(1, 1, 1))
WORD, SIGNED, LIST = line("Nơi nhận:"), [line("GIÁM ĐỐC")], ("- Như trên;", "- UBND tỉnh (b/c);", "- Lưu: VT, BCVT.")
COPIES: list[tuple[str, dict[str, Any], Any]] = [
    ("NOI-NHAN-PRESENT", {"authority": SIGNED}, {}),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "recipients_label": WORD}, None),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "is_attached": True}, "–"),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "national_name": None}, "–"),
    *[
        ("NOI-NHAN-PRESENT", {"authority": SIGNED, "kind": kind}, "–")
        for kind in ("hop-dong", "ban-ghi-nho", "ban-thoa-thuan", "thu-cong")
    ],
    ("NOI-NHAN-PRESENT", {}, "–"),
    ("NOI-NHAN-WORD", {"recipients_label": WORD}, None),
    ("NOI-NHAN-WORD", {"recipients_label": line("NƠI NHẬN :")}, None),
    ("NOI-NHAN-WORD", {"recipients_label": line("Nơi nhận")}, {"text": "Nơi nhận"}),
    ("NOI-NHAN-WORD", {"recipients_label": line("Nơi nhận: Sở A")}, {"text": "Nơi nhận: Sở A"}),
    ("NOI-NHAN-WORD", {}, "–"),
    ("NOI-NHAN-LEVEL", {"recipients_label": WORD}, "–"),
    ("NOI-NHAN-LEVEL", {"authority": SIGNED}, "–"),
    ("NOI-NHAN-LEVEL", {"recipients_label": WORD, "authority": SIGNED}, "?"),
    ("NOI-NHAN-LEVEL", {"recipients_label": WORD, "authority": SIGNED, "kind": "bien-ban"}, "–"),
    ("NOI-NHAN-LEVEL", {"recipients_label": line("N", cell=CellPosition(1, 1, 1)), "authority": [line("G", cell=CellPosition(1, 1, 2))]}, None),
    ("NOI-NHAN-LEVEL", {"recipients_label": line("N", cell=CellPosition(1, 2, 1)), "authority": [line("G", cell=CellPosition(1, 1, 2))]}, {}),
    ("NOI-NHAN-LEVEL", {"recipients_label": line("N", cell=CellPosition(2, 1, 1)), "authority": [line("G", cell=CellPosition(1, 1, 2))]}, "?"),
    ("NOI-NHAN-LEVEL", {"recipients_label": line("N", box=at(30, 50), baseline=100), "authority": [line("G", box=at(100, 150), baseline=104)]}, None),
    ("NOI-NHAN-LEVEL", {"recipients_label": line("N", box=at(30, 50), baseline=105), "authority": [line("G", box=at(100, 150), baseline=100)]}, {}),
    ("NOI-NHAN-LEFT", {}, "–"),
    ("NOI-NHAN-LEFT", {"recipients_label": WORD, "recipients": items(*LIST)}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": line("Nơi nhận:", align="centre")}, {"text": "Nơi nhận:"}),
    ("NOI-NHAN-LEFT", {"recipients_label": line("Nơi nhận:", align="right")}, {"text": "Nơi nhận:"}),
    ("NOI-NHAN-LEFT", {"recipients_label": WORD, "recipients": items("x", *LIST[1:2], first=3.1)}, {"text": "- UBND tỉnh (b/c);"}),
    ("NOI-NHAN-LEFT", {"recipients_label": WORD, "recipients": items("x", first=3.1)}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": WORD, "recipients": items(*LIST, first=3.0)}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": line("N", box=at(34, 50))}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": line("N", cell=CellPosition(1, 1, 2)), "authority": [SIGNER]}, {"text": "N"}),
    ("NOI-NHAN-LEFT", {"recipients_label": line("N", cell=CellPosition(1, 1, 1)), "authority": [SIGNER]}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": line("N", cell=CellPosition(2, 1, 2)), "authority": [SIGNER]}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": line("N", cell=CellPosition(1, 1, 2))}, None),
    ("NOI-NHAN-LEFT", {"recipients_label": line("N", box=at(34.1, 50))}, {"text": "N"}),
    ("NOI-NHAN-DASH", {"recipients": items(*LIST)}, None),
    ("NOI-NHAN-DASH", {"recipients": items("+ Sở A;", "- Sở B.")}, {"text": "+ Sở A;"}),
    ("NOI-NHAN-DASH", {"recipients": items("- Như trên;", "+ Sở A;", "Sở B.")}, {"text": "+ Sở A;"}),
    ("NOI-NHAN-DASH", {"recipients": items("- Các sở:", "+ Sở A;", "+ Sở B;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- Các sở:", "+ Sở A;", "+ Sở B;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- Các sở:", "+ Sở A,", "- Lưu: VT.")}, {"text": "+ Sở A,"}),
    ("NOI-NHAN-DASH", {"recipients": items("(gửi bản điện tử)")}, "–"),
    ("NOI-NHAN-DASH", {"recipients": items("- Lưu: VT.", "Ghi chú: x", "* x")}, None),
    ("NOI-NHAN-DASH", {"recipients": items("* A;", "- Lưu: VT.")}, {"text": "* A;"}),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- Các sở: ", "+ Sở A;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- Các sở:", "- Sở A;", "- Lưu: VT.")}, {"text": "- Các sở:"}),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- Các sở", "+ Sở A;", "- Lưu: VT.")}, {"text": "- Các sở"}),
    ("NOI-NHAN-SEMICOLON", {"recipients": items(*LIST)}, None),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- Như trên,", "- Lưu: VT.")}, {"text": "- Như trên,"}),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- ……", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"recipients": items("- A.")}, "–"),
    ("NOI-NHAN-LUU", {"recipients": items(*LIST)}, None),
    ("NOI-NHAN-LUU", {"recipients": items("- Lưu: VT;", "- Sở A.")}, {"text": "- Sở A."}),
    ("NOI-NHAN-LUU", {"recipients": items("- Lưu: VT.", "KTN (5b)")}, None),
    ("NOI-NHAN-LUU", {"recipients": items("• Lưu: VT, BCVT.")}, None),  # its sign is a finding of its own
    ("NOI-NHAN-LUU", {"recipients": items("- Lưu: VT (02), BCVT.")}, None),
    *[("NOI-NHAN-LUU", {"recipients": items(text)}, {"text": text}) for text in ("- Lưu: VT; BCVT.", "- Lưu: VT BCVT.")],
    ("NOI-NHAN-LUU", {"recipients": items("- Lưu: VT.", "PL.(300)")}, None),
    ("NOI-NHAN-LUU", {"recipients": items("- Lưu : HC-VP.")}, None),
    ("NOI-NHAN-LUU", {"recipients": items("- Như trên;", "- Lưu: HS.")}, {"text": "- Lưu: HS."}),
    ("NOI-NHAN-LUU", {"recipients": items("- Lưu VT.")}, {"text": "- Lưu VT."}),
    ("NOI-NHAN-LUU", {"recipients": items("- Như trên.")}, {"text": "- Như trên."}),
    ("NOI-NHAN-LUU", {}, "–"),
    ("NOI-NHAN-STOP", {"recipients": items(*LIST)}, None),
    ("NOI-NHAN-STOP", {"recipients": items("- Lưu: VT, BCVT. PL(300)")}, None),
    ("NOI-NHAN-STOP", {"recipients": items("- A.", "- Lưu: VT;")}, {"text": "- Lưu: VT;"}),
    ("NOI-NHAN-STOP", {"recipients": items("- Lưu: VT, ….")}, None),
    ("NOI-NHAN-STOP", {"recipients": items("- Lưu: VT, …")}, None),
    ("NOI-NHAN-STOP", {"recipients": items("- Lưu: TP. A: VT")}, {"text": "- Lưu: TP. A: VT"}),
    ("NOI-NHAN-STOP", {"recipients": items("- A;", "- B;")}, "–"),  # that there is no Lưu is a finding of its own
    ("NOI-NHAN-STOP", {}, "–"),
    ("NOI-NHAN-FIRST", {"recipients": items(*LIST), "greeting": TO}, None),
    ("NOI-NHAN-FIRST", {"recipients": items("- Như Kính gửi;"), "greeting": TO}, None),
    ("NOI-NHAN-FIRST", {"recipients": items("- Sở A;", "- Như trên;"), "greeting": TO}, {"text": "- Sở A;"}),
    ("NOI-NHAN-FIRST", {"recipients": items("- Như Điều 3;"), "greeting": TO}, {"text": "- Như Điều 3;"}),
    ("NOI-NHAN-FIRST", {"recipients": items("- Sở A;")}, "–"),
    ("NOI-NHAN-FIRST", {"recipients": items("- Sở A;"), "greeting": TO, "kind": "ke-hoach"}, "–"),
    ("NOI-NHAN-FIRST", {"greeting": TO}, "–"),
    ("NOI-NHAN-ARTICLE", {"recipients": items("- Như Điều 3;"), "kind": "quyet-dinh"}, None),
    ("NOI-NHAN-ARTICLE", {"recipients": items("- Như trên;", "- Như Điều 3;"), "kind": "nghi-quyet"}, {"text": "- Như trên;"}),
    ("NOI-NHAN-ARTICLE", {"recipients": items("- Như trên;"), "kind": "quyet-dinh", "greeting": TO}, "–"),
    ("NOI-NHAN-ARTICLE", {"recipients": items("- Như trên;")}, "–"),
    ("NOI-NHAN-ARTICLE", {"kind": "quyet-dinh"}, "–"),
    ("NOI-NHAN-TREN", {"recipients": items("- Như trên;"), "kind": "ke-hoach"}, {"text": "- Như trên;"}),
    ("NOI-NHAN-TREN", {"recipients": items("- Như kính gửi;"), "kind": "thong-bao"}, {"text": "- Như kính gửi;"}),
    ("NOI-NHAN-TREN", {"recipients": items("- Sở Y tế;"), "kind": "ke-hoach"}, None),
    ("NOI-NHAN-TREN", {"recipients": items("- Như trên;"), "kind": "thong-bao", "greeting": TO}, "–"),
    *(("NOI-NHAN-TREN", {"recipients": items("- Như trên;"), "kind": kind}, "–") for kind in ("cong-dien", "giay-gioi-thieu")),
    ("NOI-NHAN-TREN", {"kind": "ke-hoach"}, "–"),
]  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.parametrize(("rule", "what", "found"), [*GREETINGS, *COPIES])
def test_receivers_and_copies(rule: str, what: dict[str, Any], found: Any) -> None:
    made = part(**what)
    made.view = View("docx", pages=(PageGeometry(1, 210, 297, left=30.0),))
    assert said(rule, made) == found
    if isinstance(found, dict) and found.get("text"):
        assert found["text"] in answers(rule, made)[0].location.text


def test_kinds_without_a_greeting() -> None:
    told = [said("KINH-GUI-KIND", part(greeting=TO, kind=kind)) for kind in KINDS]
    names = "Nghị quyết, Quyết định, Chỉ thị, Quy chế, Quy định, Thông báo, Hướng dẫn, Chương trình, Kế hoạch, Phương án, Đề án"
    assert [found for found in told if found] == [{"kind": name} for name in names.split(", ")]


def test_a_missing_kinh_gui_is_told_at_the_first_words() -> None:
    for body in ([line("Một.")], [line("Một."), line("Hai.")]):
        assert answers("KINH-GUI-PRESENT", part(number=line("Số"), body=body))[0].location.text == "Một."
