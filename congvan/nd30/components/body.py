"""Locate the components below the head: type and trích yếu, Kính gửi, căn cứ, body, foot, appendices, contact line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from congvan.decree.kinds import KINDS
from congvan.nd30.components.co_signers import take_co_signers
from congvan.nd30.components.document import AppendixComponents, DocumentComponents, document_kind
from congvan.nd30.components.foot import COPY_WORDS, find_foot_start, is_appendix_label, list_entries, take_foot
from congvan.nd30.components.head import ACCOMPANYING_LINE, GREETING, MARKS, are_beside, joined
from congvan.nd30.components.measures import bold_share
from congvan.nd30.model.kinds import fold, heading_kind, symbol_kind
from congvan.nd30.model.view import Paragraph
from congvan.units import pt_to_mm

BASIS = re.compile(r"^(?:Căn cứ|Theo đề nghị|Xét |Trên cơ sở|Sau khi|Thực hiện|Theo )")
_CITED = re.compile(r"^(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Kế hoạch|Công văn) [^:]+$")
_COMMAND = re.compile(r"^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|CHỈ THỊ|YÊU CẦU)\s*:?$")
_SMALL_COMMAND = re.compile(r"^(?:Quyết định|Quyết nghị)\s*:$")
_ADOPTER = re.compile(
    r"(?:Chủ tịch|(?:Tổng )?Giám đốc|Hội đồng|Ủy ban|Uỷ ban|\w+ trưởng|Chánh|Sở|Bộ|Ban|Cục|Chi cục|Trường) [^,;]+$"
)
_PLACE_AND_DATE = re.compile(r"^[A-ZĐ][^\d:;.]{1,40},\s*ngày\b.{0,20}\btháng\b.{0,15}\bnăm\b.{0,8}$")
_CONTACT = re.compile(r"Điện thoại|ĐT\s*:|Tel|Fax|E-?mail|Website|Địa chỉ\s*:", re.I)


def fill_body(document: DocumentComponents, rest: list[Paragraph]) -> None:
    """Fill in all components below the head from the remaining paragraphs, in reading order."""
    rest = take_co_signers(document, _take_contact(document, rest))
    document.unlisted_heading = _unlisted_heading(document, rest)
    end = find_foot_start(document, rest)
    upper, lower = rest[:end], rest[end:]
    lower = take_foot(document, lower, upper)
    at = _take_heading(document, upper)
    at = _take_greeting(document, upper, at)
    document.kind = document_kind(document)
    if document.unlisted_heading is not None:  # whom it is for is written as its form has it
        document.greeting, document.addressees = None, []
    at = _take_bases(document, upper, at)
    for paragraph in upper[at:]:
        if _PLACE_AND_DATE.match(paragraph.text):
            continue  # above a signature, as on a form
        (document.tables if paragraph.cell is not None else document.body).append(paragraph)
    _take_appendices(document, lower)


def fill_attachment(document: DocumentComponents, flow: Sequence[Paragraph]) -> None:
    """Fill in the appendices of a file that is no document by itself: a form, a list, a separate appendix."""
    _take_appendices(document, flow)


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


# --- type, Kính gửi, căn cứ -----------------------------------------------------------------------------------------


def _take_heading(document: DocumentComponents, upper: Sequence[Paragraph]) -> int:
    """Fill in type, trích yếu and adopting authority; return the index after them."""
    at = next((i for i, p in enumerate(upper[:6]) if _is_heading(p)), None)
    if at is None:
        at = next((i for i, p in enumerate(upper[:6]) if _begins_with_kind(p, document)), None)
    if at is None:
        return 0
    document.heading = upper[at]
    at += 1
    while at < min(len(upper), 14) and not _ends_title(document, upper[at], upper[at + 1 : at + 2]):
        document.title.append(upper[at])
        at += 1
    while at < len(upper) and _names_adopting_authority(upper[at]):
        document.adopter.append(upper[at])
        at += 1
    before_bases = at < len(upper) and upper[at].text.startswith("Căn cứ")
    if before_bases and not document.adopter and len(document.title) > 1 and _is_small_adopter(document.title[-1]):
        document.adopter.append(document.title.pop())
    return at


def _is_small_adopter(paragraph: Paragraph) -> bool:
    """Return whether a bold line set apart below the trích yếu names who adopts, in small letters by mistake."""
    return _ADOPTER.match(paragraph.text) is not None and (paragraph.before or 0.0) > 3


def _unlisted_heading(document: DocumentComponents, upper: Sequence[Paragraph]) -> Paragraph | None:
    """Return the heading that names none of the 29 kinds: a line in bold capitals in the middle, above any text.

    A document with a V/v line or a symbol of a kind has its kind by them.
    """
    if document.subject_line or document_kind(document) or any(_is_heading(p) for p in upper[:6]):
        return None
    for paragraph in upper[:6]:
        text = paragraph.text
        if GREETING.match(text) or ACCOMPANYING_LINE.match(text):
            return None
        if not text.isupper() and not fold(text).startswith("PHIEU"):
            return None
        if _is_centred(paragraph) and bold_share(paragraph) > 0.5 and not (MARKS.match(text) or _COMMAND.match(text)):
            return paragraph
    return None


def _ends_title(document: DocumentComponents, paragraph: Paragraph, following: Sequence[Paragraph]) -> bool:
    """Return whether a paragraph below the type is not part of the trích yếu; `following`: the next paragraph, if
    any."""
    text = paragraph.text
    if GREETING.match(text) or _COMMAND.match(text) or ACCOMPANYING_LINE.match(text):
        return True
    if BASIS.match(text) and bold_share(paragraph) < 0.5:
        return True
    continues = following and _is_bold_centred(paragraph) and _is_bold_centred(following[0])
    if (text.endswith(":") and not continues) or not _is_title_line(paragraph, document):
        return True
    precedes_bases = bool(following) and following[0].text.startswith("Căn cứ")
    return text.isupper() and len(text) > 6 and bool(document.title or (_names_adopter(text) and precedes_bases))


def _names_adopting_authority(paragraph: Paragraph) -> bool:
    """Return whether a paragraph below the trích yếu is in centred capitals, and neither enacting word nor division."""
    text = paragraph.text
    if not text.isupper() or not _is_centred(paragraph) or _COMMAND.match(text):
        return False
    return re.match(r"^(?:[IVX]+\.|CHƯƠNG|PHẦN|MỤC)", text) is None


def _begins_with_kind(paragraph: Paragraph, document: DocumentComponents) -> bool:
    """Return whether a line in capitals begins with the kind that the symbol names: "CHƯƠNG TRÌNH HÀNH ĐỘNG"."""
    kind = symbol_kind(document.number_text.partition("/")[2])
    starts = bool(kind) and paragraph.text.startswith(f"{KINDS[kind].name.upper()} ")
    return starts and paragraph.text.isupper() and len(paragraph.text) < 70


def _names_adopter(text: str) -> bool:
    """Return whether a line in capitals names the authority that adopts the document."""
    return re.match(r"(?:VỀ|V/V)\b", text) is None


def _is_heading(paragraph: Paragraph) -> bool:
    """Return whether a line is the name of a kind, and not the enacting word of a decision ("QUYẾT ĐỊNH:")."""
    if not heading_kind(paragraph.text) or (_COMMAND.match(paragraph.text) and paragraph.text.endswith(":")):
        return False
    return paragraph.text.isupper() or _is_centred(paragraph)


def _is_centred(paragraph: Paragraph) -> bool:
    return paragraph.align in ("centre", "")


_DIVISION = re.compile(r"^(?:[IVX]+\.|\d+\.|Điều \d|(?:Chương|Phần) [IVX\d])")


def _is_bold_centred(paragraph: Paragraph) -> bool:
    """Return whether a line is set like a trích yếu, so that a colon at the end of the line above may be part of it."""
    return paragraph.align == "centre" and bold_share(paragraph) > 0.9 and not paragraph.text.isupper()


def _is_title_line(paragraph: Paragraph, document: DocumentComponents) -> bool:
    if not _spans_text(paragraph, document) or len(paragraph.text) > 400 or _DIVISION.match(paragraph.text):
        return False
    if paragraph.box is not None:  # on a page: centred lines right under the type
        if not document.title and bold_share(paragraph) > 0.9:
            return len(paragraph.lines) < 3 or _stands_right_below(document.heading, paragraph)
        if document.title and _wraps_title(document.title[-1], paragraph):
            return True
        return paragraph.align == "centre" and (
            not document.title or bold_share(paragraph) > 0.5 or bold_share(document.title[0]) < 0.5
        )
    return paragraph.align == "centre" or (not document.title and bold_share(paragraph) > 0.9)


def _wraps_title(above: Paragraph, paragraph: Paragraph) -> bool:
    """Return whether a bold line of a page goes on with the bold line right above it, however wide it is."""
    if not _stands_right_below(above, paragraph) or above.box is None or paragraph.box is None:
        return False
    both = min(bold_share(above), bold_share(paragraph)) > 0.9 and paragraph.text.isupper() == above.text.isupper()
    return both and abs(paragraph.box.centre - above.box.centre) < 12


def _stands_right_below(above: Paragraph | None, paragraph: Paragraph) -> bool:
    """Return whether a paragraph of a page is on the line below another, without a space between."""
    if above is None or above.page != paragraph.page:
        return False
    step = paragraph.lines[0].baseline - above.lines[-1].baseline
    return 0 < step < pt_to_mm(1.5 * (max(run.size for run in paragraph.runs) or 14.0))


def _spans_text(paragraph: Paragraph, document: DocumentComponents) -> bool:
    """Return whether a paragraph is in no table, or in one of a single column without lines."""
    cell = paragraph.cell
    if cell is None:
        return True
    others = (p.cell for p in document.view.paragraphs if p.cell is not None and p.cell.table == cell.table)
    return not cell.ruled and paragraph.box is None and all(other.column == 1 for other in others)


def _take_greeting(document: DocumentComponents, upper: Sequence[Paragraph], at: int) -> int:
    greeting_at = next((i for i, p in enumerate(upper[: at + 10]) if GREETING.match(p.text)), None)
    if greeting_at is None and document.subject_line:
        greeting_at = next(
            (i for i, p in enumerate(upper) if _GREETING_WITH_COLON.match(p.text) and p.cell is None), None
        )
    if greeting_at is None:
        return _take_addressees(document, upper, at, [])
    if greeting_at < at and document.heading is None:
        return at
    document.greeting, index = _unwrapped_greeting(upper[greeting_at], upper, greeting_at + 1)
    document.text_before_greeting = [p for p in upper[at:greeting_at] if _is_sentence(p)]
    document.body += document.text_before_greeting
    index = _take_addressees(document, upper, index, [])
    if index < len(upper) and upper[index].text == upper[greeting_at].text:  # repeated, with its addressees
        document.duplicates.append(upper[index])
        index = _take_addressees(document, upper, index + 1, [])
    return max(at, index)


_GREETING_WITH_COLON = re.compile(r"^Kính gửi\s*:", re.I)


def _is_sentence(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a sentence of the body, not a line of a title."""
    long = len(paragraph.text) > 90 and paragraph.text.endswith((".", ";", ":"))
    return long and paragraph.cell is None and paragraph.align != "centre"


