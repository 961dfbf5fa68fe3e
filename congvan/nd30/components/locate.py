"""Locate the documents of a view and their components (boxes 1 to 14 of PL I/I/IV).

Why a step of its own: rules then ask for "the issuing body's size", not for its position. A component is recognised
by its text first and by its position second, so that a misplaced one is still found. One not found is None or empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.components.appendices import take_appendices
from congvan.nd30.components.body import fill_body
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.foot import is_appendix_label, is_name, is_recipients_label
from congvan.nd30.components.head import fill_head
from congvan.nd30.components.issuing_bodies import names_body
from congvan.nd30.components.measures import bold_share
from congvan.nd30.components.patterns import (
    ACCOMPANYING_LINE,
    DATE,
    GREETING,
    MARKS,
    MOTTO,
    NATIONAL_NAME,
    NUMBER,
    OTHER_HEADS,
    is_national_name,
    matches_nearly,
)
from congvan.nd30.model.kinds import fold, heading_kind
from congvan.nd30.model.view import Paragraph, StyledRun, View

_NORMATIVE = re.compile(
    r"/\s*(?:19|20)\d\d/(?:NĐ-CP|QĐ-TTg|TT-|TTLT-|NQ-CP|NQLT|NQ-HĐND|QĐ-UBND|QĐ-KTNN|QH\d|UBTVQH\d|L-CTN)"
)
"""Symbols of normative acts, whose number includes the year; other decrees prescribe their form."""


def locate_components(view: View) -> list[DocumentComponents]:
    """Locate the documents of a view; a file without Quốc hiệu is one document without a head."""
    flow = split_columns([n for p in view.paragraphs if p.region in ("body", "textbox") for n in split_breaks(p)])
    flow, duplicates = split_duplicates(flow)
    heads = [i for i, p in enumerate(flow) if is_national_name(p) and not _in_ruled_row(flow, i)]
    overlay = [p for p in view.paragraphs if p.region == "overlay"]
    if not heads:
        document = DocumentComponents(view)
        if any(fold(p.text) in OTHER_HEADS for p in flow[:12]):
            document.out_of_scope = "party"
            return [document]
        document.motto = next((p for p in flow[:12] if len(p.text) < 50 and matches_nearly(p.text, MOTTO)), None)
        begins = any(is_appendix_label(p) or ACCOMPANYING_LINE.match(p.text) for p in flow[:6])
        if document.motto is None and (begins or not any(_shows_document(p) for p in flow)):
            document.is_attached = True
            take_appendices(document, flow)
            document.out_of_scope = "" if document.appendices else "no-document"
            return [document]
        taken = fill_head(document, flow[:25], overlay, document.motto)
        fill_body(document, [p for p in flow if id(p) not in taken])
        return [document]
    if _is_private_paper(flow, heads[0], view):
        return [DocumentComponents(view, out_of_scope="private")]
    heads, starts = _without_repeated_heads(heads, [_start_of_head(flow, h, view) for h in heads])
    documents = []
    for k, (head, start) in enumerate(zip(heads, starts, strict=True)):
        end = starts[k + 1] if k + 1 < len(starts) else len(flow)
        own = flow[start if k else 0 : end]
        document = DocumentComponents(view, index=k, national_name=flow[head])
        taken = fill_head(document, own, overlay, flow[head])
        before = start if k == 0 else 0  # a cover page before the head is not part of the document
        rest = [p for p in own[before:] if id(p) not in taken]
        document.is_attached = document.number is None and (k > 0 or _accompanies(rest))
        fill_body(document, rest)
        documents.append(document)
    if _NORMATIVE.search(documents[0].number_text):
        return [DocumentComponents(view, out_of_scope="normative")]
    documents[0].duplicates += duplicates
    documents[0].marks += [p for p in view.paragraphs if p.region == "header" and MARKS.match(p.text)]
    return documents


def _accompanies(rest: Sequence[Paragraph]) -> bool:
    """Return whether a document alone in its file says below its heading that it comes with another."""
    return any(ACCOMPANYING_LINE.match(line.text.strip()) for p in rest[:8] for line in p.lines)


def _without_repeated_heads(heads: Sequence[int], starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return heads and their starts, without a Quốc hiệu that repeats inside the previous head."""
    kept = [
        (head, start)
        for k, (head, start) in enumerate(zip(heads, starts, strict=True))
        if k == 0 or start > heads[k - 1]
    ]
    return [head for head, _start in kept], [start for _head, start in kept]


