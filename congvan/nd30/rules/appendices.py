"""Appendices: label, title, accompanying line, page numbers (PL I/I/III.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import is_capitals, is_off_centre
from congvan.nd30.components.patterns import DOTTED_BLANK, is_national_name, split_number
from congvan.nd30.model.kinds import fold, heading_kind
from congvan.nd30.rules.base import NO_LAYOUT, Answer, NotApplicable, NotEvaluated, violation
from congvan.nd30.rules.division_sequence import roman_value
from congvan.nd30.rules.place_and_date import date_of_issue

NO_APPENDIX = Message("nd30.document-appendix")


def phu_luc_label(document: DocumentComponents) -> Iterator[Answer]:
    """The word "Phụ lục" is on its own line above the title. A regulation or plan issued by a decision has its type's
    name there instead."""
    loose = [a for a in document.appendices if a.label is None]
    if not document.appendices:
        yield NotApplicable(NO_APPENDIX)
    for appendix in loose:
        head = " ".join(p.text for p in appendix.title)
        if head and not any(heading_kind(p.text) for p in appendix.title):
            yield violation(appendix.accompany[0] if appendix.accompany else None, text=head[:60])


def phu_luc_number(document: DocumentComponents) -> Iterator[Answer]:
    """Two or more appendices have Roman numerals; a single appendix needs no number, and an Arabic number is wrong
    there too."""
    labels = [a.label for a in document.appendices if a.label is not None]
    if not labels:
        yield NotApplicable(NO_APPENDIX)
    titles = {" ".join(p.text for p in a.title) for a in document.appendices if a.label is not None}
    same_form = len(labels) > 1 and len(titles) == 1 and len({label.text for label in labels}) == 1
    for label in () if same_form else labels:
        if DOTTED_BLANK.search(label.text):
            continue
        roman = re.search(r"\b[IVXLC]+\W*$", label.text)
        if not roman and (len(labels) > 1 or len(label.text.split()) > 2):
            yield violation(label, text=label.text)


def phu_luc_sequence(document: DocumentComponents) -> Iterator[Answer]:
    """Appendices are numbered one after the other from I; parts of one may repeat its number."""
    roman = [
        (a.label, re.search(r"\b([IVXLC]+)\W*$", a.label.text)) for a in document.appendices if a.label is not None
    ]
    numbers = [(label, roman_value(match[1])) for label, match in roman if match]
    if len(numbers) < 2:
        yield NotApplicable(NO_APPENDIX)
    for (_above, before), (label, number) in pairwise(numbers):
        if number not in (before, before + 1):
            yield violation(label, text=label.text, number=number, before=before)
            return


def phu_luc_centred(document: DocumentComponents) -> Iterator[Answer]:
    """Label, title and accompanying line are centred, each under the others."""
    heads = [(a.label, [a.label, *a.title, *a.accompany]) for a in document.appendices if a.label is not None]
    lines = [(label, p) for label, own in heads for p in own]
    if not lines:
        yield NotApplicable(NO_APPENDIX)
    for label, paragraph in lines:
        page = next((p for p in document.view.pages if p.number == paragraph.page), None)
        last = paragraph.lines[-1].box  # the last line is not as wide as the text
        if last is not None and page is not None:
            middles = [page.width / 2, label.box.centre] if label.box is not None else [page.width / 2]
            if any(abs(last.centre - middle) > slack for middle, slack in zip(middles, (14, 7), strict=False)):
                yield violation(paragraph, text=paragraph.text[:40])
                return
        elif is_off_centre(document, paragraph):
            yield violation(paragraph, text=paragraph.text[:40])
            return


def phu_luc_referred(document: DocumentComponents) -> Iterator[Answer]:
    """The text must point to each appendix."""
    if not any(a.label is not None for a in document.appendices):
        yield NotApplicable(NO_APPENDIX)
        return
    words = " ".join(p.text for p in (*document.body, *document.tables)).lower()
    if any(sign in words for sign in ("phụ lục", "kèm theo", "đính kèm", "gửi kèm", "biểu mẫu", "mẫu biểu")):
        return
    if len(re.sub(r"[\s.…_]+", "", words)) < 200:
        yield NotEvaluated(Message("nd30.too-little-text"))
    else:
        yield violation(document.appendices[0].label)


def phu_luc_kem_form(document: DocumentComponents) -> Iterator[Answer]:
    """The accompanying line is in brackets, begins with a capital and names number, date (in words: "ngày … tháng … năm
    …") and issuing body."""
    lines = [a.accompany for a in document.appendices if a.accompany and a.label is not None]
    if not lines:
        yield NotApplicable(NO_APPENDIX)
    for paragraphs in lines:
        text = " ".join(p.text for p in paragraphs)
        if is_capitals(text):
            continue  # another rule reports it
        if (
            not re.match(r"^\((?:Ban hành k|K)èm theo\b", text)
            or ")" not in text[-4:]
            or not re.search(r"\bngày\b(?!\s*\d{1,2}\s*[/.-])", text)
            or not re.search(r"\bsố\b|/", text)
            or not re.search(r"\bcủa\b", text)
        ):
            yield violation(paragraphs[0], text=text[:60])


_ACCOMPANYING_LINE = re.compile(
    r"^\(\s*(?:ban hành\s+)?k[èe]m theo\s+(?P<kind>\D*?)\s*số\s*:?\s*(?P<number>\d*)[\s.…_]*/\s*(?P<symbol>[^\s,;)]*)"
    r"(?:[\s,]*\bngày\s+(?P<day>\d+)\s+tháng\s+(?P<month>\d+)\s+năm\s+(?P<year>\d{4}))?",
    re.I,
)


def phu_luc_kem_same(document: DocumentComponents) -> Iterator[Answer]:
    """The accompanying line has the number, symbol and date of the document of the appendix. Blanks for the pen are not
    compared, nor is the line of a document of another type that is only enclosed."""
    lines = [a.accompany for a in document.appendices if a.accompany and a.label is not None]
    if not lines:
        yield NotApplicable(NO_APPENDIX)
    names = {"", "VANBAN", "CV", fold(KINDS[document.kind].name) if document.kind in KINDS else ""}
    for paragraphs in lines:
        match = _ACCOMPANYING_LINE.match(" ".join(p.text for p in paragraphs))
        if match is not None and fold(match["kind"]) in names:
            for cited, own in _differences(document, match):
                yield violation(paragraphs[0], found=cited, own=own)


def _differences(document: DocumentComponents, kem: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield (cited, own) where the accompanying line differs from the document: number with symbol, and date.

    A number or date that another rule reports is not compared.
    """
    line, issued = split_number(document), date_of_issue(document)
    if line is not None:
        number, symbol = line["number"].strip(), line["symbol"].strip()
        other = bool(re.fullmatch(r"\d{2,}", number) and kem["number"]) and int(number) != int(kem["number"])
        own_symbol, cited_symbol = fold(symbol), fold(kem["symbol"])
        if other or not (own_symbol in cited_symbol or cited_symbol in own_symbol):
            yield f"{kem['number']}/{kem['symbol']}", f"{number}/{symbol}"
    cited_date = kem.group("day", "month", "year")
    if issued is not None and kem["day"] and [issued.day, issued.month, issued.year] != [int(n) for n in cited_date]:
        yield "ngày {} tháng {} năm {}".format(*cited_date), document.date_text.partition(", ")[2]


def phu_luc_kem_present(document: DocumentComponents) -> Iterator[Answer]:
    """Each appendix names the document that it accompanies. On an electronic document the blanks of the line stay
    unfilled, but the line is required."""
    labels = [a for a in document.appendices if a.label is not None]
    if not labels:
        yield NotApplicable(NO_APPENDIX)
    for appendix in labels:
        if not appendix.accompany and appendix.title and appendix.label is not None:
            yield violation(appendix.label, label=appendix.label.text)


def phu_luc_pages(document: DocumentComponents) -> Iterator[Answer]:
    """The pages of each appendix are numbered from 1, the first without its number."""
    starts = [a.label.page for a in document.appendices if a.label is not None]
    if not starts:
        yield NotApplicable(NO_APPENDIX)
        return
    if not document.view.laid_out:
        yield from _sections_of_appendices(document)
        return
    later = [p.page for p in document.view.paragraphs if p.page > starts[0] and is_national_name(p)]
    for number in document.view.numbers:
        if later and number.page >= later[0]:  # another document of the file begins
            return
        start = max((s for s in starts if s <= number.page), default=0)
        if start > 1 and number.shown.isdigit() and int(number.shown) != number.page - start + 1:
            finding = Message("nd30.shows-page")
            yield violation(number.paragraph, found=finding, page=number.page - start + 1, shown=number.shown)
            return


def _sections_of_appendices(document: DocumentComponents) -> Iterator[Answer]:
    """Check in a DOCX that each appendix begins a section whose page numbers start with 1."""
    labels = [a.label for a in document.appendices if a.label is not None and a.label.section]
    if not labels or not document.view.numbers or document.is_attached:
        yield NotEvaluated(NO_LAYOUT)
        return
    texts = {p.section for p in (*document.body, *document.authority)}
    starts = {p.number: p.start for p in document.view.pages}
    for label in labels:
        if label.section in texts or starts.get(label.section, 1) != 1:
            yield violation(label, found=Message("nd30.continues-page-numbers"))
            return
