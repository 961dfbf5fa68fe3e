"""The only place that touches characters: NFC, the allowed set, look-alikes, slugs, Vietnamese order.

Source: Unicode 15; TCVN 5712:1993 (TCVN3) and the VNI encoding, which old documents still carry; Decree 30/2020/NĐ-CP,
Điều 4 (Unicode, TCVN 6909:2001).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from congvan.i18n import _

FORBIDDEN, LOOK_ALIKE, MOJIBAKE = "text-forbidden", "text-look-alike", "text-encoding"
MAX_FLAWS = 100

_LOWER = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
_COMMON = "–—‑‐“”‘’…•·°±×÷²³½¼¾₫€£©®™§«»→≤≥−\u00a0\u202f"
# One search clears most texts: only Vietnamese letters and common marks, and no pair of letters as VNI writes them.
_SUSPECT = re.compile(rf"[^ -~\n{_LOWER}{_LOWER.upper()}{_COMMON}]|[aeoAEO][âÂ]|[aeouyAEOUY][ùõÙÕ]|[®©§«»½¼¾·]")


class Flaw(NamedTuple):
    """What is wrong at one character of a text; `offset` counts characters of the text from 0."""

    code: str
    offset: int
    message: str
    hint: str


def nfc(text: str) -> str:
    """The text in Normalization Form C, in which every Vietnamese letter is one character."""
    return unicodedata.normalize("NFC", text)


def check_text(text: str, *, allow: str = "\n", plain_spaces: bool = False) -> list[Flaw]:
    """What may not be printed in an NFC text, in order of place.

    `allow` lists the control characters that this text may hold; `plain_spaces` refuses no-break and other special
    spaces too (phone numbers, dates, ids). At most `MAX_FLAWS` are told.
    """
    if _SUSPECT.search(text) is None and ("\n" in allow or "\n" not in text) and not plain_spaces:
        return []
    flaws, taken = _mojibake(text)
    for index, char in enumerate(text):
        if (" " <= char <= "~") or char in allow or index in taken:
            continue
        if len(flaws) >= MAX_FLAWS:
            break
        flaw = _check_char(text, index, char, plain_spaces)
        if flaw:
            flaws.append(flaw)
        if flaw and flaw.code == LOOK_ALIKE and char.isalnum():  # once for a word: its hint mends all of it
            taken.update(range(*_word_at(text, index, index + 1)))
    return sorted(flaws, key=lambda flaw: flaw.offset)


def describe(char: str) -> str:
    """A character by its code point and Unicode name: "U+00D0 LATIN CAPITAL LETTER ETH"."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


# --- forbidden characters and look-alikes -----------------------------------------------------------------------------

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd") | frozenset(
    chr(code) for block in (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)) for code in block
)
_BAD_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LATIN_TWIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονορÐðƉɖıɑɡℓ",
    "ABESIJKMHOPCTYXaesijopcyxdhABEZHIKMNOPTYXovopĐđĐđiagl",
)
_ETH = frozenset("ÐðƉɖ")


def _check_char(text: str, index: int, char: str, plain_spaces: bool) -> Flaw | None:
    category = unicodedata.category(char)
    if category in _BAD_CATEGORIES or char in _INVISIBLE:
        hint = _("Write spaces.") if char == "\t" else _("Delete it and type the text again here.")
        return Flaw(FORBIDDEN, index, _forbidden_message(char, category), hint)
    if category == "Zs":
        if char in "\u00a0\u202f" and not plain_spaces:
            return None
        return _look_alike(text, index, char, " ")
    if "\u0300" <= char <= "\u036f":
        return _stray_mark(text, index, char)
    twin = _twin(text, index, char, category)
    return _look_alike(text, index, char, twin) if twin else None


def _forbidden_message(char: str, category: str) -> str:
    if char == "\ufffd":
        return _("A character was lost here before the text came to us ({char}).").format(char=describe(char))
    if char == "\t":
        return _("A tab ({char}) may not stand in a text.").format(char=describe(char))
    kind = {
        "Cc": _("Control character"),
        "Cf": _("Invisible character"),
        "Cs": _("Half of a character"),
        "Co": _("Private character, which only one font knows,"),
        "Cn": _("Code point that is no character"),
    }.get(category, _("Invisible character"))
    return _("{kind} {char} may not stand in a text.").format(kind=kind, char=describe(char))


def _twin(text: str, index: int, char: str, category: str) -> str:
    """The right spelling of a character that only looks right, else ""."""
    if char.isascii():
        return ""
    if char in _ETH:
        return char.translate(_LATIN_TWIN)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if "\uff01" <= char <= "\uff5e" or "\ufb00" <= char <= "\ufb06" or "\U0001d400" <= char <= "\U0001d7ff":
        return unicodedata.normalize("NFKC", char)
    twin = char.translate(_LATIN_TWIN)
    if twin == char:
        return ""
    start, end = _word_at(text, index, index + 1)
    # A whole word of another script (Москва) is meant; one that would read as Latin, or mixes the two, is a slip.
    read = text[start:end].translate(_LATIN_TWIN)
    return twin if all(other < "\u0370" or "\u1e00" <= other < "\u1f00" for other in read) else ""


