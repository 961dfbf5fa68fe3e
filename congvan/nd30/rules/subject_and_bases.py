"""Type and trích yếu (5a), V/v (5b), legal bases (6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.decree.kinds import KINDS
from congvan.fonts.times_metrics import SINGLE
from congvan.messages import Message
from congvan.nd30.components.body import BASIS
from congvan.nd30.components.document import Part
from congvan.nd30.model.kinds import symbol_kind
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import (
    ERROR,
    MISSING,
    NO_PLACES,
    WARNING,
    Answer,
    NotApplicable,
    NotEvaluated,
    broken,
    points,
    rule,
)
from congvan.nd30.rules.number_and_symbol import DRAFT, symbol
from congvan.nd30.rules.ruled_lines import rule_length, rules_under, underlined
from congvan.nd30.rules.typography import is_upper

RUNS_ON = Message("nd30.last-legal-basis")


def off_middle(part: Part, paragraph: Paragraph, slack: float = 6.0) -> bool | None:
    """Whether a line that belongs in the middle of the text width isn't; None where it can't be told."""
    if paragraph.box is not None:
        if paragraph.align == "centre":
            return False
        page = next((p for p in part.view.pages if p.number == paragraph.page), None)
        if page is None:
            return None
        left = page.left if page.left is not None else 30.0
        right = page.right if page.right is not None else 15.0
        return abs(paragraph.box.centre - (left + page.width - right) / 2) > slack
    return paragraph.align != "centre" if paragraph.align else None


def _middle(part: Part, paragraphs: list[Paragraph]) -> Iterator[Answer]:
    if not paragraphs:
        yield NotApplicable(MISSING)
        return
    for paragraph in paragraphs:
        off = off_middle(part, paragraph)
        if off is None:
            yield NotEvaluated(NO_PLACES)
            return
        if off:
            yield broken(paragraph, text=paragraph.text[:60])
            return


@rule(
    "TEN-LOAI-PRESENT",
    "PL I/I/II.5",
    ERROR,
    right=("THÔNG BÁO",),
    wrong=("",),
    absence=True,
)
def ten_loai_present(part: Part) -> Iterator[Answer]:
    """Every kind but công văn and thư công carries its name as a heading."""
    kind = symbol_kind(symbol(part))
    if part.number is None or not kind or part.about:
        yield NotApplicable(MISSING)
    elif part.heading is None:
        yield broken(part.number, kind=KINDS[kind].name, heading=KINDS[kind].name.upper())


@rule(
    "TEN-LOAI-CENTRED",
    "PL I/I/II.5.b",
    ERROR,
    right=("centred",),
    wrong=("flush left",),
)
def ten_loai_centred(part: Part) -> Iterator[Answer]:
    """The type's name is centred across the text."""
    yield from _middle(part, [part.heading] if part.heading else [])


@rule(
    "TRICH-YEU-PRESENT",
    "PL I/I/II.5.b",
    ERROR,
    right=("Về công tác phòng, chống lụt bão",),
    wrong=("",),
    absence=True,
)
def trich_yeu_present(part: Part) -> Iterator[Answer]:
    """A trích yếu follows the type; sheets 1.8 and 1.10 (letters of introduction, leave papers) have none."""
    if part.heading is None or part.kind in (
        "giay-gioi-thieu",
        "giay-nghi-phep",
        "giay-moi",
        "phieu-gui",
        "phieu-chuyen",
        "phieu-bao",
        "hop-dong",
        "giay-uy-quyen",
        "ban-ghi-nho",
        "ban-thoa-thuan",
    ):
        yield NotApplicable(MISSING)
    elif not part.title:
        yield broken(part.heading, text=part.heading.text)


@rule(
    "TRICH-YEU-CENTRED",
    "PL I/I/II.5.b",
    ERROR,
    right=("centred",),
    wrong=("justified",),
)
def trich_yeu_centred(part: Part) -> Iterator[Answer]:
    """The trích yếu is centred right under the type."""
    yield from _middle(part, part.title)


@rule(
    "TRICH-YEU-RULE",
    "PL I/I/II.5.b",
    ERROR,
    right=("a line 1/3 to 1/2 as long as the line above it",),
    wrong=("no line",),
)
def trich_yeu_rule(part: Part) -> Iterator[Answer]:
    """A solid rule of a third to half of the line's length is centred under the trích yếu."""
    if part.heading is None or not part.title:
        yield NotApplicable(MISSING)
        return
    if sum(c.isalpha() for c in part.title_text) < 5:
        yield NotEvaluated(DRAFT)
        return
    if underlined(part.title):
        yield broken(part.title[-1], found=Message("nd30.text-underlined-instead"))
        return
    after = next((p for p in part.view.paragraphs if p.ordinal == part.title[-1].ordinal + 1), None)
    if part.attached and after is not None and after.text.startswith("("):
        yield NotApplicable(MISSING)  # the rule stands under the bracket (sheet 1.3)
        return
    yield from rule_length(
        part,
        part.title,
        (part.heading, *part.title, after if not part.view.laid_out else None),
        1 / 3 - 0.06,
        0.5 + 0.06,
        head=False,
    )