def _take_addressees(
    document: DocumentComponents, upper: Sequence[Paragraph], index: int, items: list[Paragraph]
) -> int:
    """Fill in the list below Kính gửi and return the index after it.

    Without a Kính gửi the list is recognised by its column, far right of the text.
    """
    start = index
    while index < len(upper) and len(items) < 60:
        paragraph = upper[index]
        dashed = re.match(r"^[-–—+•*]", paragraph.text) and (
            document.greeting is not None or _in_addressee_column(paragraph)
        )
        if (
            not dashed
            and not _continues_entry(paragraph, items)
            and not _in_addressee_column(paragraph)
            and not _is_undashed_addressee(document.greeting, paragraph, items)
        ) or GREETING.match(paragraph.text):
            break
        items.append(paragraph)
        index += 1
        closed = items[-1].text.endswith(".") and not (index < len(upper) and _same_column(items[0], upper[index]))
        if closed:
            break
    if document.greeting is None and (len(items) < 2 or document.heading is not None):
        return start
    document.addressees = list_entries(items)
    return index


def _in_addressee_column(paragraph: Paragraph) -> bool:
    """Return whether a paragraph of a DOCX is in the column of addressees, far right of the start of the text."""
    if paragraph.box is not None or paragraph.cell is not None or paragraph.align not in ("left", "justify"):
        return False
    return min(paragraph.left or 0.0, paragraph.first or 0.0) > 20 and len(paragraph.text) < 400


