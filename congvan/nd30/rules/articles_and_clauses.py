"""Phần, chương, mục, điều, khoản, điểm: how they are written and set (PL I/I/II.6.đ)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.core.messages import Message
from congvan.core.text.numerals import LETTERS
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import (
    SIZE_SLACK,
    bold_share,
    is_capitals,
    is_off_centre,
    is_style_known,
    letter_share,
    main_size,
)
from congvan.nd30.components.patterns import unquoted_paragraphs
from congvan.nd30.model.kinds import CAPITAL
from congvan.nd30.model.view import Paragraph, StyledRun
from congvan.nd30.rules.base import STYLE_UNKNOWN, Answer, NotApplicable, NotEvaluated, violation

NO_DIVISION = Message("nd30.text-such-division")
_ROMAN = r"[IVXLC]+"
_NUMBER = r"(?P<n>[IVXLC]+|\d{1,3}|[A-ZĐ]|(?:thứ|THỨ) \w+)"  # without a number it is a word: "Chương trình", "Mục đích"
_CHAPTER = re.compile(rf"^(Phần|PHẦN|Chương|CHƯƠNG)\s+{_NUMBER}\s*[.:]?$")
_SECTION = re.compile(rf"^(Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+{_NUMBER}\s*[.:]?$")
_JOINED = rf"\s+{_NUMBER}\s*[.:–-]\s*\w"
_CHAPTER_JOINED = re.compile(rf"^(?:Phần|PHẦN|Chương|CHƯƠNG){_JOINED}")
_SECTION_JOINED = re.compile(rf"^(?:Mục|MỤC|Tiểu mục|TIỂU MỤC){_JOINED}")
_ARTICLE = re.compile(r"^(?P<word>Điều|ĐIỀU|điều)(?P<gap>\s*)(?P<n>\d+|[IVX]+\b)(?P<after>\s*[.:)/–-]|.?)")


def own_paragraphs(document: DocumentComponents) -> list[Paragraph]:
    """Return the body paragraphs outside tables, without quotations of other documents, which have their own
    divisions."""
    if "flow" not in document.cached:
        document.cached["flow"] = [*unquoted_paragraphs(p for p in document.body if p.cell is None)]
    return document.cached["flow"]


def articles_of(document: DocumentComponents) -> list[tuple[Paragraph, re.Match[str]]]:
    """Return the articles with the match of their label."""
    return [
        (p, m)
        for p in own_paragraphs(document)
        if (m := _ARTICLE.match(p.text)) and (m["after"].strip() in tuple(".:)-–/") or _has_bold_label(p, m))
    ]


def _article_label_runs(paragraph: Paragraph, match: re.Match[str]) -> list[StyledRun]:
    """Return the runs that contain the word Điều and its number."""
    letters_seen, label_runs = 0, []
    for run in paragraph.ink:
        if letters_seen < len(match["word"] + match["n"]):
            label_runs.append(run)
        letters_seen += len(run.text.strip())
    return label_runs


def _has_bold_label(paragraph: Paragraph, match: re.Match[str]) -> bool:
    return bold_share(paragraph) > 0.5 or all(r.bold for r in _article_label_runs(paragraph, match))


def chapters_of(document: DocumentComponents) -> list[tuple[Paragraph, re.Match[str], Paragraph | None]]:
    """Return the lines "Phần N", "Chương N" with their match and the paragraph below."""
    flow = own_paragraphs(document)
    return [
        (p, m, flow[i + 1] if i + 1 < len(flow) else None) for i, p in enumerate(flow) if (m := _CHAPTER.match(p.text))
    ]


def sections_of(document: DocumentComponents) -> list[tuple[Paragraph, re.Match[str], Paragraph | None]]:
    """Return the lines "Mục N", "Tiểu mục N" with their match and the paragraph below."""
    flow = own_paragraphs(document)
    return [
        (p, m, flow[i + 1] if i + 1 < len(flow) else None) for i, p in enumerate(flow) if (m := _SECTION.match(p.text))
    ]


def chuong_number(document: DocumentComponents) -> Iterator[Answer]:
    """The numbers of phần and chương are Roman."""
    chapters = chapters_of(document)
    if not chapters:
        yield NotApplicable(NO_DIVISION)
    for paragraph, match, _title in chapters:
        if not re.fullmatch(_ROMAN, match["n"]):
            yield violation(paragraph, text=paragraph.text)
            return


def chuong_line(document: DocumentComponents) -> Iterator[Answer]:
    """The words "Phần", "Chương" and their number are on a line of their own, centred, bold upright, in lower case."""
    yield from _check_division_lines(document, chapters_of(document), _CHAPTER_JOINED)


def _check_division_lines(
    document: DocumentComponents,
    divisions: list[tuple[Paragraph, re.Match[str], Paragraph | None]],
    joined: re.Pattern[str],
) -> Iterator[Answer]:
    """Report the first division whose line isn't centred, bold and in lower case, or includes the title."""
    misset = [
        p for p, _match, _title in divisions if is_capitals(p.text.split()[0]) or not _is_set_as_heading(document, p)
    ]
    misset += [
        p for p in own_paragraphs(document) if joined.match(p.text) and bold_share(p) > 0.8 and len(p.text) < 150
    ]
    if misset:
        first = min(misset, key=lambda p: p.ordinal)
        yield violation(first, text=first.text[:60])
    elif not divisions:
        yield NotApplicable(NO_DIVISION)


