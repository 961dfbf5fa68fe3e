"""Capital letters, sentence by sentence: what is found, how it should stand, and what must be left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from congvan.nd30.rules import capitals, words

RULES = {rule.id.removeprefix("ND30-VIET-HOA-"): rule for rule in capitals.RULES}
FINDS: dict[str, Callable[[str], Iterable[Any]]] = {
    "CAU": capitals.sentence,
    "DON-VI": capitals.unit,
    "DON-VI-SO": capitals.numbered_unit,
    "THU-DO": capitals.capital_city,
    "DANG": capitals.party,
    "VAN-BAN": capitals.cited,
    "DIEU": capitals.article,
    "KHOAN": capitals.clause,
    "TET": capitals.festival,
    "THU": capitals.weekday,
    "CO-QUAN": capitals.bodies,
    "NAM-AM-LICH": capitals.lunar,
    "NHAN-DAN": capitals.people,
}


@pytest.mark.parametrize(
    ("rule", "text", "wrong", "right"),
    [
        ("CAU", "làm kịp thời. các đơn vị", "thời. các", "thời. Các"),
        ("CAU", "đã xong chưa? các đơn vị", "chưa? các", "chưa? Các"),
        ("CAU", "làm xong! đơn vị", "xong! đơn", "xong! Đơn"),
        ("DON-VI", "của Tỉnh Nam Định và", "Tỉnh Nam Định", "tỉnh Nam Định"),
        ("DON-VI", "tại Thị trấn Đồng Đăng", "Thị trấn Đồng Đăng", "thị trấn Đồng Đăng"),
        ("DON-VI-SO", "ở quận 1, phường 12", "quận 1", "Quận 1"),
        ("THU-DO", "về thủ đô Hà Nội", "thủ đô Hà Nội", "Thủ đô Hà Nội"),
        ("THU-DO", "về thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("DANG", "Đảng cộng sản Việt Nam", "Đảng cộng sản Việt Nam", "Đảng Cộng sản Việt Nam"),
        ("VAN-BAN", "theo nghị định số 30/2020/NĐ-CP", "nghị định số 30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("VAN-BAN", "theo công văn số: 12/STTTT", "công văn số: 12/STTTT", "Công văn số: 12/STTTT"),
        ("DIEU", "tại điều 10 của", "điều 10", "Điều 10"),
        ("DIEU", "tại chương IV.", "chương IV", "Chương IV"),
        ("DIEU", "ở tiểu mục 2", "tiểu mục 2", "Tiểu mục 2"),
        ("KHOAN", "tại Khoản 2 Điều 10", "Khoản 2", "khoản 2"),
        ("KHOAN", "theo Điểm đ, khoản 1", "Điểm đ", "điểm đ"),
        ("TET", "dịp Tết nguyên đán", "Tết nguyên đán", "Tết Nguyên đán"),
        ("TET", "dịp tết Trung Thu", "tết Trung Thu", "tết Trung thu"),
        ("THU", "họp sáng thứ hai", "sáng thứ hai", "sáng thứ Hai"),
        ("THU", "vào thứ bảy", "vào thứ bảy", "vào thứ Bảy"),
        ("THU", "họp thứ tư, ngày 19", "thứ tư", "thứ Tư"),
        ("THU", "đến cuối tháng chạp", "cuối tháng chạp", "cuối tháng Chạp"),
        ("THU", "từ giữa tháng tám", "giữa tháng tám", "giữa tháng Tám"),
        ("CO-QUAN", "gửi Sở tài chính", "Sở tài chính", "Sở Tài chính"),
        ("CO-QUAN", "Bộ thông tin và truyền thông", "Bộ thông tin và truyền thông", "Bộ Thông tin và Truyền thông"),
        ("CO-QUAN", "Ủy ban Nhân dân huyện", "Ủy ban Nhân dân", "Ủy ban nhân dân"),
        ("NAM-AM-LICH", "xuân Canh tý", "Canh tý", "Canh Tý"),
        ("NAM-AM-LICH", "đón Tết ất tỵ", "ất tỵ", "Ất Tỵ"),
        ("NHAN-DAN", "để phục vụ nhân dân", "phục vụ nhân dân", "phục vụ Nhân dân"),
        ("NHAN-DAN", "các tầng lớp nhân dân", "các tầng lớp nhân dân", "các tầng lớp Nhân dân"),
    ],
)
def test_what_is_found_and_how_it_should_stand(rule: str, text: str, wrong: str, right: str) -> None:
    assert list(FINDS[rule](text))[:1] == [(wrong, right)]
    assert not list(FINDS[rule](text.replace(wrong, right)))[:1] or rule == "DON-VI-SO"  # its text holds two


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("CAU", "gửi TP. hồ sơ"),  # an abbreviation in capitals
        ("CAU", "ông ths. nguyễn"),
        ("CAU", "ông ThS. nguyễn"),
        ("CAU", "mục 123. các"),
        ("CAU", "số ab. các"),
        ("CAU", "kịp thời.các"),
        ("CAU", "kịp thời. Các"),
        ("DON-VI", "của Tỉnh Đoàn Lạng Sơn"),
        ("DON-VI", "của Tỉnh Ủy"),
        ("DON-VI", "của Huyện Hội"),
        ("DON-VI", "tại Xã Hoàng Văn Thụ"),  # named after a person
        ("DON-VI", "tại Xã Bắc Sơn"),  # an event
        ("DON-VI", "Tỉnh Nam Định"),  # begins the sentence
        ("DON-VI-SO", "quận 1 phường 2 xã"),
        ("DON-VI-SO", "quận 123"),
        ("VAN-BAN", "theo nghị định của Chính phủ"),
        ("VAN-BAN", "đềnghị định số 30/2020/NĐ-CP"),
        ("DIEU", "chương 2 của"),
        ("DIEU", "điều 10% là"),
        ("KHOAN", "Khoản 2 Điều 10"),
        ("KHOAN", "tại Khoản 2 này"),
        ("THU", "thứ hai là"),
        ("THU", "tháng tám"),
        ("CO-QUAN", "bộ tài chính"),
        ("CO-QUAN", "Sở tài chínhh"),
        ("NAM-AM-LICH", "năm hai mươi"),
        ("NAM-AM-LICH", "NĂM ẤT TỴ"),
        ("NAM-AM-LICH", "năm ẤT TỴ"),
        ("NHAN-DAN", "phục vụ nhân dân tỉnh Lạng Sơn"),
        ("NHAN-DAN", "Ủy ban nhân dân"),
    ],
)
def test_what_is_left_alone(rule: str, text: str) -> None:
    assert list(FINDS[rule](text)) == []


def test_a_list_of_spellings_knows_the_right_one() -> None:
    find = capitals.listed([("Bắc bộ", "Bắc Bộ"), ("vùng Bắc bộ", "vùng Bắc Bộ")])
    assert list(find("vùng Bắc bộ")) == [("Bắc bộ", "Bắc Bộ"), ("vùng Bắc bộ", "vùng Bắc Bộ")]
    assert list(find("vùng Bắc Bộ")) == []
    asean = capitals.listed([("Asean", "ASEAN+Asean")])
    assert list(asean("ASEAN+Asean")) == []
    assert list(asean("Asean, ASEAN+Asean")) == [("Asean", "ASEAN+Asean")]


def test_every_stem_goes_with_every_second_branch() -> None:
    assert len(words.LUNAR) == 60
    assert {"giáp tý", "quý hợi", "canh tý", "ất tỵ"} <= set(words.LUNAR)


@pytest.mark.parametrize("name", FINDS)
def test_the_samples_of_the_manual_are_what_the_rule_says(name: str) -> None:
    rule = RULES[name]
    assert [list(FINDS[name](sample)) for sample in rule.right] == [[]] * len(rule.right)
    assert all(list(FINDS[name](sample)) for sample in rule.wrong)
    assert rule.wrong
