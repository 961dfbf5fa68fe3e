"""Capital letters (Appendix II): sentences, citations, dates; for names see proper_names.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from congvan.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import is_capitals
from congvan.nd30.model.kinds import SMALL
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules import word_lists
from congvan.nd30.rules.base import WARNING, Answer, NotApplicable, Rule, Violation, location_of, rule, violation
from congvan.problems import Severity

NO_TEXT = Message("nd30.document-text-own")
MAX_FINDINGS = 12  # violations reported per rule
Misspelling = tuple[str, str]  # as written, as it should be


def spelled_paragraphs(document: DocumentComponents) -> list[Paragraph]:
    """Return the paragraphs whose spelling is checked: body, cells, subject, bases, addressees, recipients."""
    if "spelling" in document.cached:
        return document.cached["spelling"]
    lists = [q for i in (*document.addressees, *document.recipients) for q in i.paragraphs]
    every = [
        *document.title,
        *document.subject_line,
        *document.bases,
        *([document.greeting] if document.greeting else []),
        *document.body,
        *document.tables,
        *lists,
    ]
    document.cached["spelling"] = [p for p in every if not is_capitals(p.text)]
    return document.cached["spelling"]


def _joined_text(document: DocumentComponents) -> str:
    """Join the spelled paragraphs with a space and a line break, so that no pattern matches across two."""
    if not document.spelling:
        document.spelling = " \n ".join(p.text for p in spelled_paragraphs(document))
    return document.spelling


def _spelling_check(find: Callable[[str], Iterable[Misspelling]]) -> Callable[[DocumentComponents], Iterator[Answer]]:
    def check(document: DocumentComponents) -> Iterator[Answer]:
        paragraphs = spelled_paragraphs(document)
        if not paragraphs:
            yield NotApplicable(NO_TEXT)
            return
        if not any(True for _misspelling in find(_joined_text(document))):
            return  # true of most documents; one search is faster than one per paragraph
        count = 0
        seen: set[Misspelling] = set()
        for paragraph in paragraphs:
            for misspelling in find(paragraph.text):
                if misspelling not in seen and count < MAX_FINDINGS:
                    seen.add(misspelling)
                    count += 1
                    yield Violation(location_of(paragraph), {"text": misspelling[0], "wanted": misspelling[1]})

    return check


def spelling_rule(
    ident: str,
    clause: str,
    find: Callable[[str], Iterable[Misspelling]],
    manual: str,
    right: tuple[str, ...],
    wrong: tuple[str, ...],
    severity: Severity = WARNING,
) -> Rule:
    """Build a spelling rule of Appendix II from `find`, which yields the misspellings of a text."""
    return Rule(f"ND30-VIET-HOA-{ident}", clause, severity, _spelling_check(find), manual, right, wrong)


def sentence(text: str) -> Iterator[Misspelling]:
    """Find small letters after a full stop, question or exclamation mark."""
    for match in re.finditer(rf"(?<=[\w)”%])(?P<sign>[.?!]) (?P<word>[{SMALL}]{{2,}})(?![\w.@/-])", text):
        above = text[max(0, match.start() - 60) : match.start()]
        closed = above[-1] in ")”%" and match.start() > 4  # "1). …" and "a). …" number a paragraph
        before = re.split(r"[^\w)”%]", above)[-1]
        if not closed and (
            before.lower() in word_lists.SHORT or len(before) < 3 or before.isdigit() or before.isupper()
        ):
            continue
        shown = re.split(r"[\s(“]", above)[-1] + match["sign"]
        yield f"{shown} {match['word']}", f"{shown} {match['word'].capitalize()}"


@rule(
    "VIET-HOA-XUONG-DONG",
    "PL II/I",
    WARNING,
    right=("Các đơn vị báo cáo trước ngày 15.",),
    wrong=("các đơn vị báo cáo trước ngày 15.",),
)
def new_line(document: DocumentComponents) -> Iterator[Answer]:
    """A new line begins with a capital letter. Evaluated for the first paragraph and after a line that is complete;
    after a dash or a letter with a bracket both spellings are common, so these are not evaluated."""
    flow = [p for p in document.body if p.cell is None]
    if not flow:
        yield NotApplicable(NO_TEXT)
        return
    begins = [p for p in flow[:1] if len(p.text) > 60]  # a short paragraph may still belong to Kính gửi
    begins += [p for above, p in pairwise(flow) if re.search(r"[.;:!?]$", above.text)]
    for paragraph in begins:
        small = re.match(rf"(?!điều \d+\.)[{SMALL}]{{2,}} [{SMALL}\d]", paragraph.text)
        indented = not document.view.laid_out or (paragraph.first or 0.0) > 5
        if small and indented and paragraph.align != "centre":
            yield violation(paragraph, text=paragraph.text[:30])


_TYPES = (
    "luật|bộ luật|pháp lệnh|nghị định|nghị quyết|thông tư|thông tư liên tịch|quyết định|chỉ thị|kế hoạch|"
    "công văn|thông báo|báo cáo|tờ trình|công điện|hướng dẫn|chương trình"
)


_LAW = re.compile(
    rf"(?<!Khoa )(?<!khoa )(?<!môn )(?<!ngành )(?<!\w)(Luật|Bộ luật|Pháp lệnh) ({'|'.join(word_lists.LAWS)})(?!\w)"
)


_SMALL_LAW = re.compile(
    r"(?:(?<=ăn cứ )|(?<=heo )|(?<=quy định của )|(?<=quy định tại ))"
    rf"(luật|bộ luật|pháp lệnh) ({'|'.join(word_lists.LAWS)})(?!\w)"
)
_NUMBERED = re.compile(rf"(?<!\w)({_TYPES}) (số:? ?\d+[\d/]*[/-][\wĐđ-]+|\d+/(?:\d{{4}}/)?[A-ZĐ][\wĐđ-]+)")
_THIS = re.compile(
    r"(?<!\w)(thi hành|thực hiện|triển khai|theo|tại|kèm theo|của) "
    r"(quyết định|nghị quyết|chỉ thị|kế hoạch|công văn|quy chế|thông báo|công điện|hướng dẫn|tờ trình) này(?!\w)"
)


def documents(text: str) -> Iterator[Misspelling]:
    """Find small letters on the type of a cited document ("quyết định số …", "quyết định này") or the name of a law."""
    for match in _NUMBERED.finditer(text):
        yield match[0], f"{match[1].capitalize()} {match[2]}"
    for match in _THIS.finditer(text) if " này" in text else ():
        yield match[0], f"{match[1]} {match[2].capitalize()} này"
    for match in _LAW.finditer(text) if "uật " in text or "Pháp lệnh " in text else ():
        yield match[0], f"{match[1]} {match[2].capitalize()}"
    for match in _SMALL_LAW.finditer(text) if " luật " in text else ():
        yield match[0], f"{match[1].capitalize()} {match[2].capitalize()}"


_LEGAL = r"Luật|Bộ luật|Pháp lệnh|Hiến pháp|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế|Quy định|Điều lệ|Phụ lục"
_CITED = rf"(?:{_LEGAL}|Chỉ thị|Kế hoạch|Công văn|Hướng dẫn|Chương trình|Đề án)"
_ARTICLE = re.compile(
    r"(?<!các )(?<!\w)(điều|chương|tiểu mục) (\d{1,3}|[IVX]{1,5})"
    rf"(?=[,;.)]|\s*\n|$| (?:của|và|đến|Chương|Mục|Phần|khoản|này|nêu|trên|thuộc|quy định|{_CITED})(?!\w))"
)
_PART = re.compile(
    r"(?:(?:[Tt]ại|[Tt]heo|thuộc|khoản \d{1,2},?|điểm [\w.]{1,5},?) )(mục|phần) (\d{1,2}|[IVX]{1,5})"
    rf"(?= (?:của )?(?:Chương|Phần|{_LEGAL})(?!\w))"
)


def article(text: str) -> Iterator[Misspelling]:
    """Find small letters on a cited điều, chương, mục or phần.

    Not meant are "điều 20 cán bộ" (to dispatch), "các điều 5, 6" (a common noun) and "mục 1 Công văn này" (any
    numbered paragraph).
    """
    for match in _ARTICLE.finditer(text):
        own_article = match.start() == 0 and text[match.end() :].startswith(".")  # another rule checks its form
        if not own_article and (match[1] != "chương" or not match[2].isdigit()):
            yield match[0], f"{match[1].capitalize()} {match[2]}"
    for match in _PART.finditer(text):
        yield f"{match[1]} {match[2]}", f"{match[1].capitalize()} {match[2]}"


def clause(text: str) -> Iterator[Misspelling]:
    """Find capitals on khoản or điểm cited in mid-sentence."""
    for match in re.finditer(
        rf"(?:(?<=[{SMALL},;(] )|(?<=\())(Khoản|Điểm) (\d{{1,2}}|[a-zđ])(?=,| (?:khoản|Khoản|Điều|điều|và|của))", text
    ):
        yield match[0], f"{match[1].lower()} {match[2]}"


def festival(text: str) -> Iterator[Misspelling]:
    """Find festivals whose name has a wrong capital: Tết nguyên đán."""
    if "ết " not in text:  # faster than the pattern, which tries every word
        return
    for match in re.finditer(
        r"\b[Tt]ết (nguyên đán|Nguyên Đán|nguyên Đán|trung thu|Trung Thu|đoan ngọ|Đoan Ngọ)\b", text
    ):
        proper = match[1].capitalize()
        yield match[0], f"{match[0].split()[0]} {proper}"


_DAY = re.compile(
    r"\b(?:sáng|chiều|tối) thứ (hai|ba|tư|năm|sáu|bảy)\b"
    r"|\bvào thứ (hai|ba|tư|năm|sáu|bảy)\b(?=\s*\n|$|[,;.]| (?:hằng|hàng|tuần|ngày|và|đến))"
    r"|\bthứ (hai|ba|tư|năm|sáu|bảy)(?=,? ngày \d| đến (?:hết )?thứ )"
)
_MONTH = re.compile(
    r"\b(?:đầu|cuối|giữa) tháng (giêng|chạp|tư|sáu|bảy|tám|chín|mười)\b"
    r"|\b(?:ngày (?:mùng )?\d{1,2}|[Rr]ằm) tháng (giêng|chạp)\b"
)


def weekday(text: str) -> Iterator[Misspelling]:
    """Find small letters on weekdays and months that are named by words."""
    if "thứ " not in text and " tháng " not in text:
        return
    for match in (*_DAY.finditer(text), *_MONTH.finditer(text)):
        word = next(g for g in match.groups() if g)
        yield match[0], match[0][: -len(word)] + word.capitalize()


def lunar(text: str) -> Iterator[Misspelling]:
    """Find lunar years whose name lacks a capital: Ất tỵ."""
    for match in re.finditer(r"(?<!\w)(năm|xuân|Xuân|Tết|tết|đán|Đán) ([^\W\d_]+ [^\W\d_]+)(?!\w)", text):
        proper = word_lists.LUNAR.get(match[2].lower())
        if proper and match[2] != proper and not match[2].isupper():
            yield match[2], proper


def listed_spellings(pairs: Iterable[tuple[str, str]]) -> Callable[[str], Iterator[Misspelling]]:
    """Return a function that finds the wrong spellings of (wrong, right) pairs in a text."""
    known = tuple(pairs)

    def find(text: str) -> Iterator[Misspelling]:
        for wrong, right in known:
            if wrong in text and wrong in text.replace(right, ""):
                yield wrong, right

    return find


RULES: tuple[Rule, ...] = (
    new_line,
    spelling_rule(
        "CAU",
        "PL II/I",
        sentence,
        "A sentence begins with a capital letter.",
        ("… kịp thời. Các đơn vị …",),
        ("… kịp thời. các đơn vị …",),
    ),
    spelling_rule(
        "VAN-BAN",
        "PL II/V.6",
        documents,
        "The type of a particular document has a capital, and so has the first syllable of a law's name.",
        ("Nghị định số 30/2020/NĐ-CP", "Bộ luật Hình sự"),
        ("nghị định số 30/2020/NĐ-CP", "Bộ luật hình sự"),
    ),
    spelling_rule(
        "DIEU",
        "PL II/V.7",
        article,
        "Phần, chương, mục, tiểu mục and điều that are cited have a capital.",
        ("khoản 2 Điều 103", "tại Mục 5 Chương XII"),
        ("khoản 2 điều 103", "tại mục 5 Chương XII"),
    ),
    spelling_rule(
        "KHOAN",
        "PL II/V.7",
        clause,
        "Khoản and điểm that are cited in mid-sentence are small.",
        ("tại khoản 2 Điều 103",),
        ("tại Khoản 2 Điều 103",),
    ),
    spelling_rule(
        "TET",
        "PL II/V.8.b",
        festival,
        "Festivals have a capital on the first syllable of their name.",
        ("tết Nguyên đán", "Tết Nguyên đán"),
        ("Tết nguyên đán",),
    ),
    spelling_rule(
        "THU",
        "PL II/V.8.c",
        weekday,
        "Weekdays and months in words have a capital.",
        ("sáng thứ Hai", "cuối tháng Tám"),
        ("sáng thứ hai",),
    ),
    spelling_rule(
        "NAM-AM-LICH",
        "PL II/V.8.a",
        lunar,
        "Lunar years have capitals on both syllables.",
        ("năm Ất Tỵ",),
        ("năm Ất tỵ",),
    ),
)
