"""Locate the components below the head in reading order, from the type to the contact line; căn cứ and body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from congvan.nd30.components.addressees import take_greeting
from congvan.nd30.components.appendices import take_appendices
from congvan.nd30.components.document import DocumentComponents, LocatedSigner, document_kind
from congvan.nd30.components.foot import (
    ends_foot,
    find_foot_start,
    is_recipients_label,
    split_signature_block,
    take_foot,
)
from congvan.nd30.components.heading import take_heading, unlisted_heading
from congvan.nd30.components.measures import bold_share
from congvan.nd30.components.patterns import BASIS, COMMAND, DIVISION
from congvan.nd30.model.kinds import SIGNED_BY_TWO, heading_kind
from congvan.nd30.model.view import PageGeometry, Paragraph

_CITED = re.compile(r"^(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Kế hoạch|Công văn) [^:]+$")
_SMALL_COMMAND = re.compile(r"^(?:Quyết định|Quyết nghị)\s*:$")
_PLACE_AND_DATE = re.compile(r"^[A-ZĐ][^\d:;.]{1,40},\s*ngày\b.{0,20}\btháng\b.{0,15}\bnăm\b.{0,8}$")
_CONTACT = re.compile(r"Điện thoại|ĐT\s*:|Tel|Fax|E-?mail|Website|Địa chỉ\s*:", re.I)


def fill_body(document: DocumentComponents, rest: list[Paragraph]) -> None:
    """Fill in all components below the head from the remaining paragraphs, in reading order."""
    rest = take_co_signers(document, _take_contact(document, rest))
    document.unlisted_heading = unlisted_heading(document, rest)
    end = find_foot_start(document, rest)
    upper, lower = rest[:end], rest[end:]
    lower = take_foot(document, lower, upper)
    at = take_heading(document, upper)
    at = take_greeting(document, upper, at)
    document.kind = document_kind(document)
    if document.unlisted_heading is not None:  # whom it is for is written as its form has it
        document.greeting, document.addressees = None, []
    at = _take_bases(document, upper, at)
    for paragraph in upper[at:]:
        if _PLACE_AND_DATE.match(paragraph.text):
            continue  # above a signature, as on a form
        (document.tables if paragraph.cell is not None else document.body).append(paragraph)
    take_appendices(document, lower)


def _take_contact(document: DocumentComponents, rest: list[Paragraph]) -> list[Paragraph]:
    def is_contact(paragraph: Paragraph) -> bool:
        near_foot = paragraph.page == 1 and paragraph.box is not None and paragraph.box.y0 > 235
        if not near_foot and paragraph.region != "footer":
            return False
        return len(_CONTACT.findall(paragraph.text)) >= (1 if document.contact else 2)

    document.contact = [p for p in document.view.paragraphs if p.region == "footer" and _CONTACT.search(p.text)]
    kept = []
    for paragraph in rest:
        if is_contact(paragraph):
            document.contact.append(paragraph)
        else:
            kept.append(paragraph)
    return kept


def _is_dotted_line(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a line of dots to be filled in."""
    return bool(re.fullmatch(r"[\s.…_;]{6,}", paragraph.text))


def _take_bases(document: DocumentComponents, upper: Sequence[Paragraph], at: int) -> int:
    command = next((i for i, p in enumerate(upper[at : at + 40], at) if _is_command(p)), None)
    start = next((i for i in range(at, min(at + 4, len(upper))) if _without_dash(upper[i]).startswith("Căn cứ")), None)
    if command is not None and document.kind in ("quyet-dinh", "nghi-quyet"):
        document.misplaced_bases = [
            p for p in takewhile(lambda p: not DIVISION.match(p.text), upper[command + 1 :]) if _is_misplaced_basis(p)
        ]
    if command is not None and start is not None and start < command:
        document.bases = [
            p
            for p in upper[start:command]
            if (BASIS.match(_without_dash(p)) and len(p.text) > 12) or _is_dotted_line(p)
        ]
        document.command = upper[command]
        document.adopter += [p for p in upper[at:start] if p.text.isupper()]
        return command + 1
    if command is not None and document.kind in ("quyet-dinh", "nghi-quyet"):
        document.command = upper[command]
    if start is None:
        return at
    run: list[Paragraph] = []
    for paragraph in upper[start:]:
        if not _is_next_basis(paragraph, run):
            break
        run.append(paragraph)
    listed = sum(1 for p in run if p.text.endswith(";"))
    if listed and (len(run) > 1 or all(p.text.endswith(";") for p in run)):
        document.bases = run
        return start + len(run)
    return at


def _is_command(paragraph: Paragraph) -> bool:
    """Return whether a line is the enacting word, also in small letters by mistake."""
    small = _SMALL_COMMAND.match(paragraph.text) is not None and bold_share(paragraph) > 0.9
    return COMMAND.match(paragraph.text) is not None or (small and paragraph.align in ("centre", ""))


