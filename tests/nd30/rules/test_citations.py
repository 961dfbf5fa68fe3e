"""Citations and legal bases as offices write them: which are named in full, which lines are bases at all."""

from __future__ import annotations

from typing import Any

import pytest

from congvan import nd30
from congvan.nd30.rules.base import Holds
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.by_hand import answers, items, line, part, said
from tests.nd30.letters import Letter, P
from tests.pace import Watch

FULL = "Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2020 của UBND tỉnh về tổ chức bộ máy"


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ({"body": [line(f"Theo {FULL}.")]}, None),
        ({"body": [line("Theo Quyết định số 12/QĐ-UBND.")]}, {"text": "Quyết định số 12/QĐ-UBND"}),
        ({"body": [line(f"Theo {FULL}."), line("Theo Quyết định số 12/QĐ-UBND.")]}, None),
        ({"body": [line("Theo Quyết định số 12/QĐ-UBND.")], "subject_line": [line(f"V/v thực hiện {FULL}")]}, "–"),
        (
            {"body": [line("Theo Quyết định số 12/QĐ-UBND.")], "subject_line": [line("V/v Quyết định số 12/QĐ-UBND")]},
            {"text": "Quyết định số 12/QĐ-UBND"},
        ),
        ({"tables": [line("Quyết định số 12/QĐ-UBND"), line("05/01/2020")]}, "–"),  # the date has a column of its own
        ({"body": [line("Theo quy định của pháp luật.")]}, "–"),
        ({"body": [line(f"Theo {FULL.replace(' số', '')}."), line("Theo Quyết định số 12/QĐ-UBND.")]}, None),
        ({"body": [line("Theo Nghị định 30/2020/NĐ-CP.")]}, {"text": "Nghị định 30/2020/NĐ-CP"}),
        ({"body": [line("Theo Quyết định số 12/QĐ- UBND.")]}, {"text": "Quyết định số 12/QĐ-UBND"}),  # cut by its line
        (
            {"body": [line("Quyết định số 1/QĐ-UBND của UBND TP. Hồ Chí Minh về tổ chức bộ máy, ngày 05/01/2020.")]},
            None,
        ),
    ],
)
def test_a_document_that_is_cited_first(what: dict[str, Any], found: Any) -> None:
    assert said("VIEN-DAN", part(**what)) == found


def test_each_citation_of_a_paragraph_is_judged() -> None:
    twice = "Theo số 7/AB-CDE, {0} và Quyết định số 12/QĐ-UBND."
    assert said("VIEN-DAN", part(body=[line(twice.format(f"{FULL}; {FULL}"))])) is None
    other = FULL.replace("12/", "9/")
    assert said("VIEN-DAN", part(body=[line(f"Theo số 7/AB-CDE; {other}; theo Quyết định số 12/QĐ-UBND.")])) == {
        "text": "Quyết định số 12/QĐ-UBND"
    }


def test_a_citation_without_body_or_subject_is_a_hint() -> None:
    kem = line("(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh)")
    assert said("VIEN-DAN", part(body=[kem, line("Theo Quyết định số 12/QĐ-UBND.")])) == "–"
    (hint,) = answers("VIEN-DAN", part(body=[line("Theo Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2020.")]))
    assert isinstance(hint, Holds)
    assert str(hint.remark) == (
        "“Quyết định số 12/QĐ-UBND” is cited for the first time; check that issuing body and subject are given"
    )


LAW_OF_2006 = "Căn cứ Luật Công nghệ thông tin ngày 29 tháng 6 năm 2006;"


