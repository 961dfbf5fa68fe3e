"""Text, names of people, e-mail addresses, and the running number that is counted again."""

from __future__ import annotations

import re

from congvan.columns.base import ColumnOptions, Reading, State, wrong
from congvan.columns.bodies import is_of_bodies, is_person_among_collectives, names_body
from congvan.columns.dates import shown_text
from congvan.grids.grid import GridCell
from congvan.lazy import pattern
from congvan.messages import Message
from congvan.text import fold

_JOINTS = pattern(r"\s*[;/+&,\n]\s*|\s+(?:và|-|–)\s+")
_NOBODY = pattern(r"(?:khong|ko|k|chua)(?: co)?(?: ai)?|khong (?:phat sinh|de nghi)")
_DITTO = pattern(r"(?:-\s*)?(?:nhu tren|nhu dong tren|n\.?t\.?)(?:\s*-)?|[\"“”″〃]|'{2}|,,")
"""What stands for the words of the row above: it means something else once rows are ordered again."""
_REMARK = pattern(
    r"\(\s*(?:đã|đang|sẽ|chưa|xin|mới|nghỉ|chuyển|thay|bỏ|rút|hưu|mất|ốm|thai|không|thôi|vắng|hộ)\b[^()]*\)?", re.I
)
"""A remark on a person beside the name, which is not one more name: (nghỉ hưu), (thay bà Lan)."""
_MIDDLE = frozenset(("văn", "thị"))
"""Words within names that people type with a small letter."""
_TITLE = pattern(r"\s*(?:đ/c|ô/b|ông/bà)\b[.:]?\s*", re.IGNORECASE)
EMAIL = pattern(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def read_text(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the text as typed, a number as the sheet shows it, an hour as offices write it (08h30). What a
    spreadsheet made of another text is asked about, and so is a word for the row above.
    """
    if cell.kind == "date" and (hour := _hour(cell.text)):
        return Reading(hour)
    if cell.kind in ("date", "yes-no", "error"):
        return wrong(Message(f"column-text.{cell.kind}", text=shown_text(cell)))
    if _DITTO.fullmatch(fold(cell.text).strip()):
        return wrong(Message("column-text.ditto", text=cell.text))
    if is_person_among_collectives(cell.text, options.label):
        return Reading(cell.text, State.DOUBTFUL, Message("column-text.person", text=cell.text))
    return Reading(_shown(cell))


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
    """Return the name of a person; asked about are digits, two names in one cell, a head of a group, words that name
    nobody, a remark, and a body where the column does not ask for bodies.
    """
    found = read_text(cell, options)
    if found.state is State.WRONG:
        return found
    text = str(found.value)
    if _has_position(text):
        return Reading(text, State.DOUBTFUL, Message("column-name.remark", text=" ".join(text.split())))
    if "\n" in text and not _several(text):
        text = " ".join(text.split())
    if not any(char.isalpha() for char in text):
        return wrong(Message("column-name.letters", text=text))
    if _NOBODY.fullmatch(" ".join(fold(text).strip(" .,;!").split())):
        return wrong(Message("column-name.nobody", text=text))
    if text.rstrip().endswith(":"):
        return Reading(text, State.DOUBTFUL, Message("column-name.head", text=text))
    if any(char.isdigit() for char in text):
        return Reading(text, State.DOUBTFUL, Message("column-name.digits", text=text))
    if _several(text):
        return Reading(text, State.DOUBTFUL, Message("column-name.two", text=text))
    if _REMARK.search(text) or "@" in text:
        return Reading(text, State.DOUBTFUL, Message("column-name.remark", text=text))
    if names_body(text) and not is_of_bodies(options.label):
        return Reading(text, State.DOUBTFUL, Message("column-name.body", text=text))
    return Reading(" ".join(text.split()))


def _has_position(text: str) -> bool:
    """Whether a name is followed by what somebody is: a line or a piece behind a sign with words in small letters."""
    name, *others = [piece.split() for piece in _JOINTS.split(text) if piece.split()] or [[]]
    if not others or len(name) < 2 or not all(word[0].isupper() for word in name):
        return False
    return any(len(words) > 1 and any(word[0].islower() and word not in _MIDDLE for word in words) for words in others)


def _several(text: str) -> bool:
    """Whether a text may be the names of two: parted by a sign, or by “và” between names of people."""
    text = _TITLE.sub("", text, count=1) if _TITLE.match(text) else text
    pieces = [piece.split() for piece in _JOINTS.split(text) if piece.split()]
    if len(pieces) < 2 or any(len(words) < 2 for words in pieces):
        return ";" in text or "/" in text
    return all(word[0].isupper() for words in pieces for word in words)


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
