"""Split paragraphs that hold several components: two columns set with tabs or spaces, lines parted by breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.components.foot import is_name
from congvan.nd30.components.patterns import DATE, MOTTO, NATIONAL_NAME, OTHER_HEADS, matches_nearly
from congvan.nd30.model.kinds import fold
from congvan.nd30.model.view import Paragraph, StyledRun

_LIST_LABELS = re.compile(r"^\s*(?:K[íi]nh g[ửu]i|N[ơo]i nh[ậa]n)\b", re.I)


def split_breaks(paragraph: Paragraph) -> list[Paragraph]:
    """Split a paragraph of a DOCX into one per line if its line breaks separate components.

    That is so in the cells of head and foot, below Kính gửi and Nơi nhận, and in the national lines.
    """
    lines = paragraph.lines
    if len(lines) < 2 or paragraph.box is not None or len(paragraph.text) > 1500:
        return [paragraph]
    layout = paragraph.cell is not None and not paragraph.cell.ruled and max(len(n.text) for n in lines) < 120
    named = _LIST_LABELS.match(lines[0].text) or any(
        matches_nearly(n.text[-60:], w) for n in lines for w in (NATIONAL_NAME, MOTTO)
    )
    if not layout and not named:
        return [paragraph]
    return [replace(paragraph, lines=(n,), before=0.0 if k else paragraph.before) for k, n in enumerate(lines)]


_BETWEEN = re.compile(r"\t[\t ]*| {3,}[\t ]*")
"""The blanks between two columns that are set without a table."""


def split_columns(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Split paragraphs with two columns set by tabs or spaces into one paragraph per column."""
    return [column for paragraph in paragraphs for column in _columns(paragraph)]


def _columns(paragraph: Paragraph) -> list[Paragraph]:
    """Return the two columns of a line of head or foot; the paragraph itself if it has none."""
    raw = paragraph.raw.replace("\xa0", " ")
    if paragraph.cell is not None or len(paragraph.lines) > 1 or len(paragraph.text) > 160:
        return [paragraph]
    for blanks in _BETWEEN.finditer(raw):
        left, right = raw[: blanks.start()].strip(), raw[blanks.end() :].strip()
        if left and right and (_is_head_line(left, right) or _is_foot_line(left, right)):
            return [_part(paragraph, 0, blanks.start()), _part(paragraph, blanks.end(), len(raw))]
    return [paragraph]


def _is_head_line(left: str, right: str) -> bool:
    """Return whether two columns are those of a head: the right one is Quốc hiệu, Tiêu ngữ, or place and date."""
    if matches_nearly(right, NATIONAL_NAME) or matches_nearly(right, MOTTO) or fold(right) in OTHER_HEADS:
        return True
    dated = DATE.search(right)
    return (
        left.startswith(("Số", "V/v")) and dated is not None and "/" not in right[: dated.start()] and dated.start() > 0
    )


def _is_foot_line(left: str, right: str) -> bool:
    """Return whether two columns are those of a foot: Nơi nhận, and the signer's authority and title."""
    if _BETWEEN.search(right):
        return False
    return left.startswith("Nơi nhận") or (left.startswith("-") and (right.isupper() or is_name(right)))


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    """Return a column of a paragraph of one line: its letters from `start` to `end`, where its blanks may have
    stood."""
    runs: list[StyledRun] = []
    at = 0
    for run in paragraph.lines[0].runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if piece:
            runs.append(replace(run, text=piece))
    line = replace(paragraph.lines[0], runs=tuple(runs))
    return replace(paragraph, lines=(line,), align="", first=None, left=None)
