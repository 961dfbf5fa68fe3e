"""The components below the head: type and trích yếu, Kính gửi, căn cứ, body, foot, appendices, contact line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from congvan.decree.kinds import KINDS
from congvan.nd30.components.co_signers import take_pair
from congvan.nd30.components.document import Appendix, Part, bold_share, kind_of
from congvan.nd30.components.foot import COPY_WORDS, foot_start, is_label, items_of, take_foot
from congvan.nd30.components.head import GREETING
from congvan.nd30.model.kinds import fold, heading_kind, symbol_kind
from congvan.nd30.model.view import Paragraph

BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét |Trên cơ sở|Sau khi|Thực hiện|Theo )")
_CITED = re.compile(r"^(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Kế hoạch|Công văn) [^:]+$")
_COMMAND = re.compile(r"^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ|YÊU CẦU)\s*:?$")
ACCOMPANY = re.compile(r"^\(\s*(?:ban hành\s+)?k[èe]m theo", re.I)
_CONTACT = re.compile(r"Điện thoại|ĐT\s*:|Tel|Fax|E-?mail|Website|Địa chỉ\s*:", re.I)


def fill_body(part: Part, rest: list[Paragraph]) -> None:
    """Fills everything below the head from the paragraphs that the head left over, in reading order."""
    rest = take_pair(part, _take_contact(part, rest))
    end = foot_start(part, rest)
    upper, lower = rest[:end], rest[end:]
    lower = take_foot(part, lower, upper)
    at = _take_heading(part, upper)
    at = _take_greeting(part, upper, at)
    part.kind = kind_of(part)
    at = _take_bases(part, upper, at)
    for paragraph in upper[at:]:
        (part.tables if paragraph.cell is not None else part.body).append(paragraph)
    _take_appendices(part, lower)


def fill_attachment(part: Part, flow: Sequence[Paragraph]) -> None:
    """A file that is no document of its own: a form, a list, an appendix printed by itself."""
    _take_appendices(part, flow)


def _take_contact(part: Part, rest: list[Paragraph]) -> list[Paragraph]:
    def foot(paragraph: Paragraph) -> bool:
        low = paragraph.page == 1 and paragraph.box is not None and paragraph.box.y0 > 235
        if not low and paragraph.region != "footer":
            return False
        return len(_CONTACT.findall(paragraph.text)) >= (1 if part.contact else 2)

    part.contact = [p for p in part.view.paragraphs if p.region == "footer" and _CONTACT.search(p.text)]
    kept = []
    for paragraph in rest:
        if foot(paragraph):
            part.contact.append(paragraph)
        else:
            kept.append(paragraph)
    return kept


# --- type, Kính gửi, căn cứ -----------------------------------------------------------------------------------------


def _take_heading(part: Part, upper: Sequence[Paragraph]) -> int:
    at = next((i for i, p in enumerate(upper[:6]) if _is_heading(p)), None)
    if at is None:
        at = next((i for i, p in enumerate(upper[:6]) if _names_kind(p, part)), None)
    if at is None:
        return 0
    part.heading = upper[at]
    at += 1
    while at < len(upper) and at < 14:
        paragraph = upper[at]
        text = paragraph.text
        goes_on = text.endswith(":") and at + 1 < len(upper) and _bold_middle(paragraph) and _bold_middle(upper[at + 1])
        if (
            GREETING.match(text)
            or _COMMAND.match(text)
            or ACCOMPANY.match(text)
            or (BASIS.match(text) and bold_share(paragraph) < 0.5)
            or (text.endswith(":") and not goes_on)
            or not _titular(paragraph, part)
        ):
            break
        below = upper[at + 1].text if at + 1 < len(upper) else ""
        if text.isupper() and len(text) > 6 and (part.title or (_adopts(text) and below.startswith("Căn cứ"))):
            break
        part.title.append(paragraph)
        at += 1
    while at < len(upper) and upper[at].text.isupper() and _centred(upper[at]) and not _COMMAND.match(upper[at].text):
        if re.match(r"^(?:[IVX]+\.|CHƯƠNG|PHẦN|MỤC)", upper[at].text):
            break
        part.adopter.append(upper[at])
        at += 1
    return at


def _names_kind(paragraph: Paragraph, part: Part) -> bool:
    """Whether a line in capitals begins with the kind that the symbol tells: "CHƯƠNG TRÌNH HÀNH ĐỘNG"."""
    kind = symbol_kind(part.number_text.partition("/")[2])
    starts = bool(kind) and paragraph.text.startswith(f"{KINDS[kind].name.upper()} ")
    return starts and paragraph.text.isupper() and len(paragraph.text) < 70


def _adopts(text: str) -> bool:
    """Whether a line in capitals names who adopts the document."""
    return re.match(r"(?:VỀ|V/V)\b", text) is None


def _is_heading(paragraph: Paragraph) -> bool:
    """Whether a line is a type's name, and not the word with a colon by which a decision commands."""
    if not heading_kind(paragraph.text) or (_COMMAND.match(paragraph.text) and paragraph.text.endswith(":")):
        return False
    return paragraph.text.isupper() or _centred(paragraph)


