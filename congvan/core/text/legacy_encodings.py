"""Recognise text in a legacy encoding, or decoded with the wrong one: words that make sense only in another encoding.

Source: TCVN 5712:1993 (TCVN3) and the VNI encoding, which old documents still carry.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.text.flaws import MAX_PROBLEMS, TextProblem
from congvan.core.text.names import nfc

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
_CAPITALS = "ĂÂÊÔƠƯĐ"
"""The capitals with marks that TCVN3 has."""
_HAS = _CAPITALS.lower()
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
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|\ufffd")
_SITE = re.compile(r"\S*(?:://|www\.)\S*")
_RUN = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–—0-9]+")

_LONGEST_SYLLABLE = 16
"""Characters of a syllable at most, be its letters and marks apart."""
_LEAST_SURE = 3
_RAISED = re.compile(r"(?<=\d)[¹²³]+(?!\w)")
"""Raised figures behind a number: the mark of a note."""


def lost_letters(text: str) -> int:
    """Return in how many words a question mark stands for a letter that a program could not save: Nguy?n."""
    doubted = "?" in text or "\ufffd" in text
    return sum(_LOST.search(word) is not None for word in _SITE.sub("", text).split()) if doubted else 0


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a possible Vietnamese syllable (onset, rime, at most one tone)."""
    return len(word) <= _LONGEST_SYLLABLE and _is_syllable(word)


@lru_cache(maxsize=1 << 13)
def _is_syllable(word: str) -> bool:
    """Why kept: the syllables in use are some thousand, and names have the same again and again."""
    split = unicodedata.normalize("NFD", word.lower())
    bare = split.translate(_TONES)
    return len(split) - len(bare) <= 1 and _SYLLABLE.fullmatch(nfc(bare)) is not None


def mojibake(text: str) -> tuple[list[TextProblem], set[int]]:
    """Return the words that make sense only in another encoding, as one problem, and the offsets that they cover."""
    misread: list[tuple[str, str, int, int]] = []
    for match in _RUN.finditer(text[:100_000]):  # nobody types more in one value
        if len(misread) >= MAX_PROBLEMS:
            break
        word = match.group()
        if word.isascii() or (is_syllable(word) and word.isalpha()):
            continue
        for name, decode in (("UTF-8", _from_utf8), ("TCVN3", _from_tcvn3), ("VNI", _from_vni)):
            if decode(word):
                misread.append((name, decode(word), match.start(), match.end()))
                break
    if not misread:
        return [], set()
    name = max((item[0] for item in misread), key=[item[0] for item in misread].count)
    decode = {"UTF-8": _from_utf8, "TCVN3": _from_tcvn3, "VNI": _from_vni}[name]
    first = misread[0][2]
    line = text[max(text.rfind("\n", 0, first) + 1, text.rfind(" ", 0, max(first - 80, 0)) + 1) :][:200].split("\n")[0]
    mended = _RUN.sub(lambda match: decode(match.group()) or match.group(), line)
    word = text[first : misread[0][3]]
    flaw = TextProblem(Message("text-encoding", word=word, name=name, text=mended.strip()), first)
    return [flaw], {offset for _name, _word, start, end in misread for offset in range(start, end)}


class Converted(NamedTuple):
    """A text brought out of a legacy encoding; `sure` where every word of it reads as Vietnamese then."""

    encoding: str
    text: str
    sure: bool


def converted(text: str) -> Converted | None:
    """Return a text that was typed in a legacy encoding, converted; None for any other.

    More searching than `mojibake`, for names: every word is looked at, and one word that makes sense only in an
    encoding speaks for all of them.
    """
    if text.isascii():
        return None
    words = [match.group() for match in _RUN.finditer(_RAISED.sub("", text[:2_000])) if not match.group().isascii()]
    plain = not text.isupper()
    strange = [word for word in words if not (word.isalpha() and is_syllable(word)) or (plain and _odd_case(word))]
    votes = [name for word in strange for name, decode in _DECODERS.items() if decode(word) or _whole(word, name)]
    if not votes:
        return None
    encoding = max(_DECODERS, key=votes.count)
    read, others = _read_text(text, encoding), {_read_text(text, other) for other in set(votes) - {encoding}}
    sure = _is_vietnamese(read) and not any(_is_vietnamese(other) and other != read for other in others)
    return Converted(encoding, read, sure)


def _odd_case(word: str) -> bool:
    """Whether a capital with a mark is within small letters, as codes of TCVN3 look elsewhere (NguyÔn)."""
    return not word.isupper() and any(char.isupper() and not char.isascii() for char in word[1:])


def read_as(text: str, encoding: str) -> str:
    """Return a text read in an encoding, where all of it makes sense so; "" else."""
    if max(text, default="") > "\xff":
        return ""
    read = _read_text(text, encoding)
    return read if read != text and _is_vietnamese(read) else ""


