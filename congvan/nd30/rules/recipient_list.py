"""Nơi nhận (box 9b): its word, its place, its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from congvan.decree.kinds import KINDS
from congvan.messages import Message
from congvan.nd30.components.document import Item, Part
from congvan.nd30.model.kinds import ADDRESSED, CONTRACTS
from congvan.nd30.rules.addressees import BLANK, opening
from congvan.nd30.rules.base import (
    ERROR,
    MISSING,
    NO_PLACES,
    WARNING,
    Answer,
    NotApplicable,
    NotEvaluated,
    broken,
    rule,
)
from congvan.nd30.rules.place_and_date import ONE_LINE, drop


@rule(
    "NOI-NHAN-PRESENT",
    "PL I/I/II.9.d",
    ERROR,
    right=("Nơi nhận:",),
    wrong=("",),
    absence=True,
)
def noi_nhan_present(part: Part) -> Iterator[Answer]:
    """Every document lists its receivers. Contracts and minutes of understanding are not evaluated."""
    if part.nation is None or part.attached or not part.authority or part.kind in (*CONTRACTS, "thu-cong"):
        yield NotApplicable(MISSING)
    elif part.copies_word is None:
        yield broken(part.authority[0])


@rule(
    "NOI-NHAN-WORD",
    "PL I/I/II.9.d",
    ERROR,
    right=("Nơi nhận:",),
    wrong=("Nơi nhận", "NƠI NHẬN:"),
)
def noi_nhan_word(part: Part) -> Iterator[Answer]:
    """The word is on its own line, followed by a colon."""
    if part.copies_word is None:
        yield NotApplicable(MISSING)
    elif not re.fullmatch(r"(?:Nơi nhận|NƠI NHẬN)\s?:", part.copies_word.text):
        yield broken(part.copies_word, text=part.copies_word.text)


@rule(
    "NOI-NHAN-LEVEL",
    "PL I/I/II.9.d",
    WARNING,
    right=("one line",),
    wrong=("Nơi nhận two lines lower",),
)
def noi_nhan_level(part: Part) -> Iterator[Answer]:
    """The word is on the line of the signer's authority and title. Minutes have it below the secretary's block."""
    if part.copies_word is None or not part.authority or part.kind == "bien-ban":
        yield NotApplicable(MISSING)
        return
    word, first = part.copies_word, part.authority[0]
    if word.box is not None and first.box is not None:
        if word.page != first.page or abs(word.lines[0].baseline - first.lines[0].baseline) > 4.5:
            yield broken(word)
    elif word.cell is not None and first.cell is not None and word.cell.table == first.cell.table:
        apart = drop(part, word, first)
        if word.cell.row != first.cell.row or (apart is not None and abs(apart) > ONE_LINE):
            yield broken(word)
    else:
        yield NotEvaluated(NO_PLACES)


@rule(
    "NOI-NHAN-LEFT",
    "PL I/I/II.9.d",
    WARNING,
    right=("flush left",),
    wrong=("indented",),
)
def noi_nhan_left(part: Part) -> Iterator[Answer]:
    """The word and the dashes of the list are flush with the left margin."""
    if part.copies_word is None:
        yield NotApplicable(MISSING)
        return
    signer = part.authority[0].cell if part.authority else None
    own = part.copies_word.cell
    if own is not None and signer is not None and own.table == signer.table and own.column > signer.column:
        yield broken(part.copies_word, text=part.copies_word.text)
        return
    starts = [part.copies_word, *(i.paragraphs[0] for i in part.copies if i.text.startswith("-"))]
    edge = next((p.left for p in part.view.pages if p.left is not None), None)
    for paragraph in starts:
        if paragraph.box is not None:
            off = edge is not None and abs(paragraph.box.x0 - edge) > 4.0
        elif paragraph.align in ("centre", "right"):
            off = True
        else:
            off = (paragraph.first or 0.0) > 3.0
        if off:
            yield broken(paragraph, text=paragraph.text[:40])
            return


def _list(part: Part) -> list[Item]:
    """The entries, without the notes that may stand under them."""
    kept = next((k for k, item in enumerate(part.copies) if _is_kept(item)), 0)
    return [i for k, i in enumerate(part.copies) if not re.match(r"^\(|^Ghi chú" + r"|^\*" * (k > kept), i.text)]


def _opens_group(item: Item, following: Item) -> bool:
    """Whether an entry ends with a colon and those of its group stand under it with "+"."""
    return item.text.rstrip().endswith(":") and following.text.startswith("+")


@rule(
    "NOI-NHAN-DASH",
    "PL I/I/II.9.d",
    ERROR,
    right=("- Như trên;",),
    wrong=("Như trên;", "+ Như trên;"),
)
def noi_nhan_dash(part: Part) -> Iterator[Answer]:
    """Each entry begins with a hyphen; wrapped lines belong to the entry above, and those of a group that an entry
    opens with a colon may begin with "+"."""
    items = _list(part)
    if not items:
        yield NotApplicable(MISSING)
    group = False
    for at, item in enumerate(items):
        if not item.text.startswith("-") and not (group and item.text.startswith("+")):
            yield broken(item.paragraphs[0], text=opening(item))
            return
        group = (group and item.text.startswith("+")) or (at + 1 < len(items) and _opens_group(item, items[at + 1]))


@rule(
    "NOI-NHAN-SEMICOLON",
    "PL I/I/II.9.d",
    ERROR,
    right=("- Như trên;",),
    wrong=("- Như trên.", "- Như trên"),
)
def noi_nhan_semicolon(part: Part) -> Iterator[Answer]:
    """Each entry but the last ends with a semicolon."""
    items = _list(part)
    if len(items) < 2:
        yield NotApplicable(MISSING)
    for item, following in pairwise(items):
        ends = item.text.rstrip().endswith(";") or _opens_group(item, following)
        if not ends and not BLANK.search(item.text):
            yield broken(item.paragraphs[-1], text=opening(item))


def _is_kept(item: Item) -> bool:
    return bool(re.match(r"^\W*Lưu\b", item.text))


@rule(
    "NOI-NHAN-LUU",
    "PL I/I/II.9.d",
    ERROR,
    right=("- Lưu: VT, BCVT.", "- Lưu: VT (02), KTN."),
    wrong=("- Lưu VT.", "- Lưu: HS.", "- Lưu: VT; BCVT."),
)
def noi_nhan_luu(part: Part) -> Iterator[Answer]:
    """The last entry is "Lưu", a colon, "VT", and after a comma the drafting unit and the copies kept."""
    items = _list(part)
    if not items:
        yield NotApplicable(MISSING)
        return
    kept = next((k for k in reversed(range(len(items))) if _is_kept(items[k])), len(items) - 1)
    below = next((i for i in items[kept + 1 :] if re.match(r"^-\s*\w", i.text)), None)
    last = below or items[kept]
    if below or not re.match(r"^\W*Lưu\s?:\s*(?:HC-)?(?:VT(?:[\s.…]*$|\s*[,.(…])|Văn thư|VP)", last.text):
        yield broken(last.paragraphs[0], text=opening(last))


@rule(
    "NOI-NHAN-STOP",
    "PL I/I/II.9.d",
    ERROR,
    right=("- Lưu: VT, BCVT.",),
    wrong=("- Lưu: VT, BCVT;",),
)
def noi_nhan_stop(part: Part) -> Iterator[Answer]:
    """The last entry ends with a full stop; the drafter's mark and number of copies may follow it (box 12)."""
    items = _list(part)
    if not items:
        yield NotApplicable(MISSING)
        return
    last = items[-1]
    if not any(_is_kept(item) for item in items):
        yield NotApplicable(MISSING)  # a finding of its own
    elif not re.search(r"\.\s*(?:[\w.,/()]{0,24})?\s*$", last.text) and not BLANK.search(last.text):
        yield broken(last.paragraphs[-1], text=opening(last))


