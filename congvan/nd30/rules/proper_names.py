"""Capitals of names (Appendix II/II to V): persons, places, bodies, offices, honours, days, events, works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from congvan.nd30.model.kinds import CAPITAL, SMALL
from congvan.nd30.rules import word_lists
from congvan.nd30.rules.capitals.spelling import Finder, Misspelling

_SMALL_MIDDLE = re.compile(
    rf"(?<!\w)({'|'.join(sorted(word_lists.SURNAMES))})"
    rf" (văn|thị) ((?:[{CAPITAL}][{SMALL}]+ )?[{CAPITAL}][{SMALL}]+)(?!\w)"
)


_SMALL_NAME = re.compile(  # after a form of address, so that "ông Lê Văn và bà" is left alone by the list of words
    rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) ((?:{'|'.join(sorted(word_lists.SURNAMES))}) (?:Văn|Thị)) ([{SMALL}]{{2,}})"
    r"(?=[,;.)]|\s*\n|$| -)"
)


_SMALL_SURNAME = re.compile(
    rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) ({'|'.join(sorted(name.lower() for name in word_lists.SURNAMES))})"
    rf" ([{CAPITAL}][{SMALL}]+ (?:[{CAPITAL}][{SMALL}]+ ?)+)"
)


def persons(text: str) -> Iterator[Misspelling]:
    """Find small letters within the name of a person: Nguyễn văn An, ông Nguyễn Văn an."""
    if "văn " in text or "thị " in text:
        for match in _SMALL_MIDDLE.finditer(text):
            yield match[0], f"{match[1]} {match[2].capitalize()} {match[3]}"
    for match in _SMALL_SURNAME.finditer(text):
        name = f"{match[1]} {match[2].strip()}"
        yield name, name.title()
    if " Văn " in text or " Thị " in text:
        for match in _SMALL_NAME.finditer(text):
            yield f"{match[1]} {match[2]}", f"{match[1]} {match[2].capitalize()}"


_UNIT = re.compile(
    rf"(?:(?<=[{SMALL},;] )|(?<=UBND )|(?<=HĐND )|(?<=\())"
    rf"(Tỉnh|Thành phố|Huyện|Thị xã|Xã|Phường|Đặc khu|Thị trấn) ((?:[{CAPITAL}][{SMALL}]+(?: |\b)){{1,4}})"
)
_LEVEL = re.compile(
    r"(?<!\w)(UBND|HĐND|UBMTTQ|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân|Đảng bộ|Công an|cấp|các|"
    r"địa bàn|toàn|trong|huyện,|xã,) "
    r"(Tỉnh|Huyện|Xã|Phường|Thị xã|Thị trấn|(?<=, )Thành phố)(?!\w)(?! ?(?:[\d–]|ủy|uỷ|đoàn|Ủy|Uỷ|Đoàn|hội|đội))"
    rf"(?! [{CAPITAL}])"
)
_TOWNS = ("Phan Thiết", "Phan Rang", "Phan Rí", "La Gi", "Lâm Viên")  # their first syllable is a surname too
_NO_PLACE = ("Đoàn", "Ủy", "Uỷ", "Hội", "Đội", "Điện")  # Tỉnh Đoàn, Huyện Hội, …


def unit(text: str) -> Iterator[Misspelling]:
    """Find capitals on the common noun of an administrative unit in mid-sentence, and of a level (UBND Tỉnh)."""
    for match in _LEVEL.finditer(text):
        yield match[0], f"{match[1]} {match[2].lower()}"
    for match in _UNIT.finditer(text):
        name = match[2].strip()
        first, *rest = name.split()
        no_unit = first in _NO_PLACE or name in word_lists.PERSONS or _may_be_person_name(match[1], first, rest)
        if no_unit and not name.startswith(_TOWNS):
            continue
        if match[1] == "Thành phố" and " " not in name and name not in ("Huế", "Vinh"):
            continue  # "Thành phố Xanh", "Thành phố Anh hùng": a concept
        yield f"{match[1]} {name}", f"{match[1].lower()} {name}"


def _may_be_person_name(noun: str, first: str, rest: Sequence[str]) -> bool:
    """Return whether the name after a unit's noun may be a person's: "Chủ tịch Huyện Hoàng Văn An", "Xã Trần Phú"."""
    surname = first in word_lists.SURNAMES and (len(rest) > 1 or noun in ("Xã", "Phường", "Thị trấn"))
    return surname or (rest[:1] in (["Văn"], ["Thị"]))


def numbered_unit(text: str) -> Iterator[Misspelling]:
    """Find small letters on a quận or phường named by a number, not in "các quận 1, 3" or "số phường 12"."""
    for match in re.finditer(r"(?<!các )(?<!số )\b(quận|phường) (\d{1,2})\b(?! (?:phường|quận|xã))", text):
        yield match[0], f"{match[1].capitalize()} {match[2]}"


_PERSON = re.compile(
    rf"(?<!\w)(quận|huyện|xã|phường|thị trấn) ((?:{'|'.join(sorted(word_lists.SURNAMES))}) "
    rf"(?:{'|'.join(word_lists.MIDDLE_NAMES)}) [{CAPITAL}][{SMALL}]+|{'|'.join(word_lists.COMMEMORATED)})(?!\w)"
    rf"(?! [{CAPITAL}][{SMALL}])"  # "xã Đinh Văn Lâm Hà" is no person's name
)


def person_unit(text: str) -> Iterator[Misspelling]:
    """Find small letters on the common noun of a unit that is named after a person or an event."""
    for match in _PERSON.finditer(text):
        yield match[0], match[0][0].upper() + match[0][1:]


_COUNCILS = re.compile(
    r"(?<!\w)(ủy ban|uỷ ban|hội đồng) nhân dân(?= (?:tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn)(?!\w))"
)


def bodies(text: str) -> Iterator[Misspelling]:
    """Find bodies in small letters where the words beside show that one body is meant."""
    for match in _COUNCILS.finditer(text) if "ban nhân dân" in text or "đồng nhân dân" in text else ():
        yield f"{match[1]} nhân dân", f"{match[1].capitalize()} nhân dân"
    for match in re.finditer(r"(?<=\d )của chính phủ(?!\w)", text):
        yield match[0], "của Chính phủ"


_TITLES = ("chủ tịch", "giám đốc", "bộ trưởng", "hiệu trưởng", "bí thư", "giáo sư", "tiến sĩ", "thủ tướng")
_OFFICE = re.compile(
    rf"(?<!\w)(phó )?(?:{'|'.join(_TITLES)}) "
    rf"(?:{'|'.join(sorted(word_lists.SURNAMES - {'Đoàn'}))})(?: [{CAPITAL}][{SMALL}]+){{2}}"
)


def offices(text: str) -> Iterator[Misspelling]:
    """Find small letters on an office or degree right before a person's name."""
    if not any(title in text for title in _TITLES):
        return
    for match in _OFFICE.finditer(text):
        own = match[0][len(match[1] or "") :]
        yield match[0], ("Phó " if match[1] else "") + own[0].upper() + own[1:]


