"""Names: normalisation, slugs, folding of marks and case, the nearest known name."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable
from itertools import filterfalse

from congvan.core.messages import Message

LATIN_TWIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονορÐðƉɖıɑɡℓ",
    "ABESIJKMHOPCTYXaesijopcyxdhABEZHIKMNOPTYXovopĐđĐđiagl",
)
"""Letters of other scripts, and signs, that look like Latin ones."""
_CODE = re.compile(r"\{\{.*?\}\}")
_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MARK = 6  # letters made of a name that is cut
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps for itself


def nfc(text: str) -> str:
    """Return the text in Normalization Form C, in which every Vietnamese letter is one character."""
    return unicodedata.normalize("NFC", text)


def spoken(name: object) -> str:
    """Return an id that stands where a name should as words, codes in a name as gaps."""
    text = _CODE.sub("…", str(name))
    return re.sub("[-_]", " ", text) if _ID.fullmatch(text) else text


def slug(text: str, limit: int = 60) -> str:
    """Return a file name for a text: ASCII letters, digits, single hyphens; never empty or reserved by Windows.

    Two texts may share a slug (Đà, Da, dà): a caller that makes paths of them checks that they stay distinct. Text
    without any Latin letter or digit gives its code points ("漢" → "u6f22"). What is longer than the limit is cut at a
    word and ends in a few letters made of the whole, so that long names that differ at their ends stay distinct.
    """
    name = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if not name:
        name = "-".join(f"u{ord(char):x}" for char in nfc(text)[:8] if char > "~" and char.isprintable()) or "x"
    if len(name) > limit:
        mark = f"{zlib.crc32(name.encode()):08x}"[:_MARK]
        cut = name[: limit - _MARK]
        name = f"{cut.rpartition('-')[0] if '-' in cut[limit // 2 :] else cut[:-1]}-{mark}"
    return f"{name}-x" if _RESERVED.fullmatch(name) else name


def fold(text: str) -> str:
    """Return the text without marks and case ("Đình Lập" → "dinh lap"), for fuzzy comparison."""
    flat = text.translate(LATIN_TWIN).casefold().replace("đ", "d")
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", flat)))


def same_words(text: str) -> str:
    """Return a text as two are the same to a reader: in composed Unicode, without case, spaces single."""
    return " ".join(nfc(text).casefold().split())


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to `name`; None if none is near. Case, marks and separators count little."""
    table: dict[str, str] = {}
    for candidate in known:
        table.setdefault(re.sub(r"[\s_-]+", "-", fold(candidate)), candidate)
    wanted = re.sub(r"[\s_-]+", "-", fold(name))
    if wanted in table:
        return table[wanted]
    import difflib  # for mistakes alone

    match = difflib.get_close_matches(wanted, table, n=1, cutoff=0.6)
    return table[match[0]] if match else None


def did_you_mean(name: object, known: Iterable[str]) -> Message | None:
    """Return a remedy that suggests the nearest known name; None if none is near."""
    found = nearest(str(name), known)
    return Message("did-you-mean", found=found) if found else None


def upper(text: str) -> str:
    """Return the text in capitals, NFC: every Vietnamese letter stays one letter with its marks ("Sở" → "SỞ")."""
    return nfc(nfc(text).upper())
