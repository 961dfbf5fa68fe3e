"""Quốc hiệu, Tiêu ngữ and the bodies' names (boxes 1 and 2): text, position, spacing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from congvan.core.fonts.times_metrics import SINGLE
from congvan.core.messages import Figures, Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import is_set_off_centre, main_size
from congvan.nd30.model.kinds import CONTRACTS
from congvan.nd30.model.view import Paragraph
from congvan.nd30.model.widths import text_width
from congvan.nd30.rules.base import (
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    format_points,
    violation,
)

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FREE_WIDTH_SLACK = 3.0  # mm a flush line may leave free in its cell and still look centred


def quoc_hieu_present(document: DocumentComponents) -> Iterator[Answer]:
    """Every administrative document has the Quốc hiệu. A form, list or cover without a number, motto or Nơi nhận of its
    own is not such a document."""
    if document.national_name is None:
        own = (
            document.motto
            or (document.number is not None and document.recipients_label)
            or (document.recipients_label and document.authority)
        )
        yield (
            violation(document.motto or document.number or document.recipients_label)
            if own
            else NotApplicable(Message("nd30.administrative-document-own"))
        )


def quoc_hieu_text(document: DocumentComponents) -> Iterator[Answer]:
    """The words are fixed; HÒA and HOÀ are both accepted, as the decree itself writes both."""
    if document.national_name is None:
        yield NotApplicable(MISSING)
    elif document.national_name.text.upper() not in NATION:
        yield violation(document.national_name, text=document.national_name.text)


def quoc_hieu_place(document: DocumentComponents) -> Iterator[Answer]:
    """It is at the top, on the right half of the first page, beside the issuing body."""
    national_name = document.national_name
    if national_name is None:
        yield NotApplicable(MISSING)
    elif national_name.box is not None:
        page = next((p for p in document.view.pages if p.number == national_name.page), None)
        if page is not None and national_name.box.centre < page.width * 0.52:
            yield violation(national_name)
    elif national_name.cell is not None:
        if (
            national_name.cell.column == 1
            and document.issuer
            and document.issuer[0].cell
            and document.issuer[0].cell.column > 1
        ):
            yield violation(national_name)
    else:
        yield NotEvaluated(NO_LAYOUT)


def tieu_ngu_present(document: DocumentComponents) -> Iterator[Answer]:
    """The motto is under the Quốc hiệu."""
    if document.national_name is None:
        yield NotApplicable(MISSING)
    elif document.motto is None:
        yield violation(document.national_name)


def tieu_ngu_text(document: DocumentComponents) -> Iterator[Answer]:
    """Capitals only on the first letter of each phrase; the phrases are joined by a hyphen (not a dash) with a
    space on each side."""
    if document.motto is None:
        yield NotApplicable(MISSING)
    elif document.motto.text != MOTTO:
        yield violation(document.motto, text=document.motto.text)


def _is_off_centre_under(paragraph: Paragraph, above: Paragraph, slack: float = 5.0) -> bool | None:
    """Return whether a line is off the centre of the one above by more than `slack` mm; None if unknown."""
    if paragraph.box is not None and above.box is not None:
        return abs(paragraph.box.centre - above.box.centre) > slack
    if paragraph.cell is not None and above.cell is not None and paragraph.align and above.align:
        if paragraph.align == "centre":
            return False
        return _fills_no_cell(paragraph) and is_set_off_centre(paragraph, slack)
    return None


def _fills_no_cell(paragraph: Paragraph) -> bool:
    """Return whether a line leaves room in its cell, so that its alignment is seen."""
    assert paragraph.cell is not None
    return paragraph.align == "right" or paragraph.cell.room - text_width(paragraph.runs) > FREE_WIDTH_SLACK


def _check_centred_under(paragraph: Paragraph | None, above: Paragraph | None) -> Iterable[Answer]:
    if paragraph is None or above is None:
        return [NotApplicable(MISSING)]
    size = main_size(above)
    wide = above.box.width * (1 - 13 / size) if above.box is not None and size > 13 else 0.0  # too large: a finding of
    off = _is_off_centre_under(paragraph, above, 5.0 + wide / 2)  # its own, which pushes the line out of its column
    return [NotEvaluated(NO_LAYOUT)] if off is None else [violation(paragraph)] if off else []


def tieu_ngu_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The motto is centred under the Quốc hiệu."""
    yield from _check_centred_under(document.motto, document.national_name)


def tieu_ngu_spacing(document: DocumentComponents) -> Iterator[Answer]:
    """The two lines follow each other at single line spacing."""
    yield from _check_single_spacing(document.national_name, document.motto)