def _stray_mark(text: str, index: int, char: str) -> Flaw | None:
    letter = unicodedata.normalize("NFD", text[index - 1]) if index else ""
    marks = sorted(letter[1:] + char, key="\u031b\u0306\u0302".find, reverse=True)  # the tone comes last
    fixed = nfc(letter[:1] + "".join(marks))
    if letter and len(fixed) == 1:
        return _look_alike(text, index, char, fixed, index - 1)
    message = _("A mark without its letter: {char}.").format(char=describe(char))
    return Flaw(FORBIDDEN, index, message, _("Delete it and type the letter again."))


def _look_alike(text: str, index: int, char: str, right: str, start: int | None = None) -> Flaw:
    """`right` should stand for text[start : index + 1]; the hint shows the whole word mended."""
    start = index if start is None else start
    left, end = _word_at(text, start, index + 1)
    before, after = (_mend(text, piece) for piece in (range(left, start), range(index + 1, end)))
    mended = nfc(before + right + after)
    message = _("{char} stands where “{right}” is meant.").format(char=describe(char), right=right)
    return Flaw(LOOK_ALIKE, index, message, _("Write “{text}”.").format(text=mended))


def _word_at(text: str, start: int, end: int) -> tuple[int, int]:
    """text[start:end] widened to the whole word around it, by 40 characters at most on each side."""
    first, last = max(start - 40, 0), min(end + 40, len(text))
    while start > first and text[start - 1].isalnum():
        start -= 1
    while end < last and text[end].isalnum():
        end += 1
    return start, end


def _mend(text: str, piece: range) -> str:
    return "".join(_twin(text, i, text[i], unicodedata.category(text[i])) or text[i] for i in piece)


