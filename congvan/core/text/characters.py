"""Check which characters may be printed: NFC, the allowed set, look-alikes.

Source: Unicode 15; Decree 30/2020/NĐ-CP, Điều 4 (Unicode, TCVN 6909:2001).
"""

from __future__ import annotations

import re
import unicodedata

from congvan.core.messages import Message
from congvan.core.text.flaws import LOOK_ALIKE, MAX_PROBLEMS, TextProblem
from congvan.core.text.names import LATIN_TWIN, nfc

_LOWER = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
_COMMON = "–—‑‐“”‘’…•·°±×÷²³½¼¾₫€£©®™§«»→≤≥−\u00a0\u202f"
# One search clears most texts: only Vietnamese letters and common marks, and no pair of letters as VNI writes them.
_SUSPECT = re.compile(rf"[^ -~\n{_LOWER}{_LOWER.upper()}{_COMMON}]|[aeoAEO][âÂ]|[aeouyAEOUY][ùõÙÕ]|[®©§«»½¼¾·]")


def check_text(text: str, *, allow: str = "\n", plain_spaces: bool = False) -> list[TextProblem]:
    """Return the problems of an NFC text, in order of place: characters that may not be printed.

    `allow` lists the control characters that this text may hold; `plain_spaces` also refuses no-break and other special
    spaces (phone numbers, dates, ids). At most `MAX_PROBLEMS` are returned.
    """
    if _SUSPECT.search(text) is None and ("\n" in allow or "\n" not in text) and not plain_spaces:
        return []
    from congvan.core.text.legacy_encodings import mojibake  # hardly ever needed

    problems, covered = mojibake(text)
    for index, char in enumerate(text):
        if (" " <= char <= "~") or char in allow or index in covered:
            continue
        if len(problems) >= MAX_PROBLEMS:
            break
        problem = _check_char(text, index, char, plain_spaces)
        if problem:
            problems.append(problem)
        if problem and problem.code == LOOK_ALIKE and char.isalnum():  # once for a word: its hint mends all of it
            covered.update(range(*_word_at(text, index, index + 1)))
    return sorted(problems, key=lambda problem: problem.offset)


def describe(char: str) -> str:
    """Return code point and Unicode name of a character: "U+00D0 LATIN CAPITAL LETTER ETH"."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd") | frozenset(
    chr(code) for block in (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)) for code in block
)
_BAD_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ETH = frozenset("ÐðƉɖ")


def _check_char(text: str, index: int, char: str, plain_spaces: bool) -> TextProblem | None:
    category = unicodedata.category(char)
    if category in _BAD_CATEGORIES or char in _INVISIBLE:
        return TextProblem(_forbidden(char, category), index)
    if category == "Zs":
        if char in "\u00a0\u202f" and not plain_spaces:
            return None
        return _look_alike(text, index, char, " ")
    if "\u0300" <= char <= "\u036f":
        return _stray_mark(text, index, char)
    twin = _latin_twin(text, index, char, category)
    return _look_alike(text, index, char, twin) if twin else None


def _forbidden(char: str, category: str) -> Message:
    if char == "\ufffd":
        return Message("text-forbidden.character", char=describe(char))
    if char == "\t":
        return Message("text-forbidden.tab", char=describe(char))
    kind = {
        "Cc": Message("character-kind.control"),
        "Cf": Message("character-kind.invisible"),
        "Cs": Message("character-kind.half"),
        "Co": Message("character-kind.private"),
        "Cn": Message("character-kind.unassigned"),
    }.get(category, Message("character-kind.invisible"))
    return Message("text-forbidden.kind", kind=kind, char=describe(char))


def _latin_twin(text: str, index: int, char: str, category: str) -> str:
    """Return the right spelling of a character that only looks right; "" for any other."""
    if char.isascii():
        return ""
    if char in _ETH:
        return char.translate(LATIN_TWIN)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if "\uff01" <= char <= "\uff5e" or "\ufb00" <= char <= "\ufb06" or "\U0001d400" <= char <= "\U0001d7ff":
        return unicodedata.normalize("NFKC", char)
    twin = char.translate(LATIN_TWIN)
    if twin == char:
        return ""
    start, end = _word_at(text, index, index + 1)
    # A whole word of another script (Москва) is meant; one that would read as Latin, or mixes the two, is a slip.
    read = text[start:end].translate(LATIN_TWIN)
    return twin if all(other < "\u0370" or "\u1e00" <= other < "\u1f00" for other in read) else ""


def correct_look_alike(text: str, flaw: TextProblem) -> str:
    """Return the text with one look-alike corrected; unchanged if no correct spelling is known."""
    char = text[flaw.offset]
    category = unicodedata.category(char)
    right = " " if category == "Zs" else _latin_twin(text, flaw.offset, char, category) or char
    return text[: flaw.offset] + right + text[flaw.offset + 1 :]


def _stray_mark(text: str, index: int, char: str) -> TextProblem | None:
    letter = unicodedata.normalize("NFD", text[index - 1]) if index else ""
    marks = sorted(letter[1:] + char, key="\u031b\u0306\u0302".find, reverse=True)  # the tone comes last
    fixed = nfc(letter[:1] + "".join(marks))
    if letter and len(fixed) == 1:
        return _look_alike(text, index, char, fixed, index - 1)
    return TextProblem(Message("text-forbidden.mark", char=describe(char)), index)


def _look_alike(text: str, index: int, char: str, right: str, start: int | None = None) -> TextProblem:
    """Build the problem of a look-alike: `right` replaces text[start : index + 1]; the hint shows the whole word."""
    start = index if start is None else start
    left, end = _word_at(text, start, index + 1)
    before, after = (_corrected(text, piece) for piece in (range(left, start), range(index + 1, end)))
    mended = nfc(before + right + after)
    return TextProblem(Message("text-look-alike", char=describe(char), right=right, text=mended), index)


def _word_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen text[start:end] to the word around it, by at most 40 characters on each side."""
    first, last = max(start - 40, 0), min(end + 40, len(text))
    while start > first and text[start - 1].isalnum():
        start -= 1
    while end < last and text[end].isalnum():
        end += 1
    return start, end


def _corrected(text: str, piece: range) -> str:
    return "".join(_latin_twin(text, i, text[i], unicodedata.category(text[i])) or text[i] for i in piece)