def read_surely(text: str, encoding: str) -> str:
    """Return a text of a file that was typed in an encoding: what `read_as` gives, and symbols in capitals: 5/QÑ-SYT is
    5/QĐ-SYT; "" where there is nothing to read.
    """
    if text.isascii() or max(text) > "\xff":
        return ""
    read = _RUN.sub(lambda match: _symbol(_read_as(match[0], encoding), encoding), text)
    fits = (word.isascii() or is_syllable(word) or _is_symbol(word) for word in _RUN.findall(read))
    return read if read != text and all(fits) else ""


def _symbol(word: str, encoding: str) -> str:
    """Return a word that is none of the language read as a symbol, where it is one."""
    if word.isascii() or is_syllable(word) or encoding == "UTF-8":
        return word
    read = tcvn3_to_unicode(word) if encoding == "TCVN3" else vni_to_unicode(word)
    return read if _is_symbol(read) else word


def _is_symbol(word: str) -> bool:
    """Whether a word is written as a symbol of an office is: QĐ, ĐKKT."""
    return word.isupper() and all(char.isascii() or char in _CAPITALS for char in word)


def with_capitals(name: str) -> str:
    """Return a name that was read from TCVN3, which has no capitals with tones, as names are written: Lê Thị Út."""
    words = name.split(" ")
    small = [n for n, word in enumerate(words) if word[:1].islower() and not word[0].isascii() and word[0] not in _HAS]
    others = [word for n, word in enumerate(words) if n not in small]
    if not small or not others or not all(word[:1].isupper() for word in others):
        return name
    return " ".join(word[:1].upper() + word[1:] if n in small else word for n, word in enumerate(words))


def encoding_of(texts: Iterable[str]) -> str:
    """Return the legacy encoding in which all of several texts were typed; "" where that is not certain.

    Certain are three texts that read as Vietnamese in one encoding alone, and are half of them or more, where none has
    a letter that only Unicode has: what else is there was typed on the same keyboard.
    """
    sure: Counter[str] = Counter()
    count = 0
    for text in texts:
        if any(char > "\xff" and char.isalpha() for char in text):
            return ""
        found = converted(text)
        if found is None and any(map(str.isdigit, text)):  # 5/QÑ-SYT tells nothing
            continue
        count += 1
        if found is not None and found.sure:
            sure[found.encoding] += 1
    encoding, times = next(iter(sure.most_common(1)), ("", 0))
    certain = len(sure) == 1 and encoding in ("TCVN3", "VNI") and times >= _LEAST_SURE and times * 2 >= count
    return encoding if certain else ""


def _read_text(text: str, encoding: str) -> str:
    return _RUN.sub(lambda match: _read_as(match.group(), encoding), text)


def _is_vietnamese(text: str) -> bool:
    return all(word.isascii() or is_syllable(word) for word in _RUN.findall(text))


def _whole(word: str, encoding: str) -> bool:
    """Whether a word of signs alone ("§ç") is a syllable of TCVN3."""
    return encoding == "TCVN3" and not word.isalpha() and is_syllable(tcvn3_to_unicode(word))


def _read_as(word: str, encoding: str) -> str:
    if word.isascii():
        return word
    if encoding == "UTF-8":
        return _from_utf8(word) or word
    read = tcvn3_to_unicode(word) if encoding == "TCVN3" else vni_to_unicode(word)
    capitals = [char.isupper() for char in word if char.isascii() and char.isalpha()]
    if encoding == "TCVN3" and len(capitals) > 1 and all(capitals):  # it has no capitals with tones: NGUYÔN
        read = read.upper()
    return read if read.isalpha() and is_syllable(read) else word


def _from_utf8(word: str) -> str:
    """Decode UTF-8 bytes read as Windows-1252 ("Bá»™" → "Bộ"); "" if the word is none."""
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
    return _sensible(word, tcvn3_to_unicode(word))


def tcvn3_to_unicode(text: str) -> str:
    """Decode text of a TCVN3 face (.VnTime), read as Windows-1252: "Céng hßa" → "Cộng hòa"."""
    return text.translate(_TCVN3_TABLE)


def _from_vni(word: str) -> str:
    return _sensible(word, vni_to_unicode(word))


def vni_to_unicode(text: str) -> str:
    """Decode text of a VNI face (VNI-Times), read as Windows-1252: "Coäng hoøa" → "Cộng hòa"."""
    out = ""
    for char in text:
        low = char.lower()
        mark = _VNI_MARKS.get(low, "")
        if low in _VNI_SINGLE:
            read = _VNI_SINGLE[low]
            out += read.upper() if char != low else read
        elif mark and out and out[-1].lower() in "aeouyơư":
            marks = unicodedata.normalize("NFD", mark)[1:]
            out = nfc(out + marks)
        else:
            out += char
    return out


_DECODERS: Mapping[str, Callable[[str], str]] = {"UTF-8": _from_utf8, "TCVN3": _from_tcvn3, "VNI": _from_vni}


def _sensible(word: str, read: str) -> str:
    is_legacy = any("a" <= char <= "z" or "A" <= char <= "Z" for char in word) and all(char <= "\xff" for char in word)
    return read if is_legacy and read != word and read.isalpha() and is_syllable(read) else ""