def _same_column(first: Paragraph, paragraph: Paragraph) -> bool:
    """Return whether a further dashed line is in the column of the list, not in that of the body."""
    if not re.match(r"^[-–—+•*]", paragraph.text):
        return False
    if first.box is not None and paragraph.box is not None:
        return abs(first.box.x0 - paragraph.box.x0) < 2
    return first.left == paragraph.left and first.first == paragraph.first and first.cell == paragraph.cell


def _continues_entry(paragraph: Paragraph, items: Sequence[Paragraph]) -> bool:
    if not items or items[-1].text.rstrip().endswith((".", ";")):
        return False
    first, last, box = items[0].box, items[-1].box, paragraph.box
    if box is None or first is None or last is None or paragraph.page != items[-1].page:
        return False
    hanging = box.x0 > first.x0 - 1.0
    return box.y0 - last.y0 < 10 and (
        hanging or (last.x1 > 160 and box.x0 < first.x0 - 12 and not _is_indented(paragraph))
    )


def _is_undashed_addressee(greeting: Paragraph | None, paragraph: Paragraph, items: Sequence[Paragraph]) -> bool:
    """Return whether a line without a dash is an addressee: right below "Kính gửi:" and further indented."""
    above = items[-1] if items else greeting
    if greeting is not None and greeting.text.endswith(":") and paragraph.box is None:
        start = (paragraph.first or 0.0) if paragraph.cell is None else 0.0
        return start > max(20.0, greeting.first or 0.0) and len(paragraph.text) < 200
    if (
        greeting is None
        or above is None
        or not greeting.text.endswith(":")
        or not (greeting.box and above.box and paragraph.box)
    ):
        return False
    near = 0 < paragraph.box.y0 - above.box.y0 < 10 and paragraph.page == above.page and len(paragraph.lines) == 1
    return near and paragraph.box.x0 > greeting.box.x0 + 5


