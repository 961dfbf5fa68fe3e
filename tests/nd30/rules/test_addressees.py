"""Rules on Kính gửi and Nơi nhận: what each says of many ways to write them."""

# ruff: noqa: E501 - tables, a row a case

from __future__ import annotations

from typing import Any

import pytest

from congvan.decree.kinds import KINDS
from congvan.messages import Message
from congvan.nd30.model.view import Cell, Page, View
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
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "receivers": items("- Sở A.")}, {}),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "receivers": items("- Sở A; Sở B.")}, None),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-ONE-LINE", {"greeting": line("Kính gửi: Sở A"), "receivers": items("x")}, None),
    ("KINH-GUI-ONE-LINE", {}, "–"),
    ("KINH-GUI-NEW-LINE", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: - Sở A;"), "receivers": items("- Sở B.")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: - Sở A")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A; Sở B.")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A;")}, None),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A")}, None),
    ("KINH-GUI-NEW-LINE", {}, "–"),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items("+ Sở A;", "- Sở B.")}, {"text": "+ Sở A;"}),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items("-Sở A;", "- Sở B.")}, {"text": "-Sở A;"}),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items("Sở A")}, "–"),
    ("KINH-GUI-DASH", {"receivers": items("Sở A", "Sở B")}, "–"),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "receivers": items("- Sở A,", "- Sở B.")}, {"text": "- Sở A,"}),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "receivers": items("- Sở A")}, "–"),
    ("KINH-GUI-STOP", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-STOP", {"greeting": TO, "receivers": items("- Sở A;", "- Sở B…")}, None),
    ("KINH-GUI-STOP", {"greeting": TO, "receivers": items("- Sở A.", "- Sở B;")}, {"text": "- Sở B;"}),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: Sở A;")}, {"text": "Sở A;"}),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: Sở A")}, None),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: - Sở A;"), "receivers": items("- Sở B.")}, None),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: - Sở A;"), "receivers": items("- Sở B;")}, {"text": "- Sở B;"}),
    ("KINH-GUI-STOP", {}, "–"),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items("- Sở A;")}, "–"),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items(*TWO, first=20.0)}, None),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items(*TWO, align="centre")}, {"text": "- Sở B."}),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", first=20.0) + items("- B.", first=20.7)},
        {"text": "- B."},
    ),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items("- A;", first=20.0) + items("- B.", first=20.5)}, None),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", first=20.0) + items("- B.", first=30.0, tabbed=True)},
        None,
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", box=at(50, 99)) + items("- B.", box=at(51.1, 99))},
        None,
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", box=at(50, 99)) + items("- B.", box=at(48.7, 99))},
        {"text": "- B."},
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", box=at(0, 99)) + items("- B.", box=at(1.2, 99))},
        None,
    ),
    ("KINH-GUI-UNDER-COLON", {"greeting": TO, "receivers": items("- A;")}, "–"),
    ("KINH-GUI-UNDER-COLON", {"greeting": line("Kính gửi:", box=at(30, 50)), "receivers": []}, "–"),
    ("KINH-GUI-UNDER-COLON", {"greeting": TO, "receivers": items(*TWO)}, "?"),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 60)), "receivers": items(*TWO, box=at(67, 99))},
        None,
    ),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 60)), "receivers": items(*TWO, box=at(46, 99))},
        {"found": "12"},
    ),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi: x", box=at(40, 60)), "receivers": items(*TWO, box=at(49, 99))},
        "?",
    ),
    (  # where the colon would stand if the words weren't too large
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 66), look={"size": 18.0}), "receivers": items(*TWO, box=at(55, 99))},
        None,
    ),
    ("KINH-GUI-CASE", {"greeting": line("KÍNH GỬI: Bộ Y tế")}, {"name": Message("component.kinh-gui")}),
    ("KINH-GUI-CASE", {"greeting": line("Kính Gửi: Bộ Y tế")}, {"name": Message("component.kinh-gui")}),
    ("KINH-GUI-CASE", {"greeting": line("Kính gửi: Bộ Y tế")}, None),
    ("KINH-GUI-CASE", {"greeting": TO, "receivers": items("- SỞ Y TẾ;")}, {"name": Message("component.kinh-gui")}),
    ("KINH-GUI-CASE", {"greeting": TO, "receivers": items("- UBND TỈNH;")}, None),  # abbreviations
]
SIGNER = line("GIÁM ĐỐC", cell=Cell(1, 1, 1))
WORD, SIGNED, LIST = line("Nơi nhận:"), [line("GIÁM ĐỐC")], ("- Như trên;", "- UBND tỉnh (b/c);", "- Lưu: VT, BCVT.")
COPIES: list[tuple[str, dict[str, Any], Any]] = [
    ("NOI-NHAN-PRESENT", {"authority": SIGNED}, {}),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "copies_word": WORD}, None),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "attached": True}, "–"),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "nation": None}, "–"),
    *[
        ("NOI-NHAN-PRESENT", {"authority": SIGNED, "kind": kind}, "–")
        for kind in ("hop-dong", "ban-ghi-nho", "ban-thoa-thuan", "thu-cong")
    ],
    ("NOI-NHAN-PRESENT", {}, "–"),
    ("NOI-NHAN-WORD", {"copies_word": WORD}, None),
    ("NOI-NHAN-WORD", {"copies_word": line("NƠI NHẬN :")}, None),
    ("NOI-NHAN-WORD", {"copies_word": line("Nơi nhận")}, {"text": "Nơi nhận"}),
    ("NOI-NHAN-WORD", {"copies_word": line("Nơi nhận: Sở A")}, {"text": "Nơi nhận: Sở A"}),
    ("NOI-NHAN-WORD", {}, "–"),
    ("NOI-NHAN-LEVEL", {"copies_word": WORD}, "–"),
    ("NOI-NHAN-LEVEL", {"authority": SIGNED}, "–"),
    ("NOI-NHAN-LEVEL", {"copies_word": WORD, "authority": SIGNED}, "?"),
    ("NOI-NHAN-LEVEL", {"copies_word": WORD, "authority": SIGNED, "kind": "bien-ban"}, "–"),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", cell=Cell(1, 1, 1)), "authority": [line("G", cell=Cell(1, 1, 2))]}, None),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", cell=Cell(1, 2, 1)), "authority": [line("G", cell=Cell(1, 1, 2))]}, {}),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", cell=Cell(2, 1, 1)), "authority": [line("G", cell=Cell(1, 1, 2))]}, "?"),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", box=at(30, 50), baseline=100), "authority": [line("G", box=at(100, 150), baseline=104)]}, None),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", box=at(30, 50), baseline=105), "authority": [line("G", box=at(100, 150), baseline=100)]}, {}),
    ("NOI-NHAN-LEFT", {}, "–"),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items(*LIST)}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("Nơi nhận:", align="centre")}, {"text": "Nơi nhận:"}),
    ("NOI-NHAN-LEFT", {"copies_word": line("Nơi nhận:", align="right")}, {"text": "Nơi nhận:"}),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items("x", *LIST[1:2], first=3.1)}, {"text": "- UBND tỉnh (b/c);"}),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items("x", first=3.1)}, None),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items(*LIST, first=3.0)}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", box=at(34, 50))}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", cell=Cell(1, 1, 2)), "authority": [SIGNER]}, {"text": "N"}),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", cell=Cell(1, 1, 1)), "authority": [SIGNER]}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", cell=Cell(2, 1, 2)), "authority": [SIGNER]}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", cell=Cell(1, 1, 2))}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", box=at(34.1, 50))}, {"text": "N"}),
    ("NOI-NHAN-DASH", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-DASH", {"copies": items("+ Sở A;", "- Sở B.")}, {"text": "+ Sở A;"}),
    ("NOI-NHAN-DASH", {"copies": items("- Như trên;", "+ Sở A;", "Sở B.")}, {"text": "+ Sở A;"}),
    ("NOI-NHAN-DASH", {"copies": items("- Các sở:", "+ Sở A;", "+ Sở B;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở:", "+ Sở A;", "+ Sở B;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở:", "+ Sở A,", "- Lưu: VT.")}, {"text": "+ Sở A,"}),
    ("NOI-NHAN-DASH", {"copies": items("(gửi bản điện tử)")}, "–"),
    ("NOI-NHAN-DASH", {"copies": items("- Lưu: VT.", "Ghi chú: x", "* x")}, None),
    ("NOI-NHAN-DASH", {"copies": items("* A;", "- Lưu: VT.")}, {"text": "* A;"}),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở: ", "+ Sở A;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở:", "- Sở A;", "- Lưu: VT.")}, {"text": "- Các sở:"}),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở", "+ Sở A;", "- Lưu: VT.")}, {"text": "- Các sở"}),
    ("NOI-NHAN-SEMICOLON", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Như trên,", "- Lưu: VT.")}, {"text": "- Như trên,"}),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- ……", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- A.")}, "–"),
    ("NOI-NHAN-LUU", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT;", "- Sở A.")}, {"text": "- Sở A."}),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT.", "KTN (5b)")}, None),
    ("NOI-NHAN-LUU", {"copies": items("• Lưu: VT, BCVT.")}, None),  # its sign is a finding of its own
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT (02), BCVT.")}, None),
    *[("NOI-NHAN-LUU", {"copies": items(text)}, {"text": text}) for text in ("- Lưu: VT; BCVT.", "- Lưu: VT BCVT.")],
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT.", "PL.(300)")}, None),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu : HC-VP.")}, None),
    ("NOI-NHAN-LUU", {"copies": items("- Như trên;", "- Lưu: HS.")}, {"text": "- Lưu: HS."}),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu VT.")}, {"text": "- Lưu VT."}),
    ("NOI-NHAN-LUU", {"copies": items("- Như trên.")}, {"text": "- Như trên."}),
    ("NOI-NHAN-LUU", {}, "–"),
    ("NOI-NHAN-STOP", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: VT, BCVT. PL(300)")}, None),
    ("NOI-NHAN-STOP", {"copies": items("- A.", "- Lưu: VT;")}, {"text": "- Lưu: VT;"}),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: VT, ….")}, None),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: VT, …")}, None),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: TP. A: VT")}, {"text": "- Lưu: TP. A: VT"}),
    ("NOI-NHAN-STOP", {"copies": items("- A;", "- B;")}, "–"),  # that there is no Lưu is a finding of its own
    ("NOI-NHAN-STOP", {}, "–"),
    ("NOI-NHAN-FIRST", {"copies": items(*LIST), "greeting": TO}, None),
    ("NOI-NHAN-FIRST", {"copies": items("- Như Kính gửi;"), "greeting": TO}, None),
    ("NOI-NHAN-FIRST", {"copies": items("- Sở A;", "- Như trên;"), "greeting": TO}, {"text": "- Sở A;"}),
    ("NOI-NHAN-FIRST", {"copies": items("- Như Điều 3;"), "greeting": TO}, {"text": "- Như Điều 3;"}),
    ("NOI-NHAN-FIRST", {"copies": items("- Sở A;")}, "–"),
    ("NOI-NHAN-FIRST", {"copies": items("- Sở A;"), "greeting": TO, "kind": "ke-hoach"}, "–"),
    ("NOI-NHAN-FIRST", {"greeting": TO}, "–"),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như Điều 3;"), "kind": "quyet-dinh"}, None),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như trên;", "- Như Điều 3;"), "kind": "nghi-quyet"}, {"text": "- Như trên;"}),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như trên;"), "kind": "quyet-dinh", "greeting": TO}, "–"),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như trên;")}, "–"),
    ("NOI-NHAN-ARTICLE", {"kind": "quyet-dinh"}, "–"),
    ("NOI-NHAN-TREN", {"copies": items("- Như trên;"), "kind": "ke-hoach"}, {"text": "- Như trên;"}),
    ("NOI-NHAN-TREN", {"copies": items("- Như kính gửi;"), "kind": "thong-bao"}, {"text": "- Như kính gửi;"}),
    ("NOI-NHAN-TREN", {"copies": items("- Sở Y tế;"), "kind": "ke-hoach"}, None),
    ("NOI-NHAN-TREN", {"copies": items("- Như trên;"), "kind": "thong-bao", "greeting": TO}, "–"),
    *(("NOI-NHAN-TREN", {"copies": items("- Như trên;"), "kind": kind}, "–") for kind in ("cong-dien", "giay-gioi-thieu")),
    ("NOI-NHAN-TREN", {"kind": "ke-hoach"}, "–"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "found"), [*GREETINGS, *COPIES])
def test_receivers_and_copies(rule: str, what: dict[str, Any], found: Any) -> None:
    made = part(**what)
    made.view = View("docx", pages=(Page(1, 210, 297, left=30.0),))
    assert said(rule, made) == found
    if isinstance(found, dict) and found.get("text"):
        assert found["text"] in answers(rule, made)[0].spot.text


def test_kinds_without_a_greeting() -> None:
    told = [said("KINH-GUI-KIND", part(greeting=TO, kind=kind)) for kind in KINDS]
    names = "Nghị quyết, Quyết định, Chỉ thị, Quy chế, Quy định, Thông báo, Hướng dẫn, Chương trình, Kế hoạch, Phương án, Đề án"
    assert [found for found in told if found] == [{"kind": name} for name in names.split(", ")]


def test_a_missing_kinh_gui_is_told_at_the_first_words() -> None:
    for body in ([line("Một.")], [line("Một."), line("Hai.")]):
        assert answers("KINH-GUI-PRESENT", part(number=line("Số"), body=body))[0].spot.text == "Một."
