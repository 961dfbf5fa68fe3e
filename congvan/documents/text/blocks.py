"""The body of a dispatch: text that reads like the letter, as blocks of runs.

Blank lines part the blocks; `Điều 1. `, `1. `, `a) `, `- ` at a block's start name its level (outline.py);
`-> centred <-`; `**bold**` and `*italic*`; `\\*` is a star, `\\#` a hash; lines that begin with `|` are a table
(tables.py). Numbers and dashes stay part of the text, so that every format prints the same words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from typing import Any

from congvan.core.problems import Place, Problem
from congvan.documents.text.interpolate import Locate, merge
from congvan.documents.text.line_breaks import text_run as new_run
from congvan.documents.text.outline import INSERTED, REFERENCE, Heading, Label, blocks_of, outline, resolve_reference
from congvan.documents.text.schema import Block, TextRun
from congvan.documents.text.tables import TEXT_MM, table

Problems = list[Problem]
FactMap = Mapping[str, Any]
Labels = Mapping[str, Label]
NO_LABELS: Labels = {}


def nothing_to_insert(_what: str, _name: str, _width_mm: float, _place: Place) -> list[Block]:
    """What stands for a table where a text can have none."""
    return []


Insert = Callable[[str, str, float, Place], list[Block]]
"""Function: “tables” or “charts”, the name, the width in mm, the place → the blocks."""
_INLINE = re.compile(r"(\{\{.*?\}\}|\{[@#][^{}\s]*\}|\\[*#]|\*\*|\*)", re.DOTALL)
_CENTRED = re.compile(r"->\s+(.*?)\s+<-", re.DOTALL)
_DASH = re.compile(r"-\s*\S")
_UNDER_KHOAN = ("diem", "gach", "doan", "giua", "bang")
_TITLED = ("phan", "chuong", "muc", "tieu-muc")
_RANKS = {"chuong": 1, "tieu_de": 1, "muc": 2, "dieu": 3, "la_ma": 3}
_TITLED_IN_BOLD = ("dieu", "la_ma")
"""Styles whose blocks are headings if all of their text is bold, as a title is."""


def blocks(
    text: str,
    facts: FactMap,
    problems: Problems,
    locate: Locate,
    labels: Labels = NO_LABELS,
    width_mm: float = TEXT_MM,
    insert: Insert = nothing_to_insert,
) -> list[Block]:
    """Parse a body text into blocks with merged facts: `{"style": "khoan", "runs": [{"text", "bold", "italic", …}]}`.

    `labels` are names defined elsewhere (appendices); a table is a block `{"style": "bang", "table": …}` of `width_mm`.
    `insert` gives the blocks that stand for a paragraph that is `{{ tables.x }}` or `{{ charts.x }}` alone.
    """
    return [block for _at, block in placed_blocks(text, facts, problems, locate, labels, width_mm, insert)]


def placed_blocks(
    text: str,
    facts: FactMap,
    problems: Problems,
    locate: Locate,
    labels: Labels = NO_LABELS,
    width_mm: float = TEXT_MM,
    insert: Insert = nothing_to_insert,
) -> list[tuple[int, Block]]:
    """As `blocks`, each with the offset of its source in the text."""
    numbered = outline(blocks_of(text), problems, locate)
    known = {**labels, **numbered.labels}
    reader = _InlineReader(facts, problems, locate, known)
    parsed: list[Block] = []
    offsets: list[int] = []
    for offset, source in blocks_of(text):
        heading = numbered.headings.get(offset)
        made_elsewhere = INSERTED.fullmatch(source.strip())
        if made_elsewhere:
            parsed += insert(made_elsewhere["what"], made_elsewhere["name"], width_mm, locate(offset))
        elif source.lstrip().startswith("|"):
            made = table(source, offset, reader.runs, problems, locate, width_mm)
            parsed.append({"style": "bang", "runs": [], "table": made})
        elif centred := _CENTRED.fullmatch(source):
            parsed.append({"style": "giua", "runs": reader.runs(centred[1], offset + centred.start(1))})
        elif heading is None:
            runs = reader.runs(source, offset)
            style = "gach" if _DASH.match(_text(runs)) else "doan"
            parsed.append({"style": _title_style(parsed, runs) or style, "runs": runs})
        else:
            parsed += _numbered(reader, source, offset, heading)
        offsets += [offset] * (len(parsed) - len(offsets))
    return list(zip(offsets, _with_levels(_with_titles(parsed)), strict=True))


def _numbered(reader: _InlineReader, source: str, offset: int, heading: Heading) -> list[Block]:
    """Return a numbered block; the lines under the number of a chương or mục are its title, centred in capitals
    (II.6.đ).
    """
    first, newline, rest = source.partition("\n")
    if heading.level.id not in _TITLED or not newline:
        return [{"style": heading.level.style, "runs": reader.runs(source, offset, heading)}]
    title = reader.runs(rest, offset + len(first) + 1)
    for run in title:
        run["text"] = run["text"].upper()
    number = reader.runs(first, offset, heading)
    return [{"style": heading.level.style, "runs": number}, {"style": "tieu_de", "runs": title}]


def _title_style(before: list[Block], runs: list[TextRun]) -> str:
    """Return `tieu_de` for a line of capitals directly under the number of a chương or mục, else ""."""
    text = _text(runs)
    return "tieu_de" if before and before[-1]["style"] in ("chuong", "muc") and text.isupper() else ""


def _with_titles(parsed: list[Block]) -> list[Block]:
    """Set `Điều 1.` and titles in bold: an Điều, mục or khoản that ends without punctuation (II.6.đ)."""
    for block, following in itertools.zip_longest(parsed, parsed[1:]):
        text, style = _text(block["runs"]), block["style"]
        below = {"dieu": ("khoan", *_UNDER_KHOAN), "khoan": _UNDER_KHOAN}.get(style, ())
        heads = style == "la_ma" or (following is not None and following["style"] in below)
        if (style == "la_ma" and text.isupper()) or (heads and not re.search(r"[.;:,!?/…”\"]$", text)):
            block["runs"] = _bold(block["runs"], len(text))
        elif style == "dieu":
            block["runs"] = _bold(block["runs"], text.index(".") + 1)
    return parsed


def _with_levels(parsed: list[Block]) -> list[Block]:
    """Set the level of each heading, the title of the document being the first: none is skipped on the way down."""
    above: list[int] = []
    for block, before in zip(parsed, [None, *parsed], strict=False):
        rank = _RANKS.get(block["style"])
        if rank is None or (block["style"] in _TITLED_IN_BOLD and not all(run["bold"] for run in block["runs"])):
            continue
        if block["style"] == "tieu_de" and before is not None and "level" in before:
            block["level"] = before["level"]  # the second line of the same heading
            continue
        above = [*(each for each in above if each < rank), rank]
        block["level"] = len(above) + 1
    return parsed


def _bold(runs: list[TextRun], count: int) -> list[TextRun]:
    """Return the runs with their first `count` characters in bold."""
    out: list[TextRun] = []
    for run in runs:
        inside, outside = run["text"][:count], run["text"][count:]
        count -= len(inside)
        for text, bold in ((inside, True), (outside, run["bold"])):
            if text and out and (out[-1]["bold"], out[-1]["italic"]) == (bold, run["italic"]):
                out[-1]["text"] += text
            elif text:
                out.append(new_run(text, bold=bold, italic=run["italic"]))
    return out


def _text(runs: list[TextRun]) -> str:
    return "".join(run["text"] for run in runs)


class _InlineReader:
    """Parses the inline markup of blocks: facts, references, bold and italic."""

    def __init__(self, facts: FactMap, problems: Problems, locate: Locate, labels: Labels) -> None:
        self.facts, self.problems, self.locate, self.labels = facts, problems, locate, labels

    def runs(self, source: str, start: int, heading: Heading | None = None) -> list[TextRun]:
        """Return one block's runs; lines are joined by a space, stars switch bold and italic."""
        runs: list[TextRun] = []
        bold = italic = False
        offset = 0
        span = heading.span if heading else None
        for piece in _INLINE.split(source):
            if piece == "**" and (bold or source.find("**", offset + 2) > 0):
                bold = not bold
            elif piece == "*" and (italic or _closes(source, offset)):
                italic = not italic
            elif piece:
                value = piece[1] if piece in ("\\*", "\\#") else self._value(piece, start + offset)
                if heading and span and offset <= span[0] < offset + len(piece):
                    rest = self._value(piece[span[1] - offset :], start + span[1])
                    value = piece[: span[0] - offset] + heading.number + rest
                if runs and (runs[-1]["bold"], runs[-1]["italic"]) == (bold, italic):
                    runs[-1]["text"] += value
                else:
                    runs.append(new_run(value, bold=bold, italic=italic))
            offset += len(piece)
        return _trimmed(runs)

    def _value(self, piece: str, offset: int) -> str:
        reference = REFERENCE.fullmatch(piece)
        if reference:
            return resolve_reference(reference, self.labels, self.problems, self.locate(offset))
        if piece.startswith("{{") and piece.endswith("}}"):
            return merge(" ".join(piece.split()), self.facts, self.problems, lambda at: self.locate(offset + at))
        merged = merge(piece, self.facts, self.problems, lambda at: self.locate(offset + at))
        return re.sub(r"[ \t]*\n[ \t]*", " ", merged)


def _closes(source: str, offset: int) -> bool:
    """Whether a single star at `offset` opens italics: a word follows it, and another star follows a word."""
    return re.match(r"\*[^\s*][^*]*(?:\*(?!\*)|\*\*\*)", source[offset:]) is not None


def _trimmed(runs: list[TextRun]) -> list[TextRun]:
    if runs:
        runs[0]["text"] = runs[0]["text"].lstrip(" ")
        runs[-1]["text"] = runs[-1]["text"].rstrip(" ")
    return [run for run in runs if run["text"]]
