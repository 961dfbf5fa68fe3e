"""Capital letters (Appendix II): grade A by pattern, grade B by word lists, grade C as notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from congvan.nd30.kinds import CAPITAL, SMALL
from congvan.nd30.part import Part
from congvan.nd30.rule import N_, NOTE, WARNING, Answer, Broken, NotApplicable, Rule, spot
from congvan.nd30.rules import words
from congvan.nd30.rules.style import is_upper
from congvan.nd30.view import Paragraph
from congvan.problems import Severity

NO_TEXT = N_("the document has no text of its own")
MOST = 12  # findings of one rule: more of the same teach nothing
Found = tuple[str, str]  # what stands, what it should be


def texts(part: Part) -> list[Paragraph]:
    """The paragraphs whose spelling is judged: body, cells, subject, bases, receivers."""
    if "spelling" in part.memo:
        return part.memo["spelling"]
    lists = [q for i in (*part.receivers, *part.copies) for q in i.paragraphs]
    every = [
        *part.title,
        *part.about,
        *part.bases,
        *([part.greeting] if part.greeting else []),
        *part.body,
        *part.tables,
        *lists,
    ]
    part.memo["spelling"] = [p for p in every if not is_upper(p.text)]
    return part.memo["spelling"]


def _whole(part: Part) -> str:
    """All that `texts` holds, with a space and a break between paragraphs, so that no pattern joins two."""
    if not part.spelling:
        part.spelling = " \n ".join(p.text for p in texts(part))
    return part.spelling


def _judge(find: Callable[[str], Iterable[Found]]) -> Callable[[Part], Iterator[Answer]]:
    def check(part: Part) -> Iterator[Answer]:
        paragraphs = texts(part)
        if not paragraphs:
            yield NotApplicable(NO_TEXT)
            return
        if not any(True for _found in find(_whole(part))):
            return  # as in most papers: told by one look instead of one a paragraph
        count = 0
        seen: set[Found] = set()
        for paragraph in paragraphs:
            for found in find(paragraph.text):
                if found not in seen and count < MOST:
                    seen.add(found)
                    count += 1
                    yield Broken(spot(paragraph), {"text": found[0], "wanted": found[1]})

    return check


MESSAGE, HINT = N_("“{text}” is written “{wanted}”"), N_("Write “{wanted}”.")


def _rule(
    ident: str,
    clause: str,
    find: Callable[[str], Iterable[Found]],
    manual: str,
    right: tuple[str, ...],
    wrong: tuple[str, ...],
    severity: Severity = WARNING,
) -> Rule:
    return Rule(f"ND30-VIET-HOA-{ident}", clause, severity, MESSAGE, HINT, _judge(find), manual, right, wrong)


def _cut(text: str, start: int, end: int) -> str:
    return text[start:end].strip()


def sentence(text: str) -> Iterator[Found]:
    """A small letter after a full stop, question or exclamation mark."""
    for match in re.finditer(rf"(?<=\w)(?P<sign>[.?!]) (?P<word>[{SMALL}]\w+)", text):
        before = re.split(r"\W", text[: match.start()])[-1]
        if before.lower() in words.SHORT or len(before) < 3 or before.isdigit() or before.isupper():
            continue
        yield f"{before}{match['sign']} {match['word']}", f"{before}{match['sign']} {match['word'].capitalize()}"


_UNITS = r"(Tỉnh|Huyện|Thị xã|Xã|Thị trấn)"


def unit(text: str) -> Iterator[Found]:
    """A capital on the common noun of an administrative unit in mid-sentence."""
    for match in re.finditer(rf"(?<=[{SMALL},;] ){_UNITS} ((?:[{CAPITAL}][{SMALL}]+(?: |$)){{1,4}})", text):
        name = match[2].strip()
        first = name.split()[0]
        if first in words.SURNAMES or first in ("Đoàn", "Ủy", "Uỷ", "Hội", "Điện") or name in words.PERSONS:
            continue
        yield match[0].strip(), f"{match[1].lower()} {name}"


def numbered_unit(text: str) -> Iterator[Found]:
    for match in re.finditer(r"\b(quận|phường) (\d{1,2})\b(?! (?:phường|quận|xã))", text):
        yield match[0], f"{match[1].capitalize()} {match[2]}"


def capital_city(text: str) -> Iterator[Found]:
    for match in re.finditer(r"\bthủ đô Hà Nội\b|\bthành phố Hồ Chí Minh\b", text):
        yield match[0], match[0][0].upper() + match[0][1:]


def party(text: str) -> Iterator[Found]:
    for wrong, right in words.PARTY:
        if wrong in text:
            yield wrong, right


_TYPES = (
    "luật|bộ luật|pháp lệnh|nghị định|nghị quyết|thông tư|thông tư liên tịch|quyết định|chỉ thị|kế hoạch|"
    "công văn|thông báo|báo cáo|tờ trình|công điện|hướng dẫn|chương trình"
)


def cited(text: str) -> Iterator[Found]:
    """A small letter on the type of a document that is cited with its number."""
    for match in re.finditer(rf"(?<!\w)({_TYPES}) (số:? ?\d+[\d/]*[/-][\wĐđ-]+)", text):
        yield match[0], f"{match[1].capitalize()} {match[2]}"


def article(text: str) -> Iterator[Found]:
    for match in re.finditer(r"(?<!\w)(điều|chương|tiểu mục) (\d{1,3}|[IVX]{1,5})\b(?= |,|;|\.|$|\))", text):
        if match[1] == "chương" and match[2].isdigit():
            continue
        yield match[0], f"{match[1].capitalize()} {match[2]}"


def clause(text: str) -> Iterator[Found]:
    """A capital on khoản or điểm where they are cited in mid-sentence."""
    for match in re.finditer(
        rf"(?<=[{SMALL},;(] )(Khoản|Điểm) (\d{{1,2}}|[a-zđ])(?=,| (?:khoản|Khoản|Điều|điều|và|của))", text
    ):
        yield match[0], f"{match[1].lower()} {match[2]}"


def festival(text: str) -> Iterator[Found]:
    if "ết " not in text:  # told at once, where the pattern tries every word
        return
    for match in re.finditer(
        r"\b[Tt]ết (nguyên đán|Nguyên Đán|nguyên Đán|trung thu|Trung Thu|đoan ngọ|Đoan Ngọ)\b", text
    ):
        proper = match[1].lower().capitalize()
        yield match[0], f"{match[0].split()[0]} {proper}"


def weekday(text: str) -> Iterator[Found]:
    if "thứ " not in text and " tháng " not in text:
        return
    for match in re.finditer(
        r"\b(?P<lead>sáng|chiều|tối|vào) thứ (?P<day>hai|ba|tư|năm|sáu|bảy)\b"
        r"|\bthứ (?P<alone>hai|ba|tư|năm|sáu|bảy)(?=,? ngày \d)",
        text,
    ):
        day = match["day"] or match["alone"]
        yield match[0], match[0][: -len(day)] + day.capitalize()
    for match in re.finditer(r"\b(?:đầu|cuối|giữa) tháng (giêng|chạp|tư|sáu|bảy|tám|chín|mười)\b", text):
        yield match[0], match[0][: -len(match[1])] + match[1].capitalize()


_BODIES = re.compile(rf"(?<!\w)(Sở|Bộ|Phòng) ({'|'.join(words.FIELDS)})(?!\w)")


def bodies(text: str) -> Iterator[Found]:
    """A body whose function begins with a small letter, and the names with a fixed spelling."""
    for match in _BODIES.finditer(text):
        yield match[0], f"{match[1]} {words.FIELDS[match[2]]}"
    for wrong, right in words.BODIES:
        if wrong in text and re.search(rf"(?<!\w){wrong}(?!\w)", text):
            yield wrong, right


def lunar(text: str) -> Iterator[Found]:
    for match in re.finditer(r"(?<!\w)(năm|xuân|Xuân|Tết|tết|đán|Đán) ([^\W\d_]+ [^\W\d_]+)(?!\w)", text):
        proper = words.LUNAR.get(match[2].lower())
        if proper and match[2] != proper and not match[2].isupper():
            yield match[2], proper


def listed(pairs: Iterable[tuple[str, str]]) -> Callable[[str], Iterator[Found]]:
    known = tuple(pairs)

    def find(text: str) -> Iterator[Found]:
        for wrong, right in known:
            if wrong in text and wrong in text.replace(right, ""):
                yield wrong, right

    return find


def people(text: str) -> Iterator[Found]:
    for match in re.finditer(
        r"\b(phục vụ|các tầng lớp|toàn thể|vận động|đời sống của) (nhân dân)\b(?! tỉnh| huyện| xã| thành phố)", text
    ):
        yield match[0], f"{match[1]} Nhân dân"


RULES: tuple[Rule, ...] = (
    _rule(
        "CAU",
        "PL II/I",
        sentence,
        "A sentence begins with a capital letter.",
        ("… kịp thời. Các đơn vị …",),
        ("… kịp thời. các đơn vị …",),
    ),
    _rule(
        "DON-VI",
        "PL II/III.1.a",
        unit,
        (
            "The common noun of an administrative unit is small, its own name has capitals; units named "
            "after persons or events keep the capital."
        ),
        ("tỉnh Nam Định", "huyện Cao Lộc"),
        ("của Tỉnh Nam Định",),
    ),
    _rule(
        "DON-VI-SO",
        "PL II/III.1.b",
        numbered_unit,
        "A unit named by a number has a capital on the common noun too.",
        ("Quận 1",),
        ("quận 1",),
    ),
    _rule(
        "THU-DO",
        "PL II/III.1.c",
        capital_city,
        "Thủ đô Hà Nội and Thành phố Hồ Chí Minh keep their capital.",
        ("Thủ đô Hà Nội", "Thành phố Hồ Chí Minh"),
        ("thành phố Hồ Chí Minh",),
    ),
    _rule(
        "DANG",
        "PL II/IV.1.b",
        party,
        "Names with a spelling of their own.",
        ("Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam",),
        ("Đảng cộng sản Việt Nam",),
    ),
    _rule(
        "VAN-BAN",
        "PL II/V.6",
        cited,
        "The type of a particular document has a capital.",
        ("Nghị định số 30/2020/NĐ-CP",),
        ("nghị định số 30/2020/NĐ-CP",),
    ),
    _rule(
        "DIEU",
        "PL II/V.7",
        article,
        "Điều, chương and tiểu mục that are cited have a capital.",
        ("khoản 2 Điều 103",),
        ("khoản 2 điều 103",),
    ),
    _rule(
        "KHOAN",
        "PL II/V.7",
        clause,
        "Khoản and điểm that are cited in mid-sentence are small.",
        ("tại khoản 2 Điều 103",),
        ("tại Khoản 2 Điều 103",),
    ),
    _rule(
        "TET",
        "PL II/V.8.b",
        festival,
        "Festivals have a capital on the first syllable of their name.",
        ("tết Nguyên đán", "Tết Nguyên đán"),
        ("Tết nguyên đán",),
    ),
    _rule(
        "THU",
        "PL II/V.8.c",
        weekday,
        "Weekdays and months in words have a capital.",
        ("sáng thứ Hai", "cuối tháng Tám"),
        ("sáng thứ hai",),
    ),
    _rule(
        "CO-QUAN",
        "PL II/IV.1.a",
        bodies,
        "Each word for the kind and the field of a body has a capital.",
        ("Sở Tài chính", "Ủy ban nhân dân"),
        ("Sở tài chính", "Ủy ban Nhân dân"),
    ),
    _rule(
        "NAM-AM-LICH",
        "PL II/V.8.a",
        lunar,
        "Lunar years have capitals on both syllables.",
        ("năm Ất Tỵ",),
        ("năm Ất tỵ",),
    ),
    _rule(
        "NGAY-LE",
        "PL II/V.5",
        listed(words.DAYS),
        "Holidays have a capital on the first syllable of their name.",
        ("ngày Quốc khánh 2-9",),
        ("ngày quốc khánh 2-9",),
    ),
    _rule(
        "DANH-HIEU",
        "PL II/V.2",
        listed(words.HONOURS),
        "Orders and titles of honour.",
        ("Huân chương Sao vàng", "Anh hùng Lao động"),
        ("Huân chương sao vàng",),
    ),
    _rule(
        "NUOC-NGOAI",
        "PL II/IV.2",
        listed(words.FOREIGN),
        "Foreign bodies are written as Vietnamese ones.",
        ("Liên hợp quốc",),
        ("Liên Hợp Quốc",),
    ),
    _rule(
        "SU-KIEN",
        "PL II/V.9",
        listed(words.EVENTS),
        "Events of history have capitals on their first syllables.",
        ("Cách mạng tháng Tám",),
        ("cách mạng tháng Tám",),
    ),
    _rule(
        "VUNG",
        "PL II/III.1.đ",
        listed(words.REGIONS),
        "Regions named by directions have capitals.",
        ("vùng Tây Bắc",),
        ("vùng Tây bắc",),
    ),
    _rule(
        "NHAN-DAN",
        "PL II/V.1",
        people,
        (
            "Nhân dân and Nhà nước as nouns of their own have a capital; inside names (Ủy ban nhân dân) "
            "they are small. A hint: the sense decides."
        ),
        ("phục vụ Nhân dân",),
        ("phục vụ nhân dân",),
        NOTE,
    ),
)