def _check_single_spacing(above: Paragraph | None, below: Paragraph | None) -> Iterable[Answer]:
    if above is None or below is None or above is below:
        return [NotApplicable(MISSING)]
    if above.box is not None and below.box is not None:
        pitch = (below.lines[0].baseline - above.lines[-1].baseline) * 72 / 25.4
        single = SINGLE * max(main_size(above), main_size(below), 1.0)
        return [violation(below, found=Figures(f"{round(pitch, 1):g} pt"))] if pitch > 1.45 * single else []
    if below.spacing is None and below.exact is None:
        return [NotEvaluated(NO_LAYOUT)]
    spacing = max(_declared_spacing(below), _declared_spacing(above) if above.exact is None else 1.0)
    gap = below.before or 0.0
    return (
        [violation(below, found=Figures(f"{round(spacing, 2):g} × + {gap:g} pt"))]
        if spacing > (1.45 if below.exact is not None else 1.2) or gap > 3.1
        else []
    )


def _declared_spacing(paragraph: Paragraph) -> float:
    """Return the line spacing of a DOCX paragraph in lines; a fixed pitch is divided by its font size."""
    if paragraph.exact is not None:
        return paragraph.exact / (SINGLE * max(main_size(paragraph), 1.0))
    return paragraph.spacing or 1.0


def size_coupling(document: DocumentComponents) -> Iterator[Answer]:
    """Sizes of one document rise and fall together; the note gives the two sets. Judged when each size is allowed
    by itself."""
    if document.national_name is None or document.motto is None:
        yield NotApplicable(MISSING)
        return
    sizes = [main_size(p) for p in (document.national_name, document.motto, document.date) if p is not None]
    limits = [(12, 13), (13, 14), (13, 14)]
    if 0.0 in sizes or any(not low - 0.3 <= s <= high + 0.3 for s, (low, high) in zip(sizes, limits, strict=False)):
        yield NotEvaluated(Message("nd30.size-itself-unknown"))
    elif not any(
        all(abs(s - w) < 0.3 for s, w in zip(sizes, wanted, strict=False)) for wanted in ((13, 14, 14), (12, 13, 13))
    ):
        yield violation(document.motto, found=Figures(", ".join(map(format_points, sizes))))


def ban_hanh_present(document: DocumentComponents) -> Iterator[Answer]:
    """The issuing body's name is beside the Quốc hiệu; a contract's parties are named in its text."""
    if document.national_name is None or document.kind in CONTRACTS:
        yield NotApplicable(MISSING)
    elif not document.issuer:
        yield violation(document.national_name)


_UNIT = r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN)"


def ban_hanh_full(document: DocumentComponents) -> Iterator[Answer]:
    """The issuing body's name is its official full name; common phrases are abbreviated in the superior's name alone.
    Judged on people's committees and councils, whose full name is known."""
    if not document.issuer or document.superior_below:
        yield NotApplicable(MISSING)
        return
    first, *others = document.issuer
    if re.match(rf"^(?:UBND|HĐND)(?: {_UNIT}\b|$)", first.text) and all(
        re.match(rf"^{_UNIT}\b", p.text) for p in others
    ):
        yield violation(first, text=" ".join(p.text for p in document.issuer))


def chu_quan_place(document: DocumentComponents) -> Iterator[Answer]:
    """A superior body of a province or a smaller unit is written with that unit's name."""
    if not document.superior:
        yield NotApplicable(MISSING)
        return
    name = " ".join(p.text for p in document.superior)
    if re.fullmatch(rf"(?:UBND|HĐND|(?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN) {_UNIT}", name):
        yield violation(document.superior[-1], text=name)


def ban_hanh_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The issuing body is centred under its superior; a name on several lines is centred line by line."""
    names = [*document.superior, *document.issuer]
    if not names:
        yield NotApplicable(MISSING)
    for paragraph in names:
        others = [n for n in names if n is not paragraph]
        if paragraph.box is None and paragraph.cell is not None and paragraph.align not in ("centre", ""):
            if _fills_no_cell(paragraph) and is_set_off_centre(paragraph, 4.0):
                yield violation(paragraph, text=paragraph.text)
                return
        elif others and _is_off_centre_under(paragraph, others[0], 4.0):
            yield violation(paragraph, text=paragraph.text)
            return


def ban_hanh_spacing(document: DocumentComponents) -> Iterator[Answer]:
    """Superior and issuing body follow each other at single spacing."""
    names = [*document.superior, *document.issuer]
    if len(names) < 2:
        yield NotApplicable(MISSING)
    for above, below in pairwise(names):
        if above.ordinal == below.ordinal:
            continue
        answers = list(_check_single_spacing(above, below))
        if answers:
            yield answers[0]
            return
