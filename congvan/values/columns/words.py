"""Text, names of people, e-mail addresses, and the running number that is counted again.

The table `people.json` tells words that stand where a person is asked for:

families          first words of names, which may go on in small letters: Nguyễn văn an
middle            words within names that people type with a small letter
forms of address  words before a name, which are none of it: Đ/c, BS.
posts             what somebody is; short posts: the same in letters
nobody            words that name nobody; nobody begins: how such words begin
leaves            how a remark begins on somebody who no longer belongs on a list: xin rút, nghỉ hưu từ 01/9
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import ascii_uppercase

from congvan.core.messages import Message
from congvan.core.text import fold, nfc
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, Reading, State, wrong
from congvan.values.columns.bodies import is_of_bodies, is_person_among_collectives, names_body
from congvan.values.columns.dates import shown_text

TABLE = Path(__file__).with_name("people.json")
_JOINTS = re.compile(r"\s*[;/+&,\n|]\s*|\s+(?:và|-|–)\s+")
_BEHIND_NAME = re.compile(r"\s*[;/+&,\n|_:·•(\-–—]\s*|[ \u00a0]{2,}")
"""What may part a name from what somebody is."""
_OR = re.compile(r"\w\s+(?:hoặc|hay|thay)\s+(?:cho\s+)?\w")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
"""Words between two names in small letters: one of them, or one in the place of the other. Words that may hold two."""
_WIDE_GAP = re.compile(r"[ \u00a0]{3,}")
_NOBODY = re.compile(r"(?:khong|ko|k|chua)(?: co)?(?: ai)?|khong (?:phat sinh|de nghi)")
_DITTO = re.compile(r"(?:-\s*)?(?:nhu tren|nhu dong tren|n\.?t\.?)(?:\s*-)?|[\"“”″〃]|'{2}|,,")
"""What stands for the words of the row above: it means something else once rows are ordered again."""
_BRACKETED = re.compile(r"\(([^()]*)\)?")
_FIRST_PIECE = re.compile(r"[\s.:]")
_REMARK = re.compile(
    r"\(\s*(?:đã|đang|sẽ|chưa|xin|mới|nghỉ|chuyển|thay|bỏ|rút|hưu|mất|ốm|thai|không|thôi|vắng|hộ)\b[^()]*\)?", re.I
)
"""A remark on a person beside the name, which is not one more name: (nghỉ hưu), (thay bà Lan)."""
_MARKED = re.compile(r"\(.*\w|[?*†‡#!=]")
"""Anything in brackets beside the name of a person, and marks that stand for a remark somewhere else."""
_CUT = re.compile(r"-?\d(?:[.,]\d+)?E[+]?\d{1,3}", re.IGNORECASE)
"""What a spreadsheet makes of a long number in a narrow cell, or in a CSV: 1.02E+09."""
_MOST_EXACT = 10**15
"""Numbers from here on lose their last digits in a spreadsheet."""
_TITLE = re.compile(r"\s*(?:đ/c|ô/b|ông/bà)\b[.:]?\s*", re.IGNORECASE)
_LEAST_NAME, _MOST_NAME = 2, 5
"""Words of a whole name."""
_MOST_WORDS = 10
"""Words of a name with a title before it; more are those of several people."""
_LEADERS = frozenset(("giám", "trưởng", "phó", "chủ", "bí", "hiệu"))
"""Words with which posts begin that no name goes on with."""
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def read_text(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the text as typed, a number as the sheet shows it, an hour as offices write it (08h30). What a
    spreadsheet made of another text is asked about, and so is a word for the row above.
    """
    if cell.kind == "date" and (hour := _hour(cell.text)):
        return Reading(hour)
    if cell.kind in ("date", "yes-no", "error"):
        return wrong(Message(f"column-text.{cell.kind}", text=shown_text(cell)))
    if _is_cut(cell):
        return wrong(Message("column-text.cut", text=_shown(cell)))
    if _DITTO.fullmatch(fold(cell.text).strip()):
        return wrong(Message("column-text.ditto", text=cell.text))
    if is_person_among_collectives(cell.text, options.label):
        return Reading(cell.text, State.DOUBTFUL, Message("column-text.person", text=cell.text))
    return Reading(_shown(cell))