_RANK = re.compile(r"(?<!\w)((?:Huân|Huy) chương [^,.;:()\n]{3,40}? hạng) (nhất|nhì|ba)(?!\w)")


def honours(text: str) -> Iterator[Misspelling]:
    """Find small letters on the rank of an order or medal."""
    if "uân chương" not in text and "uy chương" not in text:
        return
    for match in _RANK.finditer(text):
        yield match[0], f"{match[1]} {match[2].capitalize()}"


def people(text: str) -> Iterator[Misspelling]:
    """Find small letters on Nhân dân and Nhà nước as nouns of their own."""
    for match in re.finditer(
        r"\b(phục vụ|các tầng lớp|toàn thể|vận động|đời sống của|tài sản của|tính mạng của|niềm tin của) (nhân dân)\b"
        r"(?! tỉnh| huyện| xã| thành phố)",
        text,
    ):
        yield match[0], f"{match[1]} Nhân dân"
    for match in re.finditer(r"\b(Đảng(?:,| và)) nhà nước\b", text):
        yield match[0], f"{match[1]} Nhà nước"


FINDERS: dict[str, Finder] = {
    "TEN-NGUOI": persons,
    "DON-VI": unit,
    "DON-VI-SO": numbered_unit,
    "DON-VI-TEN": person_unit,
    "CO-QUAN": bodies,
    "NHAN-DAN": people,
    "DANH-HIEU": honours,
    "CHUC-VU": offices,
}
"""What finds misspellings beside the lists of names, by the end of the rule's id."""