def muc_line(document: DocumentComponents) -> Iterator[Answer]:
    """In a document with điều the words "Mục", "Tiểu mục" and their number are on a line of their own, centred, bold
    upright, in lower case."""
    if articles_of(document):
        yield from _check_division_lines(document, sections_of(document), _SECTION_JOINED)
    else:
        yield NotApplicable(NO_DIVISION)


def _may_be_bold(paragraph: Paragraph) -> bool:
    """Return whether a line is bold, or set in a face whose style is unknown."""
    return bold_share(paragraph) >= 0.8 or not is_style_known(paragraph)


def _is_set_as_heading(document: DocumentComponents, paragraph: Paragraph) -> bool:
    """Return whether a line is set as headings are: centred, bold, upright, 13 to 14 pt (PL I/I/II.6.đ)."""
    italic = letter_share(paragraph.ink, lambda r: r.italic) > 0.5
    fits = not (size := main_size(paragraph)) or 13 - SIZE_SLACK <= size <= 14 + SIZE_SLACK
    return _may_be_bold(paragraph) and not italic and fits and not is_off_centre(document, paragraph)


def chuong_title(document: DocumentComponents) -> Iterator[Answer]:
    """The title is directly under the number: centred, capitals, bold."""
    titles = [t for _p, _m, t in (*chapters_of(document), *sections_of(document)) if t is not None]
    if not titles:
        yield NotApplicable(NO_DIVISION)
    for title in titles:
        if (
            len(title.text) < 150
            and not _ARTICLE.match(title.text)
            and (not is_capitals(title.text) or not _is_set_as_heading(document, title))
        ):
            yield violation(title, text=title.text[:50])
            return


def muc_number(document: DocumentComponents) -> Iterator[Answer]:
    """In a document with điều, mục and tiểu mục have Arabic numbers."""
    sections = sections_of(document)
    if not sections or not articles_of(document):
        yield NotApplicable(NO_DIVISION)
        return
    for paragraph, match, _title in sections:
        if re.fullmatch(_ROMAN, match["n"]):
            yield violation(paragraph, text=paragraph.text)
            return


def muc_caps(document: DocumentComponents) -> Iterator[Answer]:
    """In a text without điều, a mục is one line with its Roman number and its title, in bold capitals."""
    headings = [p for p in own_paragraphs(document) if re.match(rf"^{_ROMAN}\.\s+\S", p.text) and len(p.text) < 160]
    if not headings or articles_of(document) or not headings[0].text.startswith("I."):
        yield NotApplicable(NO_DIVISION)
        return
    for paragraph in headings:
        if not is_capitals(paragraph.text) or not _may_be_bold(paragraph):
            yield violation(paragraph, text=paragraph.text[:60], wanted=paragraph.text[:60].upper())


def dieu_form(document: DocumentComponents) -> Iterator[Answer]:
    """The word Điều is in lower case with its capital, the number Arabic, followed by a full stop."""
    articles = articles_of(document)
    if not articles:
        yield NotApplicable(NO_DIVISION)
    for paragraph, match in articles:
        if match["word"] != "Điều" or match["after"] != "." or not match["gap"] or not match["n"].isdigit():
            yield violation(paragraph, text=paragraph.text[:20])
            return


def dieu_bold(document: DocumentComponents) -> Iterator[Answer]:
    """Word, number and title of a điều are bold and upright, in the size of the text."""
    articles = articles_of(document)
    if not articles:
        yield NotApplicable(NO_DIVISION)
    for paragraph, match in articles:
        if not is_style_known(paragraph):
            yield NotEvaluated(STYLE_UNKNOWN)
            return
        label_runs = _article_label_runs(paragraph, match)
        if label_runs and (not all(r.bold for r in label_runs) or any(r.italic for r in label_runs)):
            yield violation(paragraph, text=match[0])
            return


def khoan_form(document: DocumentComponents) -> Iterator[Answer]:
    """Khoản have Arabic numbers followed by a full stop."""
    clauses = [
        p
        for p in own_paragraphs(document)
        if re.match(rf"^\d{{1,2}}\s*(?:[./):](?:\s|\D)|-\s+\D|[-–]\s+[{CAPITAL}])", p.text)
    ]
    if not clauses:
        yield NotApplicable(NO_DIVISION)
    for paragraph in clauses:
        if re.match(r"^\d{1,2}(?:\s*[/):]|\s?[-–])\s", paragraph.text):
            yield violation(paragraph, text=paragraph.text[:20])
            return


def points_of(document: DocumentComponents) -> list[tuple[Paragraph, str, str]]:
    """Return (paragraph, letter, sign after the letter) of each điểm."""
    points = []
    for paragraph in own_paragraphs(document):
        match = re.match(r"^([a-zđA-ZĐ])\s?([).,:/-])\s+\S|^\((?P<both>[a-zđ])\)\s+\S", paragraph.text)
        if match and match["both"]:
            points.append((paragraph, match["both"], "(…)"))
            continue
        if match and not (match[1].isupper() and match[2] != ")"):  # "I." and "A." are numbers of larger divisions
            points.append((paragraph, match[1], match[2]))
    roman = any(re.match(r"^ii\s?[).]\s", p.text) for p in own_paragraphs(document))
    return [point for point in points if not roman or point[1] not in "ivx"]


def diem_form(document: DocumentComponents) -> Iterator[Answer]:
    """Điểm are marked by small letters of the Vietnamese alphabet with a closing bracket."""
    points = [f for f in points_of(document) if f[1].lower() in LETTERS]
    if not points:
        yield NotApplicable(NO_DIVISION)
    for paragraph, letter, sign in points:
        if sign != ")" or letter.isupper():
            yield violation(paragraph, text=paragraph.text[:20])
            return