def _is_cut(cell: GridCell) -> bool:
    """Whether a cell holds a number that a spreadsheet has cut, as of an account: 1.02E+09, one of sixteen digits."""
    if cell.kind == "text":
        return _CUT.fullmatch(cell.text.strip()) is not None
    try:
        return cell.kind == "number" and abs(float(cell.text)) >= _MOST_EXACT
    except ValueError:
        return False


def _hour(serial: str) -> str:
    """Return the time of a serial day without a day: 0.3541666 is 08h30; "" for any other."""
    try:
        day = float(serial)
    except ValueError:
        return ""
    minutes = round(day * 24 * 60)
    exact = abs(day * 24 * 60 - minutes) < 0.01
    return f"{minutes // 60:02d}h{minutes % 60:02d}" if exact and 0 <= day < 1 else ""


def _shown(cell: GridCell) -> str:
    """Return the text of a cell; a number without the digits that binary fractions leave behind."""
    if cell.kind not in ("number", "percent"):
        return cell.text
    try:
        if cell.kind == "percent":
            return f"{float(cell.text) * 100:.12g}%".replace(".", ",")
        return f"{float(cell.text):.15g}"
    except ValueError:
        return cell.text


def read_name(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the name of a person; asked about is what may be two names, nobody's, a body's, or a name with more beside
    it. One word is told, and a name without marks.
    """
    found = read_text(cell, options)
    if found.state is not State.READ:
        return found
    text = str(found.value)
    of_bodies = is_of_bodies(options.label)
    if ("|" in text and not _several(text)) or _has_position(text) or (not of_bodies and _has_post(text)):
        return Reading(text, State.DOUBTFUL, Message("column-name.remark", text=" ".join(text.split())))
    text = " ".join(text.split()) if "\n" in text and not _several(text) else text
    if not any(char.isalpha() for char in text):
        return wrong(Message("column-name.letters", text=text))
    if _NOBODY.fullmatch(" ".join(fold(text).strip(" .,;!").split())):
        return wrong(Message("column-name.nobody", text=text))
    if text.rstrip().endswith(":"):
        return Reading(text, State.DOUBTFUL, Message("column-name.head", text=text))
    if any(char.isdigit() for char in text):
        return Reading(text, State.DOUBTFUL, Message("column-name.digits", text=text))
    if _several(text) or _OR.search(nfc(text)):
        return Reading(text, State.DOUBTFUL, Message("column-name.two", text=text))
    if _REMARK.search(text) or "@" in text:
        return Reading(text, State.DOUBTFUL, Message("column-name.remark", text=text))
    if of_bodies:
        return Reading(" ".join(text.split()))
    if names_body(text):
        return Reading(text, State.DOUBTFUL, Message("column-name.body", text=text))
    words = nfc(text).split()
    if _MARKED.search(text) or _has_small_words(words):
        return Reading(text, State.DOUBTFUL, Message("column-name.remark", text=text))
    if len(words) > _MOST_WORDS or "," in text or _is_glued(text):
        return Reading(text, State.DOUBTFUL, Message("column-name.two", text=text))
    if _is_nobody(text) or _is_example(words):
        return Reading(text, State.DOUBTFUL, Message("column-name.nobody", text=text))
    if _is_unmarked(text):
        return Reading(" ".join(text.split()), State.MENDED, Message("column-name.unmarked", text=text))
    if len(words) == 1:
        return Reading(text, State.MENDED, Message("column-name.one-word", text=text))
    return Reading(" ".join(text.split()))


@cache
def _table() -> dict[str, frozenset[str]]:
    data = json.loads(TABLE.read_bytes())
    known = {name: frozenset(nfc(each) for each in words) for name, words in data.items()}
    return known | {"unmarked": frozenset(map(fold, known["families"]))}


def _has_position(text: str) -> bool:
    """Whether a name is followed by what somebody is: a line or a piece behind a sign with words in small letters."""
    name, *others = [piece.split() for piece in _JOINTS.split(text) if piece.split()] or [[]]
    if not others or len(name) < 2 or not all(word[0].isupper() for word in name):
        return False
    middle = _table()["middle"]
    return any(len(words) > 1 and any(word[0].islower() and word not in middle for word in words) for words in others)


def _has_post(text: str) -> bool:
    """Whether a name is followed by a post that the table knows, behind a sign, a gap or a space: Lê Văn Mẫu, PGĐ."""
    first, *others = [piece.split() for piece in _BEHIND_NAME.split(nfc(text)) if piece.split()] or [[]]
    if any(_is_post(words) for words in others):
        return True
    table = _table()
    for at in range(_LEAST_NAME, len(first)):
        said = [word.casefold().strip(".,") for word in first[at : at + 2]]
        if " ".join(said) in table["posts"] and (first[at + 1].islower() or said[0] in _LEADERS):
            return True
    last = first[-1].strip(".") if len(first) > _LEAST_NAME else ""
    return last.isupper() and not text.isupper() and last.casefold() in table["short posts"]


def _is_post(words: Sequence[str]) -> bool:
    """Whether words behind a name say what somebody is."""
    table, said = _table(), [word.casefold().strip(".)") for word in words]
    return any(" ".join(said[:count]) in table["posts"] for count in (2, 3)) or all(
        word in table["short posts"] or word in _LEADERS for word in said
    )


def bare_name(text: str) -> str:
    """Return a name without what stands before it (Thầy, BS., Trưởng phòng), where a whole name is left."""
    words = nfc(text).replace(".", ". ").replace(":", " ").split()
    skipped = _before_name([word.casefold().strip(".,") for word in words])[1]
    return " ".join(words[skipped:] if len(words) - skipped >= _LEAST_NAME else words)


def without_titles(text: str) -> str:
    """Return the name of a person without what stands before it: Ông, Đ/c, ThS.BS., Trưởng phòng.

    A word that families have too (Ông Ích Khiêm) is one where the name of a family follows it.
    """
    if not text or _FIRST_PIECE.split(text, maxsplit=1)[0].casefold() not in _first_before():
        return text
    table, name = _table(), bare_name(text)
    first, behind = (nfc(each).split()[0].casefold().strip(".:") for each in (text, name))
    is_family = first in table["families"] and behind not in table["families"]
    return text if is_family or behind in table["middle"] else name


@cache
def _first_before() -> frozenset[str]:
    """Return the first words of what stands before names: most names are told from those by one look."""
    table = _table()
    return frozenset(_FIRST_PIECE.split(each)[0] for each in table["forms of address"] | table["posts"])


def tells_leaving(text: str) -> bool:
    """Whether a text beside a person, or what it has in brackets, tells that somebody no longer belongs on a list."""
    said = nfc(text).casefold()
    pieces = (" ".join(piece.split()) for piece in (said, *_BRACKETED.findall(said)))
    return any(f"{piece} ".startswith(f"{each} ") for piece in pieces for each in _table()["leaves"])


def is_like_person(text: str) -> bool:
    """Whether a text alone is written as the name of a person: it begins as names do, all its words with capitals."""
    words = nfc(text).strip(" .,;:()").split()
    family = words[0].casefold() if words else ""
    named = family in _table()["families"] or (family.isascii() and family in _table()["unmarked"])
    written = _LEAST_NAME <= len(words) <= _MOST_NAME and all(word[0].isupper() for word in words)
    return named and written and not names_body(text) and not _is_nobody(text)


def _is_nobody(text: str) -> bool:
    """Whether words that stand where a person is asked for name nobody: Hợp đồng, Đang tuyển, Lái xe.

    A name has capitals, or begins with a word that names begin with.
    """
    table = _table()
    words = nfc(text).replace(".", ". ").strip(" .,;:!()[]*-–+").split()
    small = [word.casefold().strip(".,") for word in words]
    if not small or " ".join(small) in table["nobody"]:
        return True
    begins = any(" ".join(small[:count]) in table["nobody begins"] for count in (1, 2))
    if begins and (len(small) < _LEAST_NAME or small[1] not in table["middle"]):
        return True
    has_post, skipped = _before_name(small)
    rest, name = words[skipped:], small[skipped:]
    if len(rest) < _LEAST_NAME and has_post:
        return True
    if not rest or len("".join(rest)) == 1:
        return True
    family = name[0].replace("’", "'").split("'")[0]
    if family in table["families"] or (family.isascii() and family in table["unmarked"]):
        return False
    return any(word[0].islower() and word not in table["middle"] for word in rest)


def _is_example(words: Sequence[str]) -> bool:
    """Whether a name ends in the letter of an example: Nguyễn Văn A."""
    return len(words) > _LEAST_NAME and words[-1] in ascii_uppercase and words[-2].casefold() in _table()["middle"]


def _has_small_words(words: Sequence[str]) -> bool:
    """Whether words in small letters follow a name: Triệu Thị Mây con bà Lan; Y tế thôn bản."""
    behind = [word for word in words[_LEAST_NAME:] if word[0].islower() and word not in _table()["middle"]]
    written = all(word[0].isupper() for word in words[:_LEAST_NAME]) or len(words[0]) == 1
    return written and len(behind) > 1


def _is_unmarked(text: str) -> bool:
    """Whether a whole name is typed without the marks of its letters: Nguyen Van Hung."""
    table, family = _table(), text.split()[0].casefold()
    return text.isascii() and len(text.split()) > 1 and family in table["unmarked"] - table["families"]


def _before_name(words: Sequence[str]) -> tuple[bool, int]:
    """Return whether a post stands before a name, and how many words do: Đ/c, BS., Trưởng phòng."""
    table, at, has_post = _table(), 0, False
    while at < len(words):
        post = next((count for count in (3, 2) if " ".join(words[at : at + count]) in table["posts"]), 0)
        has_post |= post > 0
        address = next((count for count in (2, 1) if " ".join(words[at : at + count]) in table["forms of address"]), 0)
        if not post and not address:
            break
        at += post or address
    return has_post, at


def _several(text: str) -> bool:
    """Whether a text may be the names of two: parted by a sign, by “và” between names of people, or by a wide gap."""
    text = _TITLE.sub("", text, count=1) if _TITLE.match(text) else text
    bare = (piece.strip(" -–•+*\u00a0") for piece in _JOINTS.split(text))  # one below the other behind dashes
    pieces = [piece.split() for piece in bare if piece]
    if len(pieces) < 2 or any(len(words) < _LEAST_NAME for words in pieces):
        return ";" in text or "/" in text or _is_two_wide_apart(text)
    return all(word[0].isupper() for words in pieces for word in words)


def _is_glued(text: str) -> bool:
    """Whether two names stand without a space between them: Nguyễn Văn AnTrần Thị Bình."""
    triples = (zip(word, word[1:], word[2:], strict=False) for word in _LETTERS.findall(nfc(text)))
    return any(a.islower() and b.isupper() and c.islower() for each in triples for a, b, c in each)  # no ThS


def _is_two_wide_apart(text: str) -> bool:
    """Whether spaces part two names, each of which begins as names do."""
    pieces = [piece.split() for piece in _WIDE_GAP.split(text.strip())]
    families = _table()["families"]
    return len(pieces) > 1 and all(len(words) >= _LEAST_NAME and words[0].casefold() in families for words in pieces)


def read_email(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return an e-mail address as typed."""
    text = cell.text.strip()
    if not EMAIL.fullmatch(text):
        which = "two" if text.count("@") > 1 else "form"
        return wrong(Message(f"column-email.{which}", text=text))
    return Reading(text)


def read_ordinal(_cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return nothing: rows are counted again wherever they are printed."""
    return Reading()
