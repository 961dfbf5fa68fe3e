"""A screen as text: its headings, tables, fields and buttons in the order in which a screen reader comes to them."""

from __future__ import annotations

import datetime
import html.parser
import re
from dataclasses import dataclass, field

VOID = frozenset(("meta", "link", "input", "img", "br", "hr", "rect", "image", "circle", "path"))
ROWS = 3
"""Rows of a table that are written out; of the others their number."""
LINES = 200
"""Lines of a transcript; of further ones their number."""
BLOCKS = frozenset(("p", "div", "li", "dt", "dd", "span", "small", "b", "ul", "ol"))
Attributes = dict[str, str | None]


@dataclass
class Element:
    """An element that is open, with the words in it so far; `begun`: the fields that waited for labels before it."""

    tag: str
    given: Attributes
    begun: int = 0
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


@dataclass
class Transcript(html.parser.HTMLParser):
    """Reads a page; `lines` is what it says."""

    page: str

    def __post_init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._open: list[Element] = []
        self._labels: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._waiting: list[tuple[int, Attributes, str, str]] = []
        self._table: list[list[str]] | None = None
        self._heads = 0
        self._choice: list[str] = []
        self.feed(self.page)
        self.close()
        for at, given, kind, value in reversed(self._waiting):
            self.lines.insert(at, self._field(given, kind, value))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in BLOCKS | {"br", "th", "td", "input"} and self._open:
            self._say(" ")
        if tag == "input" and given.get("type") not in ("hidden", "file"):
            self._wait(given, given.get("type") or "text", given.get("value") or "")
        elif given.get("type") == "file":
            self._wait(given, "file", "")
        if tag == "select":
            self._choice = []
        if tag == "option" and ("selected" in given or not self._choice):
            self._choice = [*self._choice[:0], "…"]
        if tag == "table":
            self._table, self._heads = [], 0
        if tag == "tr" and self._table is not None:
            self._table.append([])
        if tag not in VOID:
            self._open.append(Element(tag, given, len(self._waiting)))

    def handle_data(self, data: str) -> None:
        self._say(data)

    def _say(self, data: str) -> None:
        for each in self._open:
            each.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self._open:
            return
        ended = self._open.pop()
        given, text = ended.given, ended.text
        if given.get("id"):
            self._ids[str(given["id"])] = text
        getattr(self, f"_end_{tag}", self._ended)(ended, text)

    def _ended(self, ended: Element, text: str) -> None:
        """Write down what an element says, if it is one of those that are listed."""
        tag, given = ended.tag, ended.given
        within = {each.tag for each in self._open}
        if re.fullmatch("h[1-6]", tag):
            self.lines.append(f"{'#' * int(tag[1])} {text}")
        elif tag == "legend":
            self.lines.append(f"[{text}]")
        elif tag == "summary":
            self.lines.append(f"▸ {text}")
        elif tag == "button" and "table" not in within:
            self.lines.append(f"({given.get('aria-label') or text})")
        elif tag == "label" and given.get("for"):
            self._labels[str(given["for"])] = text
        elif tag == "label":
            for _at, inside, _kind, _value in self._waiting[ended.begun :]:
                inside["aria-label"] = text
        elif tag == "textarea":
            self._wait(given, "textarea", text)
        elif tag == "a" and "table" not in within and ("nav" not in within or given.get("aria-current")):
            self.lines.append(f"{'→' if given.get('aria-current') else '↗'} {text}")
        elif given.get("role") == "status" and text:
            self.lines.append(f"status: {text}")

    def _end_select(self, ended: Element, _text: str) -> None:
        options = [each for each in self._choice if each]
        self._wait(ended.given, "select", options[0] if options else "")

    def _end_option(self, ended: Element, text: str) -> None:
        if self._choice and self._choice[-1] == "…":
            self._choice[-1] = text
        for each in self._open:  # a cell does not say every choice
            del each.words[len(each.words) - len(ended.words) :]

    def _end_caption(self, ended: Element, text: str) -> None:
        self.lines.append(f"table: {text}")

    def _end_th(self, ended: Element, text: str) -> None:
        if self._table:
            self._table[-1].append(_short(text))

    _end_td = _end_th

    def _end_thead(self, _ended: Element, _text: str) -> None:
        self._heads = len(self._table or ())

    def _end_table(self, _ended: Element, _text: str) -> None:
        rows = self._table or []
        body = rows[self._heads :]
        for row in [*rows[: self._heads], *body[:ROWS]]:
            self.lines.append(f"  | {' | '.join(row)}")
        if len(body) > ROWS:
            self.lines.append(f"  … {len(body)}")
        self._table = None

    def _wait(self, given: Attributes, kind: str, value: str) -> None:
        """Keep a field until its label is known, which may come after it; those in tables are cells of theirs."""
        if self._table is None:
            self._waiting.append((len(self.lines), given, kind, value))
        elif kind == "checkbox":
            self._say("☐ ")
        else:
            self._say(f"‹{value}›")

    def _field(self, given: Attributes, kind: str, value: str) -> str:
        around = self._labels.get(str(given.get("id")), "")
        label = given.get("aria-label") or around or self._ids.get(str(given.get("aria-labelledby")), "")
        needed = " *" if "required" in given and not label.endswith("*") else ""
        shown = _short(value)
        return f"- {label or '?'}{needed}: {kind}{f' “{shown}”' if shown and kind not in ('checkbox', 'radio') else ''}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def transcript(page: str) -> str:
    """Return the transcript of what stands in `<main>`; days of today are written as such."""
    inside = re.sub(r"(?s)^.*?<main[^>]*>|</main>.*$", "", page)
    today = datetime.date.today()
    days = {f"{today:%d/%m/%Y}", f"{today.day}/{today.month}/{today.year}", today.isoformat()}
    lines = Transcript(inside).lines
    text = "\n".join([*lines[:LINES], *([f"… {len(lines)}"] if len(lines) > LINES else [])])
    for day in days:
        text = text.replace(day, "‹hôm nay›")
    return f"{text}\n"