def _is_misplaced_basis(paragraph: Paragraph) -> bool:
    """Return whether a paragraph below the enacting word is a legal basis, in italics or ending with a semicolon."""
    slanted = all(r.italic for r in paragraph.ink)
    return _without_dash(paragraph).startswith("Căn cứ ") and (slanted or paragraph.text.endswith(";"))


def _without_dash(paragraph: Paragraph) -> str:
    """Return the text of a legal basis without the dash that some offices put before it."""
    return re.sub(r"^[-–]\s*", "", paragraph.text)


def _is_next_basis(paragraph: Paragraph, run: Sequence[Paragraph]) -> bool:
    """Return whether a paragraph is one more legal basis, not the transition to the text ("… như sau:")."""
    text = _without_dash(paragraph)
    if not run or text.startswith("Căn cứ"):
        return not (run and text.endswith(":"))
    if BASIS.match(text):
        return text.endswith(";") or (text.endswith(".") and run[-1].text.endswith(";"))
    return text.endswith(";") and run[-1].text.endswith(";") and _CITED.match(text) is not None


# Locate signers side by side above Nơi nhận: secretary and chair of minutes, parties of a contract (sheet 1.9).

Columns = list[list[Paragraph]]


def take_co_signers(document: DocumentComponents, rest: list[Paragraph]) -> list[Paragraph]:
    """Fill in the co-signers and return the remaining paragraphs; all of them unless two or more are certain.

    They are certain where columns of short lines begin in capitals and end with names.
    """
    if not document.jointly_issued and not any(heading_kind(p.text) in SIGNED_BY_TWO for p in rest[:6]):
        return rest
    end = next((i for i, p in enumerate(rest) if i > 3 and (is_recipients_label(p) or ends_foot(p))), len(rest))
    laid_out = end > 0 and rest[end - 1].box is not None
    columns = _columns_on_page(document, rest[:end]) if laid_out else _columns_in_table(rest[:end])
    signers = [LocatedSigner(*split_signature_block(block)) for side in columns for block in _signature_blocks(side)]
    if (
        len(columns) < 2
        or not all(s.authority and s.name for s in signers)
        or not any(s.authority[0].text.isupper() for s in signers)
    ):
        return rest
    document.co_signers = signers
    taken = {id(p) for side in columns for p in side}
    return [p for p in rest if id(p) not in taken]


def _signature_blocks(column: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Split a column into the blocks of its signers, each ending with a name.

    Lines without title or name belong to the block above; of a repeated name (first as a stamp) the last one counts.
    """
    chunks: list[list[Paragraph]] = [[]]
    for paragraph in column:
        chunks[-1].append(paragraph)
        if split_signature_block([paragraph])[1] is not None:
            chunks.append([])
    blocks: list[list[Paragraph]] = []
    for chunk in chunks:
        authority, name = split_signature_block(chunk)
        if not blocks or (authority and name is not None):
            blocks.append(chunk)
        else:
            blocks[-1] = [*(blocks[-1][:-1] if name is not None else blocks[-1]), *chunk]
    return blocks


def _columns_on_page(document: DocumentComponents, above: Sequence[Paragraph]) -> Columns:
    """Group short lines of a page into columns, from the first level pair on, each by the nearest centre."""
    page = next((p for p in document.view.pages if p.number == above[-1].page), None)
    start = len(above)
    while page is not None and start > 0 and _fits_column(above[start - 1], page):
        start -= 1
    lines = [p for p in above[start:] if page is not None and p.box is not None]
    while len(lines) > 1 and not _on_same_line(lines[0], lines[1]):
        del lines[0]
    tops = [p.box.centre for p in lines if p.box is not None and (p is lines[0] or _on_same_line(lines[0], p))]
    columns: Columns = [[] for _top in tops]
    for paragraph in lines:
        if paragraph.box is not None:
            distances = [abs(paragraph.box.centre - top) for top in tops]
            columns[distances.index(min(distances))].append(paragraph)
    return columns


def _fits_column(paragraph: Paragraph, page: PageGeometry) -> bool:
    """Return whether a line fits in one of two or three columns."""
    box = paragraph.box
    if box is None or paragraph.page != page.number or paragraph.cell is not None or len(paragraph.text) > 70:
        return False
    return box.x1 < page.width / 2 + 5 or box.x0 > page.width / 2 - 5 or box.width < page.width / 3


def _on_same_line(one: Paragraph, other: Paragraph) -> bool:
    if one.box is None or other.box is None or abs(one.box.y0 - other.box.y0) > 2.5:
        return False
    return one.box.x1 < other.box.x0 or other.box.x1 < one.box.x0


def _columns_in_table(above: Sequence[Paragraph]) -> Columns:
    """Return the columns of the table without borders that precedes directly."""
    cells: list[Paragraph] = []
    for paragraph in reversed(above):
        cell = paragraph.cell
        if cell is None or cell.ruled or (cells and cells[0].cell is not None and cell.table != cells[0].cell.table):
            break
        cells.insert(0, paragraph)
    columns = sorted({p.cell.column for p in cells if p.cell is not None})
    return [[p for p in cells if p.cell is not None and p.cell.column == column] for column in columns]