def _is_indented(paragraph: Paragraph) -> bool:
    return paragraph.first is not None and paragraph.first > 5


def _unwrapped_greeting(greeting: Paragraph, upper: Sequence[Paragraph], at: int) -> tuple[Paragraph, int]:
    """Return the greeting joined with its only addressee, which may stand behind a gap and wrap, and the index after
    it."""
    if at < len(upper) and greeting.text.endswith(":") and are_beside(greeting, upper[at]):
        greeting, at = joined(greeting, upper[at]), at + 1
    while at < len(upper) and not greeting.text.endswith((":", ".", ";")):
        nxt = upper[at]
        if nxt.text.startswith(("-", "+")) or not _continues_entry(nxt, [greeting]) or len(nxt.lines) > 1:
            break
        greeting = replace(greeting, lines=greeting.lines + nxt.lines)
        at += 1
    return greeting, at


def _is_dotted_line(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a line of dots to be filled in."""
    return bool(re.fullmatch(r"[\s.…_;]{6,}", paragraph.text))


def _take_bases(document: DocumentComponents, upper: Sequence[Paragraph], at: int) -> int:
    command = next((i for i, p in enumerate(upper[at : at + 40], at) if _is_command(p)), None)
    start = next((i for i in range(at, min(at + 4, len(upper))) if _without_dash(upper[i]).startswith("Căn cứ")), None)
    if command is not None and document.kind in ("quyet-dinh", "nghi-quyet"):
        document.misplaced_bases = [
            p for p in takewhile(lambda p: not _DIVISION.match(p.text), upper[command + 1 :]) if _is_misplaced_basis(p)
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
    return _COMMAND.match(paragraph.text) is not None or (small and _is_centred(paragraph))


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


# --- appendices -----------------------------------------------------------------------------------------------------


def _take_appendices(document: DocumentComponents, lower: Sequence[Paragraph]) -> None:
    for index, paragraph in enumerate(lower):
        words = COPY_WORDS.get(fold(paragraph.text))
        if words:
            document.copy_form = paragraph
        if is_appendix_label(paragraph):
            document.appendices.append(AppendixComponents(paragraph, start=index))
        elif (
            ACCOMPANYING_LINE.match(paragraph.text)
            and (not document.appendices or document.appendices[-1].accompany)
            and index < 12
        ):
            document.appendices.append(
                AppendixComponents(None, title=[p for p in lower[:index] if p.text.isupper()], start=index)
            )
            document.appendices[-1].accompany.append(paragraph)
    for number, appendix in enumerate(document.appendices):
        following = document.appendices[number + 1].start if number + 1 < len(document.appendices) else len(lower)
        own = list(lower[appendix.start + (0 if appendix.label is None else 1) : following])
        if appendix.label is not None:
            over = _title_length(own)
            while own and (len(appendix.title) < over or _continues_title(own[0], appendix)):
                appendix.title.append(own.pop(0))
            while own and (
                ACCOMPANYING_LINE.match(own[0].text)
                or (
                    appendix.accompany
                    and not _bracket_is_closed(appendix)
                    and len(appendix.accompany) < 4
                    and own[0].cell is None
                )
            ):
                appendix.accompany.append(own.pop(0))
        appendix.body = own


def _title_length(own: Sequence[Paragraph]) -> int:
    """Return how many paragraphs are between the label and "(Kèm theo …)": they are the title, however they are set."""
    for count, paragraph in enumerate(own[:4]):
        if ACCOMPANYING_LINE.match(paragraph.text):
            return count
        if paragraph.cell is not None:
            break
    return 0


def _continues_title(paragraph: Paragraph, appendix: AppendixComponents) -> bool:
    """Return whether a paragraph belongs to the appendix's title: in capitals or bold, centred or right below the
    label."""
    if paragraph.cell is not None or ACCOMPANYING_LINE.match(paragraph.text):
        return False
    capitals = paragraph.text.isupper()
    if paragraph.align == "centre":
        return capitals or bold_share(paragraph) > 0.5
    return not appendix.title and capitals and len(paragraph.text) < 150


def _bracket_is_closed(appendix: AppendixComponents) -> bool:
    return ")" in appendix.accompany[-1].text