def _centred(paragraph: Paragraph) -> bool:
    return paragraph.align in ("centre", "")


_DIVISION = re.compile(r"^(?:[IVX]+\.|\d+\.|Điều \d|(?:Chương|Phần) [IVX\d])")


def _bold_middle(paragraph: Paragraph) -> bool:
    """Whether a line is set as a trích yếu is, so that a colon at the end of the one above may stand inside it."""
    return paragraph.align == "centre" and bold_share(paragraph) > 0.9 and not paragraph.text.isupper()


def _titular(paragraph: Paragraph, part: Part) -> bool:
    if paragraph.cell is not None or len(paragraph.text) > 400 or _DIVISION.match(paragraph.text):
        return False
    if paragraph.box is not None:  # on a page: centred lines right under the type
        if not part.title and bold_share(paragraph) > 0.9 and len(paragraph.lines) < 3:
            return True
        return paragraph.align == "centre" and (
            not part.title or bold_share(paragraph) > 0.5 or bold_share(part.title[0]) < 0.5
        )
    return paragraph.align == "centre" or (not part.title and bold_share(paragraph) > 0.9)


def _take_greeting(part: Part, upper: Sequence[Paragraph], at: int) -> int:
    found = next((i for i, p in enumerate(upper[: at + 10]) if GREETING.match(p.text)), None)
    if found is None and part.about:
        found = next((i for i, p in enumerate(upper) if _SALUTES.match(p.text) and p.cell is None), None)
    if found is None:
        return _take_receivers(part, upper, at, [])
    if found < at and part.heading is None:
        return at
    part.greeting, index = _whole_greeting(upper[found], upper, found + 1)
    part.before = [p for p in upper[at:found] if _runs(p)]
    part.body += part.before
    index = _take_receivers(part, upper, index, [])
    if index < len(upper) and upper[index].text == upper[found].text:  # with its receivers once more
        part.twice.append(upper[index])
        index = _take_receivers(part, upper, index + 1, [])
    return max(at, index)


_SALUTES = re.compile(r"^Kính gửi\s*:", re.I)