@rule(
    "VV-PRESENT",
    "PL I/I/II.5.b",
    ERROR,
    right=("V/v nâng bậc lương năm 2019",),
    wrong=("",),
    absence=True,
)
def vv_present(part: Part) -> Iterator[Answer]:
    """A công văn's trích yếu is under its number, after "V/v"."""
    if part.kind != "cong-van" or part.number is None:
        yield NotApplicable(MISSING)
    elif not part.about and part.heading is None:
        yield broken(part.number)


@rule(
    "VV-WORD",
    "PL I/I/II.5.b",
    ERROR,
    right=("V/v nâng bậc lương",),
    wrong=("Về việc nâng bậc lương", "v/v nâng bậc lương", "V/V nâng bậc lương"),
)
def vv_word(part: Part) -> Iterator[Answer]:
    """The trích yếu of a công văn follows the sign "V/v", without a colon."""
    if not part.about:
        yield NotApplicable(MISSING)
    elif not re.match(r"^V/v(?=\s)", part.about_text) and not is_upper(part.about_text):
        yield broken(part.about[0], text=part.about_text[:10])


@rule(
    "VV-RULE",
    "PL I/I/II.5.b",
    ERROR,
    right=("no line",),
    wrong=("a line under V/v",),
)
def vv_rule(part: Part) -> Iterator[Answer]:
    """There is no rule under the V/v line, and its text is not underlined."""
    if not part.about:
        yield NotApplicable(MISSING)
        return
    marks = [m.box for m in part.marks if m.box is not None]
    strokes = [
        s
        for s in rules_under(part, part.about, part.about, 7.0)
        if s.length < 90 and not any(m.y0 - 4 < s.y < m.y1 + 4 for m in marks)  # the frame of a mark
    ]
    if underlined(part.about) or strokes:
        yield broken(part.about[-1])


@rule(
    "VV-CENTRED",
    "PL I/I/II.5.b",
    ERROR,
    right=("centred",),
    wrong=("flush left",),
)
def vv_centred(part: Part) -> Iterator[Answer]:
    """The V/v line is centred under number and symbol."""
    if not part.about or part.number is None:
        yield NotApplicable(MISSING)
        return
    first = part.about[0]
    if re.search(r"[.…]{4,}", part.about_text):
        yield NotEvaluated(DRAFT)
    elif first.box is not None:
        boxes = [p.box for p in part.about if p.box is not None]
        if len(boxes) > 1 and max(b.width for b in boxes) - min(b.width for b in boxes) > 8:
            lefts, centres = [b.x0 for b in boxes], [b.centre for b in boxes]
            if max(centres) - min(centres) > 4 and max(lefts) - min(lefts) < 2:
                yield broken(first)
        elif part.issuer and part.issuer[-1].box and abs(first.box.centre - part.issuer[-1].box.centre) > 14:
            yield broken(first)
    elif first.align not in ("centre", ""):
        yield broken(first)


@rule(
    "VV-GAP",
    "PL I/I/II.5.b",
    WARNING,
    right=("6 pt",),
    wrong=("0 pt",),
)
def vv_gap(part: Part) -> Iterator[Answer]:
    """The V/v line is 6 pt under the number. A larger gap is accepted, a smaller one is a finding."""
    if not part.about or part.number is None:
        yield NotApplicable(MISSING)
        return
    first, number = part.about[0], part.number
    if first.box is not None and number.box is not None:
        gap = (first.lines[0].baseline - number.lines[-1].baseline) * 72 / 25.4 - SINGLE * 13
        if gap < 3.0:
            yield broken(first, found=points(round(max(gap, 0), 1)))
    elif first.ordinal == number.ordinal:
        yield broken(first, found="0")
    elif first.cell is not None and number.cell is not None and first.cell != number.cell:
        yield NotEvaluated(NO_PLACES)
    elif (first.before or 0.0) < 4.5:
        yield broken(first, found=points(first.before or 0.0))


@rule(
    "CAN-CU-SEMICOLON",
    "PL I/I/II.6.a",
    ERROR,
    right=("Căn cứ Luật Ngân sách nhà nước;",),
    wrong=("Căn cứ Luật Ngân sách nhà nước.",),
)
def can_cu_semicolon(part: Part) -> Iterator[Answer]:
    """Each basis is on its own line and ends with a semicolon, except the last."""
    if not part.bases:
        yield NotApplicable(MISSING)
    for basis in part.bases[:-1]:
        if not basis.text.endswith(";"):
            yield broken(basis, text=basis.text[:50])


@rule(
    "CAN-CU-STOP",
    "PL I/I/II.6.a",
    ERROR,
    right=("Theo đề nghị của Chánh Văn phòng.",),
    wrong=("Theo đề nghị của Chánh Văn phòng;",),
)
def can_cu_stop(part: Part) -> Iterator[Answer]:
    """The last basis ends with a full stop."""
    if not part.bases:
        yield NotApplicable(MISSING)
    elif part.command is None and part.body and BASIS.match(part.body[0].text):
        yield NotEvaluated(RUNS_ON)
    elif not part.bases[-1].text.endswith(".") and not re.search(r"\.{4,}|…", part.bases[-1].text):
        yield broken(part.bases[-1], text=part.bases[-1].text[:50])


RULES = (
    ten_loai_present,
    ten_loai_centred,
    trich_yeu_present,
    trich_yeu_centred,
    trich_yeu_rule,
    vv_present,
    vv_word,
    vv_rule,
    vv_centred,
    vv_gap,
    can_cu_semicolon,
    can_cu_stop,
)