@pytest.mark.parametrize(
    ("day", "text", "told"),
    [
        ("Lạng Sơn, ngày 19 tháng 8 năm 2020", LAW_OF_2006, False),
        ("Lạng Sơn, ngày 30 tháng 6 năm 2026", LAW_OF_2006, False),
        ("Lạng Sơn, ngày 01 tháng 7 năm 2026", LAW_OF_2006, True),
        ("Lạng Sơn, ngày     tháng 8 năm 2026", LAW_OF_2006, True),
        ("Lạng Sơn, ngày     tháng     năm 2026", LAW_OF_2006, False),  # may be of January
        ("Lạng Sơn, ngày     tháng     năm 2027", LAW_OF_2006, True),
        ("Lạng Sơn, ngày 31 tháng 02 năm 2027", LAW_OF_2006, False),
        ("", LAW_OF_2006, False),
        ("Lạng Sơn, ngày 01 tháng 7 năm 2026", "Luật này thay thế Luật Công nghệ thông tin theo lộ trình.", False),
        ("Lạng Sơn, ngày 01 tháng 7 năm 2026", "Giảng viên môn Luật Công nghệ thông tin dự họp.", False),
        ("Lạng Sơn, ngày 01 tháng 7 năm 2026", "Các đơn vị thực hiện theo Luật số 67/2006/QH11.", True),
        ("Lạng Sơn, ngày 01 tháng 7 năm 2026", "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2025;", False),
    ],
)
def test_an_act_that_no_longer_holds_on_the_day_of_the_paper(day: str, text: str, told: bool) -> None:
    found = said("HET-HIEU-LUC", part(date=line(day), body=[line(text)]))
    assert (found is not None) == told
    if isinstance(found, dict):
        assert (found["since"], found["now"][:18]) == ("01/07/2026", "Luật Chuyển đổi số")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004;", True),
        ("Căn cứ Nghị định số 47/2020/NĐ-CP ngày 09 tháng 4 năm 2020;", True),
        ("Căn cứ Nghị định số 147/2020/NĐ-CP ngày 18 tháng 12 năm 2020;", False),  # an act of its own
    ],
)
def test_a_number_of_an_act_is_read_whole(text: str, told: bool) -> None:
    found = said("HET-HIEU-LUC", part(date=line("Lạng Sơn, ngày 01 tháng 7 năm 2026"), body=[line(text)]))
    assert (found is not None) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- UBND các huyện, thị xã, thành phố;", "UBND các huyện"),
        ("6. Chủ tịch UBND huyện Cao Lộc chịu trách nhiệm.", "UBND huyện"),
        ("Sở đề nghị Sở Tài chính tỉnh Bình Thuận phối hợp.", "Sở Tài chính tỉnh Bình Thuận"),
        ("Theo Quyết định số 5/QĐ-UBND ngày 05/01/2020 của UBND huyện Cao Lộc.", None),
        ("- UBND các xã, phường;", None),
        ("- UBND huyện Cao Lộc (cũ) đã bàn giao;", None),
        ("- UBND tỉnh Lạng Sơn;", None),
    ],
)
def test_a_body_that_ended_before_the_day_of_the_paper(text: str, told: str | None) -> None:
    for day, since in (("ngày 01 tháng 7 năm 2025", "01/07/2025"), ("ngày 30 tháng 6 năm 2025", "")):
        wanted = {"text": told, "since": since} if told and since else None
        assert said("CO-QUAN-CU", part(date=line(f"Lạng Sơn, {day}"), body=[line(text)])) == wanted
        receivers = part(date=line(f"Lạng Sơn, {day}"), recipients=items("- Như trên;", "- UBND huyện Cao Lộc;"))
        assert said("CO-QUAN-CU", receivers) == ({"text": "UBND huyện", "since": since} if since else None)


@pytest.mark.parametrize("number", ["Số: 12/QĐ-UBND", "Số:  12 /QĐ-UBND", "Số 12/QĐ-UBND", "SỐ: 12/QĐ-UBND"])
def test_the_paper_itself_is_no_citation(number: str) -> None:
    own = part(number=line(number), body=[line("Kèm theo Quyết định số 12/QĐ-UBND.")])
    assert said("VIEN-DAN", own) == "–"


def _begins(*texts: str) -> Letter:
    letter = letters.plan()
    letter.body[:0] = [P(text, italic=True) for text in texts]
    return letter