def _in_ruled_row(flow: Sequence[Paragraph], at: int) -> bool:
    """Return whether a paragraph is in a row of a ruled table: an example shown in a table, not a head."""
    own = flow[at]
    near = [p for p in flow[max(0, at - 8) : at + 8] if p.cell is not None and p.cell.ruled]
    if own.box is None:  # a head set in a table with lines has two columns
        table = own.cell.table if own.cell is not None else 0
        return any(p.cell is not None and p.cell.table == table and p.cell.column > 2 for p in near)
    return any(p.page == own.page and p.box and abs(p.box.y0 - own.box.y0) < 4 for p in near)


def _is_private_paper(flow: Sequence[Paragraph], at: int, view: View) -> bool:
    """Return whether the Quốc hiệu is alone at the top and no number follows: an application, a form, a contract."""
    national_name = flow[at]
    zone = flow[at + 1 : at + 12]
    if national_name.box is not None:
        page = next(p for p in view.pages if p.number == national_name.page)
        alone = abs(national_name.box.centre - page.width / 2) < 16 and not any(
            p.page == national_name.page
            and p.box
            and p.box.y0 < national_name.box.y0 + 12
            and p.box.x1 < national_name.box.x0
            for p in flow
        )
    else:
        alone = (
            national_name.cell is None
            and national_name.region == "body"
            and national_name.align == "centre"
            and at == 0
        )
    listed = any(_shows_document(p) or heading_kind(p.text) for p in flow)
    return alone and not listed and not any(NUMBER.match(p.text) for p in zone)


def _shows_document(paragraph: Paragraph) -> bool:
    """Return whether a line shows that a file without Quốc hiệu is a document: a number line or Nơi nhận."""
    if paragraph.cell is not None and paragraph.cell.ruled:
        return False
    text = paragraph.text
    return bool(re.match(r"^Nơi nhận\s*:?$", text, re.I) or (NUMBER.match(text) and "/" in text and len(text) < 40))


def _start_of_head(flow: Sequence[Paragraph], head: int, view: View) -> int:
    """Return the index where the head begins: the left column and marks may precede the Quốc hiệu in reading order."""
    national_name = flow[head]
    start = head
    while start > 0 and head - start < 8:
        above = flow[start - 1]
        if (
            (above.cell is not None and national_name.cell is not None and above.cell.table == national_name.cell.table)
            or (view.laid_out and above.page == national_name.page and _close_above(above, national_name))
            or (not view.laid_out and national_name.cell is None and above.text.isupper() and len(above.text) < 60)
        ):
            start -= 1
        else:
            break
    return start


def _close_above(above: Paragraph, national_name: Paragraph) -> bool:
    if above.box is None or national_name.box is None:
        return False
    return above.box.y0 > national_name.box.y0 - 9 and above.box.centre < national_name.box.x0


# Take out repeated lines of the head before components are located.


def split_duplicates(flow: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs without repeated component lines, and the repeated lines.

    Of two Quốc hiệu the upper one is taken out, of other lines the lower one, so that the kept ones stay adjacent.
    """
    heads = [i for i, p in enumerate(flow) if is_national_name(p)]
    duplicates = []
    for i, paragraph in enumerate(flow):
        in_head = any(abs(i - head) < 9 for head in heads)
        for above in flow[max(0, i - 3) : i]:
            if _is_duplicate(above, paragraph, in_head):
                duplicates.append(above if is_national_name(above) else paragraph)
    duplicate_ids = {id(p) for p in duplicates}
    return [p for p in flow if id(p) not in duplicate_ids], duplicates


def _is_duplicate(above: Paragraph, paragraph: Paragraph, in_head: bool) -> bool:
    """Return whether a paragraph repeats the component line right above it in the same column."""
    text = paragraph.text
    if text != above.text or len(text) > 120 or (paragraph.cell is not None and paragraph.cell.ruled):
        return False
    if paragraph.box is not None and above.box is not None:
        down = paragraph.box.y0 - above.box.y0
        if paragraph.page != above.page or not 2 < down < 15 or abs(paragraph.box.centre - above.box.centre) > 12:
            return False
    elif paragraph.cell != above.cell or (paragraph.cell is None and paragraph.ordinal > above.ordinal + 1):
        return False
    if names_body(text) and (bold_share(above) > 0.5) != (bold_share(paragraph) > 0.5):
        return False  # the superior body's name begins as the issuing body's: ỦY BAN NHÂN DÂN / TỈNH …, … / XÃ …
    titular = bold_share(paragraph) > 0.9 and paragraph.align == "centre" and sum(c.isalpha() for c in text) > 15
    if titular or heading_kind(text) or GREETING.match(text) or is_recipients_label(paragraph):
        return True
    dated = DATE.search(text) is not None and re.search(r"\d{4}$", text) is not None
    numbered = NUMBER.match(text) is not None and "/" in text
    return in_head and (
        is_national_name(paragraph) or matches_nearly(text, MOTTO) or dated or numbered or names_body(text)
    )


# Split paragraphs that hold several components: two columns set with tabs or spaces, lines parted by breaks.

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
