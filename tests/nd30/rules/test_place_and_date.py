"""Rules on place and date and on the bodies beside them: what each says of many ways to write them."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.messages import Message
from tests.nd30.by_hand import answers, line, part, said

DATES: list[tuple[str, str, Any]] = [
    ("DATE-FORM", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-FORM", "Lạng Sơn, ngày … tháng … năm 2020", None),
    ("DATE-FORM", "Lạng Sơn, ngày     tháng     năm 20   ", None),
    ("DATE-FORM", "Lạng Sơn, ngày … tháng 8 năm 20", {"text": "Lạng Sơn, ngày … tháng 8 năm 20"}),
    ("DATE-FORM", "Lạng Sơn, ngày     tháng     năm 26", {"text": "Lạng Sơn, ngày tháng năm 26"}),
    ("DATE-FORM", "Lạng Sơn, ngày     tháng 8 năm 2020", None),
    ("DATE-FORM", "Lạng Sơn,\u00a0ngày 05\ntháng 01 năm 2020", None),
    ("DATE-FORM", "Lạng Sơn, 05/01/2020", {"text": "Lạng Sơn, 05/01/2020"}),
    ("DATE-FORM", "L, ngày năm tháng 01 năm 2020", {"text": "L, ngày năm tháng 01 năm 2020"}),
    ("DATE-FORM", "L, ngày 05 tháng giêng năm 2020", {"text": "L, ngày 05 tháng giêng năm 2020"}),
    ("DATE-FORM", "", "–"),
    ("DATE-DAY-ZERO", "L, ngày _5. tháng 01 năm 2020", {"day": "5"}),
    ("DATE-PLACE", "TP. Ba đồn, ngày 05 tháng 01 năm 2020", {"town": "TP. Ba đồn"}),
    ("DATE-DAY-ZERO", "L, ngày 5 tháng 01 năm 2020", {"day": "5"}),
    ("DATE-DAY-ZERO", "L, ngày 05 tháng 01 năm 2020", None),
    ("DATE-DAY-ZERO", "L, ngày 15 tháng 01 năm 2020", None),
    ("DATE-DAY-ZERO", "L, ngày … tháng 01 năm 2020", "?"),
    ("DATE-DAY-ZERO", "", "–"),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng 1 năm 2020", {"month": "1"}),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng 2 năm 2020", {"month": "2"}),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng 3 năm 2020", None),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng __ năm 2020", "?"),
    ("DATE-MONTH-ZERO", "", "–"),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 08 năm 2020", {"month": "08", "plain": "8"}),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 03 năm 2020", {"month": "03", "plain": "3"}),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 02 năm 2020", None),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 10 năm 2020", None),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng . năm 2020", "?"),
    ("DATE-MONTH-NO-ZERO", "", "–"),
    ("DATE-REAL", "L, ngày 30 tháng 02 năm 2020", {"day": 30, "month": 2, "year": 2020}),
    ("DATE-REAL", "L, ngày 29 tháng 02 năm 2020", None),
    ("DATE-REAL", "L, ngày 29 tháng 02 năm", "?"),
    ("DATE-REAL", "", "–"),
    ("DATE-COMMA", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-COMMA", "Lạng Sơn ngày 05 tháng 01 năm 2020", {"text": "Lạng Sơn ngày 05 tháng 01 năm 2020"}),
    ("DATE-COMMA", "… ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-COMMA", "Lạng… ngày 05 tháng 01 năm 2020", None),
    ("DATE-COMMA", "Ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-COMMA", "05/01/2020", "–"),
    ("DATE-PLACE", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-PLACE", "lạng Sơn, ngày 05 tháng 01 năm 2020", {"town": "lạng Sơn"}),
    ("DATE-PLACE", "Lạng sơn, ngày 05 tháng 01 năm 2020", {"town": "Lạng sơn"}),
    ("DATE-PLACE", "Lạng sƠN, ngày 05 tháng 01 năm 2020", {"town": "Lạng sƠN"}),
    ("DATE-PLACE", "L2, ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-PLACE", "......, ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-PLACE", "05/01/2020", "–"),
    ("DATE-PLACE-FULL", "Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2020", None),
    *(
        ("DATE-PLACE-FULL", f"{town}, ngày 05 tháng 01 năm 2020", {"town": town, "wanted": "Thành phố Hồ Chí Minh"})
        for town in ("TP. Hồ Chí Minh", "TP.HCM", "Tp Hồ Chí Minh", "Hồ Chí Minh")
    ),
    ("DATE-PLACE-FULL", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-PLACE-FULL", "Hoàng Văn Thụ, ngày 05 tháng 01 năm 2020", None),  # a body of another unit
    ("DATE-PLACE-FULL", "…, ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-PLACE-FULL", "05/01/2020", "–"),
    ("DATE-FORM", "L, ngày 05 tháng 01 năm 20", {"text": "L, ngày 05 tháng 01 năm 20"}),
    ("DATE-FORM", "L, ngày 05 tháng 01 năm 20…", None),
    ("DIA-DANH-CASE", "Lạng Sơn, Ngày 05 tháng 01 năm 2020", None),  # a finding of DATE-FORM
    ("DIA-DANH-CASE", "LẠNG SƠN, ngày 05 tháng 01 năm 2020", {"name": Message("component.place-date")}),
    ("DIA-DANH-CASE", "TP. Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
]


@pytest.mark.parametrize(
    ("issuer", "town", "wanted"),
    [
        ("ỦY BAN NHÂN DÂN XÃ HOÀNG VĂN THỤ", "Hoàng Văn Thụ", "Xã Hoàng Văn Thụ"),
        ("PHƯỜNG ĐIỆN BIÊN PHỦ", "Điện Biên Phủ", "Phường Điện Biên Phủ"),
        ("ỦY BAN NHÂN DÂN QUẬN 1", "1", "Quận 1"),
        ("ỦY BAN NHÂN DÂN XÃ HOÀNG VĂN THỤ", "Xã Hoàng Văn Thụ", ""),
        ("ỦY BAN NHÂN DÂN XÃ ĐỒNG ĐĂNG", "Đồng Đăng", ""),
    ],
)
def test_a_unit_named_after_a_person_has_its_full_name(issuer: str, town: str, wanted: str) -> None:
    given = part(date=line(f"{town}, ngày 05 tháng 01 năm 2020"), issuer=[line("ỦY BAN"), line(issuer)])
    assert said("DATE-PLACE-FULL", given) == ({"town": town, "wanted": wanted} if wanted else None)


@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        (["UBND XÃ ĐỒNG ĐĂNG"], "UBND XÃ ĐỒNG ĐĂNG"),
        (["UBND", "XÃ ĐỒNG ĐĂNG"], "UBND XÃ ĐỒNG ĐĂNG"),
        (["UBND TỈNH LẠNG SƠN", "BAN AN TOÀN GIAO THÔNG"], ""),  # both in one weight: the first is the superior
        (["ỦY BAN NHÂN DÂN", "XÃ ĐỒNG ĐĂNG"], ""),
        (["SỞ Y TẾ"], ""),
    ],
)
def test_the_issuing_body_has_its_full_name(issuer: list[str], found: str) -> None:
    assert said("BAN-HANH-FULL", part(issuer=[line(t) for t in issuer])) == ({"text": found} if found else None)


@pytest.mark.parametrize(
    ("superior", "found"),
    [
        (["UBND TỈNH"], {"text": "UBND TỈNH"}),
        (["ỦY BAN NHÂN DÂN", "HUYỆN"], {"text": "ỦY BAN NHÂN DÂN HUYỆN"}),
        (["UBND TỈNH LẠNG SƠN"], None),
        (["ỦY BAN NHÂN DÂN"], None),
        (["BỘ NỘI VỤ"], None),
        ([], "–"),
    ],
)
def test_a_local_superior_says_of_which_place(superior: list[str], found: Any) -> None:
    assert said("CHU-QUAN-PLACE", part(superior=[line(t) for t in superior])) == found


@pytest.mark.parametrize(("rule", "text", "found"), DATES)
def test_place_and_date(rule: str, text: str, found: Any) -> None:
    assert said(rule, part(date=line(text) if text else None)) == found


@pytest.mark.parametrize("month", ["08", "03"])
def test_a_finding_stands_at_its_line(month: str) -> None:
    text = f"L, ngày 05 tháng {month} năm 2020"
    assert answers("DATE-MONTH-NO-ZERO", part(date=line(text)))[0].location.text == text
