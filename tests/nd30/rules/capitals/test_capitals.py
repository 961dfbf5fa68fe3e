"""A kept list of slips of clerks: every one is seen, and the sentence set right is left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from congvan import nd30
from congvan.nd30.rules.base import Violation
from congvan.nd30.rules.capitals import names
from congvan.nd30.rules.capitals.spelling import paper_date, spelled_paragraphs, without_quotations
from tests.nd30.by_hand import answers, line, part

RULES = [ident.removeprefix("ND30-") for ident in nd30.RULES if ident.startswith("ND30-VIET-HOA-")]
SLIPS = [
    text.split("|")
    for text in (Path(__file__).parent / "slips.txt").read_text("utf-8").splitlines()
    if not text.startswith("#")
]


def findings(text: str, **more: object) -> set[tuple[str, str]]:
    """(as written, as it must be) of all rules on capitals, for a text of one sentence."""
    document = part(body=[line(text)], **more)
    found = [a for rule in RULES for a in answers(rule, document) if isinstance(a, Violation)]
    return {(a.values["text"], a.values["wanted"]) for a in found if "wanted" in a.values}


@pytest.mark.parametrize(("sentence", "wrong", "right"), SLIPS)
def test_a_slip_is_seen_and_its_correction_left_alone(sentence: str, wrong: str, right: str) -> None:
    assert findings(sentence) == {(wrong, right)}
    assert findings(sentence.replace(wrong, right)) == set()
    assert findings(sentence.upper()) == set()  # a heading in capitals


def test_the_list_is_long_and_says_each_slip_once() -> None:
    assert len(SLIPS) > 250
    assert len({sentence for sentence, _wrong, _right in SLIPS}) == len(SLIPS)


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo kết luận số 5/TB-VP; Sở xây dựng kế hoạch, Sở Xây dựng kế hoạch",
        "Ông Nguyễn Quốc Khánh trình bày",  # a person
        "Bà Trần Thị Hà Nam dự họp",
        "Lịch sử Việt Nam định hướng phát triển",
        "Đầu tư cho công nghệ an toàn thông tin",
        "Giữ gìn hòa bình, ổn định. Hòa bình là vốn quý.",
        "Đẩy mạnh chính phủ điện tử, chính phủ số",
        "Chính phủ các nước và các tổ chức phi chính phủ",
        "Các phó giám đốc trung tâm. Phó giám đốc trung tâm chủ trì.",
        "Trưởng Ban Kiểm tra và Trưởng ban Kiểm soát",
        "Cán bộ y tế, nội bộ tài chính, cơ sở y tế",
        "Người kinh doanh là dân tộc kinh tế",
        "Chấp hành pháp luật Việt Nam",
        "Đường điện biên giới cao bằng tòa nhà",
        "Chi hội Khuyến học và Chi cục Thuế",
        "Mỗi tháng ba lần; xếp thứ hai toàn tỉnh",
        "Tương lai châu Á, quốc gia lai tạo giống",
        "Đại biểu Quốc hội và đại biểu Hội đồng nhân dân",
        "Vùng đông nam của tỉnh",
        "Hoạt động của Tỉnh Đoàn, cấp Tỉnh ủy",
        "Công ty cổ phần Liên Minh và Công ty Trung Việt",
        "Ông Hoàng Văn An và bà cao tuổi nhất",
        "Các huyện, Thành phố Hồ Chí Minh và TP. Hà Nội",
        "Bảo đảm cho các Xã Hoàng Văn Thụ, Chi Lăng",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert findings(text) == set()


@pytest.mark.parametrize("quoted", ["“Toàn dân theo Chính Phủ”", '"Quyết Định số 5/QĐ-TTg"', "“Sở tài chính”"])
def test_quotations_keep_the_spelling_of_others(quoted: str) -> None:
    assert findings(f"Khẩu hiệu {quoted} được treo") == set()
    assert findings(f"Khẩu hiệu {quoted[1:-1]} được treo") != set()
    assert without_quotations(quoted + " còn lại").endswith("” còn lại")


def test_a_quotation_over_several_paragraphs_is_left_alone() -> None:
    document = part(body=[line("Như sau:"), line("“Điều 1. Sở tài chính"), line("Chính Phủ”."), line("Quốc Hội")])
    assert [p.text for p, _text in spelled_paragraphs(document)] == ["Như sau:", "Quốc Hội"]


@pytest.mark.parametrize(
    ("written", "day", "found"),
    [
        ("Lạng Sơn, ngày 19 tháng 8 năm 2020", date(2020, 8, 19), False),
        ("Lạng Sơn, ngày 01 tháng 3 năm 2025", date(2025, 3, 1), True),
        ("Lạng Sơn, ngày … tháng 3 năm 2025", None, True),
        ("Lạng Sơn, ngày 31 tháng 02 năm 2025", None, True),
        ("", None, True),
    ],
)
def test_a_name_of_later_days_is_asked_of_later_papers(written: str, day: date | None, found: bool) -> None:
    text = "Ý kiến của Bộ Nông nghiệp và môi trường"
    where = {"date": line(written)} if written else {}
    assert bool(findings(text, **where)) is found
    assert paper_date(part(**where)) == day


def test_tones_of_older_spelling_are_the_same_word_and_stay() -> None:
    assert findings("tỉnh Thanh hoá và Uỷ Ban nhân dân") == {
        ("Thanh hoá", "Thanh Hoá"),
        ("Uỷ Ban nhân dân", "Uỷ ban nhân dân"),
    }


def test_every_listed_name_is_right_as_it_is_listed() -> None:
    for ways in names._index().values():
        for name in ways:
            text = " ".join(name.words)
            assert not list(names.slips(f"của {text}.", name.rule)), text


TODAY = (
    *("Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn"),
    *("Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ"),
    *("Bắc Ninh", "Hưng Yên", "Ninh Bình", "Quảng Trị", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk"),
    *("Đồng Nai", "Tây Ninh", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "An Giang"),
)
MERGED = (
    *("Hà Giang", "Yên Bái", "Bắc Kạn", "Vĩnh Phúc", "Hòa Bình", "Bắc Giang", "Thái Bình", "Hải Dương", "Hà Nam"),
    *("Nam Định", "Quảng Bình", "Thừa Thiên Huế", "Quảng Nam", "Kon Tum", "Bình Định", "Phú Yên", "Ninh Thuận"),
    *("Đắk Nông", "Bình Thuận", "Bình Phước", "Long An", "Bình Dương", "Bà Rịa - Vũng Tàu", "Bến Tre", "Trà Vinh"),
    *("Tiền Giang", "Bạc Liêu", "Sóc Trăng", "Kiên Giang", "Hậu Giang"),
)


def test_the_provinces_of_2020_and_of_today_are_listed() -> None:
    assert (len(TODAY), len({*TODAY, *MERGED} - {"Huế"})) == (34, 63)
    for province in {*TODAY, *MERGED} - {"Huế"}:  # one word can't be written in two ways
        first, *rest = province.split()
        assert findings(f"Đoàn đến tỉnh {first} {' '.join(rest).lower()}, {province}") != set(), province