# --- texts in an old encoding -----------------------------------------------------------------------------------------

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_MARKS = dict(zip("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ", strict=True))
_VNI_SINGLE = dict(zip("ôöæóòîñ", "ơưỉĩịỵđ", strict=True))
_TONES = str.maketrans("", "", "\u0300\u0309\u0303\u0301\u0323")
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ng?h?|p?h?|qu|r|s|th?|tr|v|x)?"
    r"(?:a(?:ch?|i|m|nh?|ng|o|p|t|u|y)?|ă(?:c|m|ng?|p|t)|â(?:c|m|ng?|p|t|u|y)|e(?:c|m|ng?|o|p|t)?|ê(?:ch|m|nh?|ng|p|t|u)?"
    r"|i(?:a|ch|m|nh?|p|t|u)?|[iy]ê(?:c|m|ng?|p|t|u)|oo[nc]g?|o(?:c|i|m|ng?|p|t)?|oa(?:ch?|i|m|nh?|ng|o|p|t|y)?"
    r"|oă(?:c|m|ng?|t)|oe(?:n|o|t)?|ô(?:c|i|m|ng?|p|t)?|ơ(?:i|m|n|p|t)?|u(?:a|c|i|m|ng?|p|t)?|uâ(?:ng?|t|y)|uê(?:ch|nh)?"
    r"|uô(?:c|i|m|ng?|t)|uơ|uy(?:a|ch|nh?|p|t|u|ên|êt)?|ư(?:a|c|i|m|ng?|t|u)?|ươ(?:c|i|m|ng?|p|t|u)|y(?:ch|nh?|p|t|u)?)"
)
_RUN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–—0-9]+")


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable can be (onset, rime, at most one tone)."""
    split = unicodedata.normalize("NFD", word.lower())
    bare = split.translate(_TONES)
    return len(split) - len(bare) <= 1 and _SYLLABLE.fullmatch(nfc(bare)) is not None


def _mojibake(text: str) -> tuple[list[Flaw], set[int]]:
    """The words that make sense only when they are read in another encoding, as one flaw, and where they stand."""
    found: list[tuple[str, str, int, int]] = []
    for match in _RUN.finditer(text[:100_000]):  # nobody types more in one value
        if len(found) >= MAX_FLAWS:
            break
        word = match.group()
        if word.isascii() or (is_syllable(word) and word.isalpha()):
            continue
        for name, decode in (("UTF-8", _from_utf8), ("TCVN3", _from_tcvn3), ("VNI", _from_vni)):
            if decode(word):
                found.append((name, decode(word), match.start(), match.end()))
                break
    if not found:
        return [], set()
    name = max((item[0] for item in found), key=[item[0] for item in found].count)
    decode = {"UTF-8": _from_utf8, "TCVN3": _from_tcvn3, "VNI": _from_vni}[name]
    first = found[0][2]
    line = text[max(text.rfind("\n", 0, first) + 1, text.rfind(" ", 0, max(first - 80, 0)) + 1) :][:200].split("\n")[0]
    mended = _RUN.sub(lambda match: decode(match.group()) or match.group(), line)
    message = _("“{word}” is a text in the old encoding {name}, or was read in the wrong one.").format(
        word=text[first : found[0][3]], name=name
    )
    flaw = Flaw(MOJIBAKE, first, message, _("Write “{text}”.").format(text=mended.strip()))
    return [flaw], {offset for _name, _word, start, end in found for offset in range(start, end)}


def _from_utf8(word: str) -> str:
    """The word as UTF-8 when its characters are UTF-8 bytes read as Windows-1252 ("Bá»™" → "Bộ"), else ""."""
    raw = bytearray()
    for char in word:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return ""
            raw.append(ord(char))
    try:
        read = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return nfc(read)


def _from_tcvn3(word: str) -> str:
    read = "".join(_TCVN3.get(char, char) for char in word)
    return _sensible(word, read)


def _from_vni(word: str) -> str:
    out = ""
    for char in word:
        low = char.lower()
        mark = _VNI_MARKS.get(low, "")
        if low in _VNI_SINGLE:
            read = _VNI_SINGLE[low]
            out += read.upper() if char != low else read
        elif mark and out and out[-1].lower() in "aeouyơư":
            wanted = unicodedata.normalize("NFD", mark)[1:]
            out = nfc(out + wanted)
        else:
            out += char
    return _sensible(word, out)


def _sensible(word: str, read: str) -> str:
    known = any("a" <= char <= "z" or "A" <= char <= "Z" for char in word) and all(char <= "\xff" for char in word)
    return read if known and read != word and read.isalpha() and is_syllable(read) else ""


# --- names ------------------------------------------------------------------------------------------------------------

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps for itself


def slug(text: str, limit: int = 60) -> str:
    """A file name for a text: ASCII letters, digits and single hyphens, never empty, never a name Windows reserves.

    Two texts may share a slug (Đà, Da, dà): whoever makes paths of them checks that they stay apart.
    Text without any Latin letter or digit gives its code points ("漢" → "u6f22").
    """
    name = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if not name:
        name = "-".join(f"u{ord(char):x}" for char in nfc(text)[:8] if char > "~" and char.isprintable()) or "x"
    if len(name) > limit:
        cut = name[: limit + 1]
        name = cut.rpartition("-")[0] if "-" in cut[limit // 2 :] else cut[:limit]
    return f"{name}-x" if _RESERVED.fullmatch(name) else name


def fold(text: str) -> str:
    """The text without marks and case ("Đình Lập" → "dinh lap"), for finding what was meant."""
    flat = text.translate(_LATIN_TWIN).casefold().replace("đ", "d")
    split = unicodedata.normalize("NFKD", flat)
    return "".join(char for char in split if not unicodedata.combining(char))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, or None when none is near; case, marks and separators count little."""
    table: dict[str, str] = {}
    for candidate in known:
        table.setdefault(re.sub(r"[\s_-]+", "-", fold(candidate)), candidate)
    wanted = re.sub(r"[\s_-]+", "-", fold(name))
    if wanted in table:
        return table[wanted]
    match = difflib.get_close_matches(wanted, table, n=1, cutoff=0.6)
    return table[match[0]] if match else None


def upper(text: str) -> str:
    """The text in capitals, NFC: every Vietnamese letter stays one letter with its marks ("Sở" → "SỞ")."""
    return nfc(nfc(text).upper())


# --- Vietnamese order -------------------------------------------------------------------------------------------------

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONE_ORDER = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; ngang is no mark
_PIECE = re.compile(r"\d+|[^\W\d_]+")

SortKey = tuple[tuple[tuple[int, str, str], ...], str]


@lru_cache(maxsize=1 << 16)
def sort_key(text: str) -> SortKey:
    """The key of Vietnamese dictionary order: word by word, first by letters (a ă â b c d đ e ê …), then by tone.

    Numbers come before letters, by value ("Điều 2" before "Điều 10"); case decides last, small letters first.
    """
    text = nfc(text)
    return tuple(_word_key(word) for word in _PIECE.findall(text)), text.swapcase()


def _word_key(word: str) -> tuple[int, str, str]:
    if word.isdecimal():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in word).lstrip("0")
        return (0, f"{len(digits):09}{digits}", "")
    letters, tones = [], []
    for char in nfc(word.casefold()):
        split = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in split[1:] if mark in _TONE_ORDER), "")
        base = nfc(split.replace(tone, "")) if tone else char
        rank = _LETTERS.find(base)
        letters.append(chr(0x21 + rank) if rank >= 0 else char)
        tones.append(str(_TONE_ORDER.find(tone) + 1) if tone else "0")
    return (1, "".join(letters), "".join(tones))