def _runs(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a sentence of the text, not a line of a title."""
    long = len(paragraph.text) > 90 and paragraph.text.endswith((".", ";", ":"))
    return long and paragraph.cell is None and paragraph.align != "centre"


def _take_receivers(part: Part, upper: Sequence[Paragraph], index: int, items: list[Paragraph]) -> int:
    """Takes the list under Kính gửi, and returns the index after it; a list whose Kính gửi is lost stands deep."""
    start = index
    while index < len(upper) and len(items) < 60:
        paragraph = upper[index]
        dashed = re.match(r"^[-–—+•*]", paragraph.text) and (part.greeting is not None or _deep(paragraph))
        if (
            not dashed
            and not _wraps(paragraph, items)
            and not _deep(paragraph)
            and not _under(part.greeting, paragraph, items)
        ) or GREETING.match(paragraph.text):
            break
        items.append(paragraph)
        index += 1
        closed = items[-1].text.endswith(".") and not (index < len(upper) and _same_column(items[0], upper[index]))
        if closed:
            break
    if part.greeting is None and (len(items) < 2 or part.heading is not None):
        return start
    part.receivers = items_of(items)
    return index


def _deep(paragraph: Paragraph) -> bool:
    """Whether a paragraph of a DOCX stands in the column of receivers, far right of where text begins."""
    if paragraph.box is not None or paragraph.cell is not None or paragraph.align not in ("left", "justify"):
        return False
    return min(paragraph.left or 0.0, paragraph.first or 0.0) > 20 and len(paragraph.text) < 400


def _same_column(first: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a further dashed line stands in the column of the list, not in the body's."""
    if not re.match(r"^[-–—+•*]", paragraph.text):
        return False
    if first.box is not None and paragraph.box is not None:
        return abs(first.box.x0 - paragraph.box.x0) < 2
    return first.left == paragraph.left and first.first == paragraph.first and first.cell == paragraph.cell


def _wraps(paragraph: Paragraph, items: Sequence[Paragraph]) -> bool:
    if not items or items[-1].text.rstrip().endswith((".", ";")):
        return False
    first, last, box = items[0].box, items[-1].box, paragraph.box
    if box is None or first is None or last is None or paragraph.page != items[-1].page:
        return False
    hanging = box.x0 > first.x0 - 1.0
    return box.y0 - last.y0 < 10 and (
        hanging or (last.x1 > 160 and box.x0 < first.x0 - 12 and not _indented(paragraph))
    )


def _under(greeting: Paragraph | None, paragraph: Paragraph, items: Sequence[Paragraph]) -> bool:
    """Whether a line without a dash is a receiver: right under "Kính gửi:", and further in."""
    above = items[-1] if items else greeting
    if (
        greeting is None
        or above is None
        or not greeting.text.endswith(":")
        or not (greeting.box and above.box and paragraph.box)
    ):
        return False
    near = 0 < paragraph.box.y0 - above.box.y0 < 10 and paragraph.page == above.page and len(paragraph.lines) == 1
    return near and paragraph.box.x0 > greeting.box.x0 + 5


def _indented(paragraph: Paragraph) -> bool:
    return paragraph.first is not None and paragraph.first > 5


def _whole_greeting(greeting: Paragraph, upper: Sequence[Paragraph], at: int) -> tuple[Paragraph, int]:
    """The only receiver with the lines that its long name runs on to, and the index after them."""
    while at < len(upper) and not greeting.text.endswith((":", ".", ";")):
        nxt = upper[at]
        if nxt.text.startswith(("-", "+")) or not _wraps(nxt, [greeting]) or len(nxt.lines) > 1:
            break
        greeting = replace(greeting, lines=greeting.lines + nxt.lines)
        at += 1
    return greeting, at


def _dotted(paragraph: Paragraph) -> bool:
    """A line of dots to be filled in."""
    return bool(re.fullmatch(r"[\s.…_;]{6,}", paragraph.text))


def _take_bases(part: Part, upper: Sequence[Paragraph], at: int) -> int:
    command = next((i for i, p in enumerate(upper[at:], at) if _COMMAND.match(p.text) and i < at + 40), None)
    start = next((i for i in range(at, min(at + 4, len(upper))) if _basis(upper[i]).startswith("Căn cứ")), None)
    if command is not None and part.kind in ("quyet-dinh", "nghi-quyet"):
        part.late = [p for p in takewhile(lambda p: not _DIVISION.match(p.text), upper[command + 1 :]) if _late(p)]
    if command is not None and start is not None and start < command:
        part.bases = [p for p in upper[start:command] if (BASIS.match(_basis(p)) and len(p.text) > 12) or _dotted(p)]
        part.command = upper[command]
        part.adopter += [p for p in upper[at:start] if p.text.isupper()]
        return command + 1
    if command is not None and part.kind in ("quyet-dinh", "nghi-quyet"):
        part.command = upper[command]
    if start is None:
        return at
    run: list[Paragraph] = []
    for paragraph in upper[start:]:
        if not _goes_on(paragraph, run):
            break
        run.append(paragraph)
    listed = sum(1 for p in run if p.text.endswith(";"))
    if listed and (len(run) > 1 or all(p.text.endswith(";") for p in run)):
        part.bases = run
        return start + len(run)
    return at


def _late(paragraph: Paragraph) -> bool:
    """Whether a paragraph under the command is a basis: set or ended as one."""
    slanted = all(r.italic for r in paragraph.ink)
    return _basis(paragraph).startswith("Căn cứ ") and (slanted or paragraph.text.endswith(";"))


def _basis(paragraph: Paragraph) -> str:
    """The words of a basis without the dash that some offices put before it."""
    return re.sub(r"^[-–]\s*", "", paragraph.text)


def _goes_on(paragraph: Paragraph, run: Sequence[Paragraph]) -> bool:
    """Whether a paragraph is one more basis; the one that leads over to the text ("… như sau:") is no longer."""
    text = _basis(paragraph)
    if not run or text.startswith("Căn cứ"):
        return not (run and text.endswith(":"))
    if BASIS.match(text):
        return text.endswith(";") or (text.endswith(".") and run[-1].text.endswith(";"))
    return text.endswith(";") and run[-1].text.endswith(";") and _CITED.match(text) is not None


# --- appendices -----------------------------------------------------------------------------------------------------


def _take_appendices(part: Part, lower: Sequence[Paragraph]) -> None:
    for index, paragraph in enumerate(lower):
        words = COPY_WORDS.get(fold(paragraph.text))
        if words:
            part.copy_words = paragraph
        if is_label(paragraph):
            part.appendices.append(Appendix(paragraph, start=index))
        elif ACCOMPANY.match(paragraph.text) and (not part.appendices or part.appendices[-1].accompany) and index < 12:
            part.appendices.append(Appendix(None, title=[p for p in lower[:index] if p.text.isupper()], start=index))
            part.appendices[-1].accompany.append(paragraph)
    for number, appendix in enumerate(part.appendices):
        following = part.appendices[number + 1].start if number + 1 < len(part.appendices) else len(lower)
        own = list(lower[appendix.start + (0 if appendix.label is None else 1) : following])
        if appendix.label is not None:
            over = _over_bracket(own)
            while own and (len(appendix.title) < over or _titles(own[0], appendix)):
                appendix.title.append(own.pop(0))
            while own and (
                ACCOMPANY.match(own[0].text)
                or (
                    appendix.accompany and not _closed(appendix) and len(appendix.accompany) < 4 and own[0].cell is None
                )
            ):
                appendix.accompany.append(own.pop(0))
        appendix.body = own


def _over_bracket(own: Sequence[Paragraph]) -> int:
    """How many paragraphs stand between label and "(Kèm theo …)": they are the title, however they are set."""
    for count, paragraph in enumerate(own[:4]):
        if ACCOMPANY.match(paragraph.text):
            return count
        if paragraph.cell is not None:
            break
    return 0


def _titles(paragraph: Paragraph, appendix: Appendix) -> bool:
    """Whether a paragraph goes on with the appendix's title, in capitals or bold: centred, or right under the label."""
    if paragraph.cell is not None or ACCOMPANY.match(paragraph.text):
        return False
    capitals = paragraph.text.isupper()
    if paragraph.align == "centre":
        return capitals or bold_share(paragraph) > 0.5
    return not appendix.title and capitals and len(paragraph.text) < 150


def _closed(appendix: Appendix) -> bool:
    return ")" in appendix.accompany[-1].text