ONE = "Căn cứ Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2020 của UBND tỉnh về tuyên truyền;"
TWO = "Căn cứ tình hình thực tế"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((ONE, f"{TWO}."), set()),
        ((ONE, f"{TWO};"), {"ND30-CAN-CU-STOP"}),
        ((f"- {ONE}", f"- {TWO}."), set()),
        ((f"- {ONE}", f"- {TWO};"), {"ND30-CAN-CU-STOP"}),
        ((ONE, f"{TWO}, Sở ban hành Kế hoạch như sau:"), set()),  # leads over to the text
        ((ONE, f"Thực hiện {ONE[7:]}", f"{TWO}."), set()),
        ((ONE, ONE[7:].replace("12/", "13/"), f"{TWO}."), set()),  # "Kế hoạch số 13/…;" is a basis too
        ((ONE[:-1] + ",", f"Theo {ONE[7:]}", f"{TWO}."), {"ND30-CAN-CU-SEMICOLON"}),
    ],
)
def test_which_lines_are_bases(texts: tuple[str, ...], found: set[str]) -> None:
    report = nd30.check(to_docx(_begins(*texts)), "x")
    assert {r.id for r in report.broken} == found


@pytest.mark.parametrize("heading", ["KẾ HOẠCH PHỐI HỢP", "KẾ HOẠCH HÀNH ĐỘNG"])
def test_a_heading_may_say_more_than_its_kind(heading: str) -> None:
    letter = letters.plan()
    letter.find("KẾ HOẠCH").text = heading
    report = nd30.check(to_docx(letter), "x")
    assert (report.document_kind, report.broken) == ("ke-hoach", ())


def test_a_web_copy_says_that_it_is_signed() -> None:
    letter = letters.dispatch()
    letter.foot[1].insert(2, letters.c("Đã ký", 14, bold=True, before=20))
    assert nd30.check(to_docx(letter), "x").good


@pytest.mark.parametrize("name", ["Ths. Lê Văn An", "ThS. Lê Văn An", "TS Lê Văn An"])
def test_a_degree_however_it_is_written(name: str) -> None:
    letter = letters.dispatch()
    letter.find("Nguyễn Văn A").text = name
    assert {r.id for r in nd30.check(to_docx(letter), "x").broken} == {"ND30-SIGNER-DEGREE"}


@pytest.mark.parametrize("name", ["Thiếu tướng Nguyễn Văn An", "Đại uý Lê Văn An", "Bác sĩ Nguyễn Văn An"])
def test_a_rank_before_a_name(name: str) -> None:
    letter = letters.dispatch()
    letter.find("SỞ THÔNG TIN").text = "BỘ CHỈ HUY QUÂN SỰ"
    letter.find("Nguyễn Văn A").text = name
    assert {r.id for r in nd30.check(to_docx(letter), "x").broken} <= {"ND30-BAN-HANH-RULE"}


@pytest.mark.parametrize("name", ["H’Yim Kđoh", "Y Thanh Hà Niê Kđăm", "K’ Brôih", "Nguyễn Văn An"])
def test_a_name_of_any_people_is_one(name: str) -> None:
    letter = letters.dispatch()
    letter.find("Nguyễn Văn A").text = name
    assert nd30.check(to_docx(letter), "x").good


LONG = (
    *("." * 5000 + "x", "…" * 5000 + "x", "(" + "." * 5000, "-" * 5000, "“" * 5000, "I" * 5000, "Điều 1" * 1000),
    *("căn cứ " * 1000, "Tỉnh " + "An " * 2000, "Huân chương " * 800 + "hạng", "số 12/QĐ-" + "A-" * 2000),
)


@pytest.mark.every(12)
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_no_words_hold_a_rule_up(text: str) -> None:
    """A line of dots was once looked at for longer than a day."""
    lines = [line(text), line(text), line("Điều 2. A")]
    made = part(
        number=line("Số: 12/QĐ-" + text),
        date=line("Lạng Sơn, ngày " + text),
        greeting=line("Kính gửi: " + text),
        name=line(text),
        recipients=items(text, text),
        **dict.fromkeys(("title", "subject_line", "bases", "body", "authority"), lines),
    )
    watch = Watch()
    for rule in nd30.RULES.values():
        list(rule.check(made))
    assert watch.seconds() < 20
