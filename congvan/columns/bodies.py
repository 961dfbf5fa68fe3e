"""Words with which the names of bodies begin: a unit, a school, a collective, where a person is asked for."""

from __future__ import annotations

import re

from congvan.text import fold, nfc

_WORDS = frozenset(
    """
    phòng khoa ban trường viện sở cục vụ tổ đội hội nhóm lớp trạm xã phường huyện tỉnh thôn xóm khối bộ hộ tòa quỹ
    ubnd hđnd htx cty ttyt bvđk bch bql mttq thpt thcs
    """.split()
)
"""One of them is enough, with its marks: Trương, Bàn, Tô, Đới are families."""
_PHRASES = tuple(
    each.strip()
    for each in """
    tập thể, đơn vị, cơ quan, công ty, tổng công ty, tập đoàn, doanh nghiệp, hợp tác xã, ngân hàng, trung tâm,
    bệnh viện, văn phòng, ủy ban, uỷ ban, hội đồng, chi cục, tổng cục, chi nhánh, cán bộ, nhân viên, giáo viên,
    nhân dân, gia đình, chi bộ, chi đoàn, chi hội, chi ủy, đảng bộ, đảng ủy, công đoàn, liên đoàn, đoàn thanh niên,
    huyện ủy, huyện đoàn, tỉnh ủy, tỉnh đoàn, thị trấn, thị xã, thành phố, mặt trận, nhà trường, nhà máy, bưu điện
    """.split(",")
)
_UNMARKED = frozenset(("tap the", "don vi", "co quan", "cong ty", "uy ban", "trung tam", "benh vien", "hop tac xa"))
"""Phrases that are known without marks too; others would be names: Văn Phong, Đoàn Thanh Niên."""
_FAMILY = "đoàn"
"""A family and a body: the body where the next word begins small."""
_MIDDLE = frozenset(("văn", "thị"))
_OF_BODIES = re.compile(r"\b(?:tap the|don vi|co quan|to chuc|doanh nghiep|hop tac xa|truong|co so|ho gia dinh)\b")
_OF_BOTH = re.compile(r"\b(?:tap the|to chuc|ho gia dinh)\b")
_OF_PEOPLE = re.compile(r"\bho (?:va )?ten\b")


def names_body(text: str) -> bool:
    """Whether a text begins as the name of a body does: “Tập thể Khoa Dược”; “Ban Văn Mẫu” is a person."""
    words = nfc(text).split()
    if len(words) < 2:
        return False
    said = " ".join(words).casefold()
    if any(f"{said} ".startswith(f"{each} ") for each in (_UNMARKED if said.isascii() else _PHRASES)):
        return True
    first = words[0].casefold()
    return (first in _WORDS and not _is_person(words)) or (first == _FAMILY and words[1].islower())


def _is_person(words: list[str]) -> bool:
    """Whether words are written as a name with Văn or Thị is: each with a capital, and not all in capitals."""
    small = any(char.islower() for char in "".join(words))
    return words[1].casefold() in _MIDDLE and len(words) <= 4 and small and all(word[0].isupper() for word in words)


def is_of_bodies(label: str) -> bool:
    """Whether the title of a column asks for bodies, alone or beside people: “Tên tập thể”, “Cá nhân, tập thể”."""
    said = fold(label)
    return (_OF_BOTH if _OF_PEOPLE.search(said) else _OF_BODIES).search(said) is not None