def _misplaced(part: Part) -> bool:
    """A Kính gửi on a kind that has none is a finding of its own."""
    return part.kind in KINDS and part.kind not in ADDRESSED


@rule(
    "NOI-NHAN-FIRST",
    "PL I/I/II.9.b",
    ERROR,
    right=("- Như trên;",),
    wrong=("- Sở Tài chính;",),
)
def noi_nhan_first(part: Part) -> Iterator[Answer]:
    """Where there is a Kính gửi, the first entry is "Như trên" ("Như Kính gửi" is accepted practice)."""
    items = _list(part)
    if not items or part.greeting is None or _misplaced(part):
        yield NotApplicable(MISSING)
    elif not re.match(r"^\W*Như\s(?!Điều)", items[0].text):
        yield broken(items[0].paragraphs[0], text=opening(items[0]))


@rule(
    "NOI-NHAN-ARTICLE",
    Message("clause.pl-iii-sheets"),
    WARNING,
    right=("- Như Điều 3;",),
    wrong=("- Như trên;",),
)
def noi_nhan_article(part: Part) -> Iterator[Answer]:
    """The sheets of resolutions and decisions begin the list with the điều that names the bodies responsible."""
    items = _list(part)
    if not items or part.kind not in ("quyet-dinh", "nghi-quyet") or part.greeting is not None:
        yield NotApplicable(MISSING)
    elif re.match(r"^-?\s*Như trên", items[0].text):
        yield broken(items[0].paragraphs[0], text=opening(items[0]))


@rule(
    "NOI-NHAN-TREN",
    "PL I/I/II.9.b-c",
    WARNING,
    right=("- Các sở, ban, ngành;",),
    wrong=("- Như trên; (in a kế hoạch)",),
)
def noi_nhan_tren(part: Part) -> Iterator[Answer]:
    """The words "Như trên" refer to the receivers after Kính gửi; documents without Kính gửi list their receivers.
    Telegrams, invitations, letters of introduction and slips name them in the text; decisions have a rule of their
    own."""
    items = _list(part)
    if not items or part.greeting is not None or part.kind not in _LISTING:
        yield NotApplicable(MISSING)
    elif re.match(r"^-?\s*Như (?:trên|[Kk]ính gửi)", items[0].text):
        yield broken(items[0].paragraphs[0], text=opening(items[0]))


_LISTING = ("chi-thi", "thong-bao", "huong-dan", "chuong-trinh", "ke-hoach", "phuong-an", "de-an", "du-an", "bao-cao")


RULES = (
    noi_nhan_present,
    noi_nhan_word,
    noi_nhan_level,
    noi_nhan_left,
    noi_nhan_dash,
    noi_nhan_semicolon,
    noi_nhan_luu,
    noi_nhan_stop,
    noi_nhan_first,
    noi_nhan_article,
    noi_nhan_tren,
)
