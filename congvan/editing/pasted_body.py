"""What is pasted into the text of a paper, as its markup: numbers that Word counts, tables, one Enter a paragraph; and
the same for what is typed or comes from a program, when it is saved. What was changed is counted.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.text import nfc, not_carried
from congvan.editing.pasted_html import BULLETS, ReadClipboard, read_html, table_row
from congvan.editing.pasted_text import INVISIBLE, SPACES, mended, rows_of

_BREAKS = re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")
_CODE = re.compile(r"\{\{.*?\}\}")
_CURLY = str.maketrans("“”„‟‘’‚‛", "\"\"\"\"''''")
_JOINERS = re.compile("[\u200d\ufe0f]")
"""What signs of chats are put together with."""
_KEYCAP = re.compile("^(\\d)\u20e3 *")
_GONE = ("Cc", "Cf", "Co", "Cs", "Cn")
_SIGNS = ("So", "Sk", "Me")
_NUMBER = r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]{1,2}|[IVXL]{1,7})[.)]|\d{1,3}(?:\.\d{1,3})+|(?:Điều|Chương|Mục) \w+[.:]?"
_NUMBER_TAB = re.compile(rf"((?:{_NUMBER})|[-–+])[ ]?\t+ *")
_BULLET_TAB = re.compile(rf"([{''.join(BULLETS)}])(?:\t+ *)|([•●▪◦‣\uf0b7\uf0a7\uf0d8]|· ) *")
_NUMBERED = re.compile(
    r"\**(?:\d{1,2}(?:\.\d{1,2})*\.[ \t]+\S|[a-zđ]\)[ \t]|[-–+•][ \t]+\S|[IVX]{1,5}\.[ \t]+\S|#[a-z0-9-]*[.)] "
    r"|Điều (?:\d+|#[a-z0-9-]*)[.:] |(?:Chương|Phần|Mục) (?:[IVXL]+\b|\d|thứ |#)|Căn cứ )"
)
"""A line that is a paragraph of its own."""
_TITLED = re.compile(r"\**(?:Phần|Chương|Mục|Tiểu mục) (?:[IVXL]+|\d+|thứ \w+|#[a-z0-9-]*)\.?\**")
"""The number of a part, whose title is the line below."""
_ENDED = re.compile(r"[.;:!?…”\"/)\]]\**$|<-$")
_FULL = 0.8
"""A line that is as long as this share of the longest is broken by the page that it comes from."""
_LEAST_FULL = 45
_WORDS = re.compile(r"\w{2,}")
_COUNTED = re.compile(r"^\s*(?:\d+|[ivxlc]+)[.)]\s", re.MULTILINE | re.IGNORECASE)
"""A number at the beginning of a line, which the program of a clipboard counted for its text alone."""


class PastedBody(NamedTuple):
    """A text in the markup of papers and what was changed in it; `lines`: the text with a paragraph for each line,
    where some were joined since sentences go on in them, else "".
    """

    text: str
    told: tuple[Message, ...] = ()
    lines: str = ""


def pasted_body(html: str, text: str) -> PastedBody:
    """Return what a clipboard holds: its HTML, unless that lacks a word of its text."""
    read = read_html(html) if html.strip() else None
    if read is None or not _has_words(read, text):
        changed: Counter[str] = Counter()
        lines = list(_plain(_BREAKS.sub("\n", text), changed))
    else:
        changed, lines = read.changed, read.lines
    clean = [_clean(line, changed).strip() for line in lines]
    made, joined = _put_together(clean)
    told = _told(changed)
    if not joined:
        return PastedBody(made, told)
    apart, _none = _put_together(clean, join=False)
    return PastedBody(made, (*told, Message("pasted-body.joined", count=joined)), apart)


def saved_text(text: str, before: str = "", *, body: bool = False) -> PastedBody:
    """Return a text as it is kept: no tabs, no hidden characters, no special spaces unless it had some before; in the
    body of a paper each numbered line a paragraph, unless it was none before.
    """
    changed: Counter[str] = Counter()
    text = _BREAKS.sub("\n", text)
    if "\t" in text:
        lines = _plain(text, changed) if body else (_spaced(line, changed) for line in text.split("\n"))
        text = "\n".join(lines)
    kept = {each for each in "\u00a0\u202f" if each in before}
    text = "\n".join(_spelt(line, changed, kept) for line in text.split("\n"))
    if body:
        text = _apart(text, before, changed)
    return PastedBody(text, _told(changed))


def listed(told: Sequence[Message]) -> Message:
    """Return what was changed on one line."""
    return functools.reduce(lambda one, other: Message("pasted-body.and", one=one, other=other), told)


def _told(changed: Counter[str]) -> tuple[Message, ...]:
    known = {
        "number": Message("pasted-body.number"),
        "table": Message("pasted-body.table"),
        "merged": Message("pasted-body.merged"),
        "tab": Message("pasted-body.tab"),
        "space": Message("pasted-body.space"),
        "invisible": Message("pasted-body.invisible"),
        "letters": Message("pasted-body.letters"),
        "look": Message("pasted-body.look"),
        "sign": Message("pasted-body.sign"),
        "plain": Message("pasted-body.plain"),
        "left-out": Message("pasted-body.left-out"),
        "apart": Message("pasted-body.apart"),
    }
    return tuple(message.given(count=changed[name]) for name, message in known.items() if changed[name])


def _has_words(read: ReadClipboard, text: str) -> bool:
    """Whether a clipboard was read with all words of its text, but for those that were left out on purpose."""
    there = _words(" ".join([*read.lines, *read.left_out]))
    return any(read.lines) and not _words(_COUNTED.sub("", text)) - there


def _words(text: str) -> Counter[str]:
    """Return the words of two letters and more with how often they are there; m² is m2."""
    return Counter(_WORDS.findall(unicodedata.normalize("NFKC", text)))


# ---- Plain text ----------------------------------------------------------------------------------------------------


def _plain(text: str, changed: Counter[str]) -> Iterator[str]:
    """Yield the lines of plain text: rows of tabs as tables, numbers and bullets as Word counts them, other tabs as
    spaces.
    """
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        marked = _with_mark(line)
        if "\t" in marked.strip("\t "):
            rows.append(line)
            continue
        yield from _rows(rows, changed)
        rows = []
        changed["number"] += marked != line
        yield _spaced(marked, changed)


def _with_mark(line: str) -> str:
    """Return a line with the number or bullet that Word parts by a tab as papers have it."""
    start = len(line) - len(line.lstrip("\t "))
    if number := _NUMBER_TAB.match(line, start):
        rest, mark = line[number.end() :], f"{number[1]} "
    elif bullet := _BULLET_TAB.match(line, start):
        rest, mark = line[bullet.end() :], "- "
    else:
        return line
    return mark + rest


def _rows(rows: Sequence[str], changed: Counter[str]) -> Iterator[str]:
    """Yield rows of cells parted by tabs: two and more are a table."""
    if not rows:
        return
    cells = rows_of("\n".join(rows))
    width = max(map(len, cells))
    if len(cells) < 2 or (len(cells) == 2 and len({*map(len, cells)}) > 1):
        changed["number"] += sum(_with_mark(row) != row for row in rows)
        yield from (_spaced(_with_mark(row), changed) for row in rows)
        return
    changed["table"] += 1
    yield ""
    for number, row in enumerate(cells):
        texts = [" ".join(cell.split()).replace("|", "\\|") for cell in row]
        yield table_row(texts + [""] * (width - len(texts)))
        if not number:
            yield table_row(["---"] * width)
    yield ""


def _spaced(line: str, changed: Counter[str]) -> str:
    inside = line.strip("\t ")
    changed["tab"] += len(re.findall("\t+", inside)) + ("\t" in line[: len(line) - len(line.lstrip("\t "))])
    return re.sub(r" *\t[\t ]*", " ", inside) if "\t" in line else line


# ---- Characters ----------------------------------------------------------------------------------------------------


def _clean(line: str, changed: Counter[str]) -> str:
    """Return a pasted line of characters that papers hold."""
    if line.isascii() and line.isprintable():
        return line
    if bullet := _BULLET_TAB.match(line):
        changed["number"] += 1
        line = f"- {line[bullet.end() :]}"
    composed = _spelt(_KEYCAP.sub(r"\1. ", _JOINERS.sub("", line)), changed, ())
    if not_carried(composed):
        kinds = [(char, unicodedata.category(char)) for char in composed]
        signs = sum(bool(not_carried(char)) and kind in _SIGNS for char, kind in kinds)
        gone = sum(kind in _GONE for _char, kind in kinds)
        changed["sign"] += signs
        changed["invisible"] += gone
        composed = "".join(c for c, kind in kinds if not (kind in _GONE or (kind in _SIGNS and not_carried(c))))
        composed = re.sub(r"(?<=\S) {2,}", " ", composed).strip() if signs else composed
    read = mended(composed)
    changed["look"] += read != composed
    return _CODE.sub(lambda code: code[0].translate(_CURLY), read)


def _spelt(line: str, changed: Counter[str], kept: Collection[str]) -> str:
    """Return a line without hidden characters and special spaces but those that are kept, its letters composed."""
    if line.isascii():
        return line
    changed["invisible"] += len(INVISIBLE.findall(line))
    line = INVISIBLE.sub("", line)
    special = [each for each in SPACES.findall(line.strip()) if each not in kept]
    if special:
        changed["space"] += len(special)
        line = re.sub(r"(?<=\S) {2,}(?=\S)", " ", SPACES.sub(lambda found: found[0] if found[0] in kept else " ", line))
    composed = nfc(line)
    changed["letters"] += max(len(line) - len(composed), composed != line)
    return composed


# ---- Lines and paragraphs ------------------------------------------------------------------------------------------


def _put_together(lines: Sequence[str], *, join: bool = True) -> tuple[str, int]:
    """Return a text of the lines, a blank line between paragraphs; a line that goes on in the next is joined with it.
    Return how many were.
    """
    longest = max((len(line) for line in lines if line and not line.startswith("|")), default=0)
    wrapped = join and any(_goes_on(one, next_) for one, next_ in itertools.pairwise(lines))
    text, before, joined, blank = "", "", 0, False
    for line in lines:
        if not line:
            blank = True
            continue
        in_table = before.startswith("|") and line.startswith("|") and not blank
        if in_table or (_TITLED.fullmatch(before) and not _NUMBERED.match(line)):
            between = "\n"
        elif wrapped and not blank and (_goes_on(before, line) or _is_full(before, line, longest)):
            between, joined = " ", joined + 1
        else:
            between = "\n\n"
        text += (between if text else "") + line
        before, blank = line, False
    return text, joined


def _goes_on(before: str, line: str) -> bool:
    """Whether a sentence is broken between two lines."""
    if not before or not line or before.startswith("|") or _NUMBERED.match(line) or line.startswith("->"):
        return False
    return not _ENDED.search(before) and line.lstrip('*(“"')[:1].islower()


def _is_full(before: str, line: str, longest: int) -> bool:
    """Whether a line ends where the page that it comes from ended its lines."""
    if line.startswith(("|", "->")) or before.startswith("|") or _NUMBERED.match(line) or _ENDED.search(before):
        return False
    return len(before) >= max(_LEAST_FULL, _FULL * longest)


def _apart(text: str, before: str, changed: Counter[str]) -> str:
    """Return a text with a blank line before each numbered line and around tables, but where it was so before."""
    known = before.split("\n")
    pairs = set(itertools.pairwise(known))
    out: list[str] = []
    for line in text.split("\n"):
        last = out[-1] if out else ""
        own = _NUMBERED.match(line.lstrip()) is not None or line.startswith("|") != last.startswith("|")
        if last.strip() and line.strip() and own and (last, line) not in pairs:
            changed["apart"] += 1
            out.append("")
        out.append(line)
    return "\n".join(out)
