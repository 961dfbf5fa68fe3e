"""The sequence of divisions: phần, chương, mục, điều, khoản, điểm (PL I/I/II.6.đ)."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from congvan.core.text.numerals import LETTERS
from congvan.core.text.swallowed import DIEU, KHOAN, swallowed
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.patterns import is_omission
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.articles_and_clauses import (
    NO_DIVISION,
    articles_of,
    chapters_of,
    own_paragraphs,
    points_of,
    sections_of,
)
from congvan.nd30.rules.base import Answer, NotApplicable, violation


def _omission_between(document: DocumentComponents, one: Paragraph, two: Paragraph) -> bool:
    """Return whether an omission is marked between two lines of the text."""
    at = {id(paragraph): index for index, paragraph in enumerate(document.body)}
    return any(is_omission(p) for p in document.body[at[id(one)] : at[id(two)]])


Numbered = list[tuple[Paragraph, int]]
_ROMAN_HEADING = re.compile(r"^([IVXL]{1,6})\.\s+\S")
_CLAUSE = re.compile(r"^(\d{1,2})\.\s+\S")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral: "IV" → 4."""
    values = [_ROMAN_VALUES[letter] for letter in text] + [0]
    return sum(-one if one < two else one for one, two in pairwise(values))


def _number(text: str) -> int:
    """Return the value of the number of a division, Arabic or Roman; 0 for another ("thứ nhất", "A")."""
    if text.isdigit():
        return int(text)
    return roman_value(text) if re.fullmatch(r"[IVXLC]+", text) else 0


def _gaps(document: DocumentComponents, numbered: Numbered) -> Iterator[tuple[Paragraph, int, int]]:
    """Yield each paragraph whose number follows none above, with both numbers.

    A number 1 begins a further list; a list within another one ends where the number of the outer one goes on.
    """
    counts: list[int] = []
    for at, (paragraph, number) in enumerate(numbered):
        outer = [k for k, count in enumerate(counts) if count + 1 == number]
        if number == 1:
            counts.append(1)
        elif outer:
            counts[outer[-1] :] = [number]
        else:
            if counts and not _omission_between(document, numbered[at - 1][0], paragraph):
                yield paragraph, number, numbered[at - 1][1]
            counts[-1:] = [number]


def _roman_headings(document: DocumentComponents) -> Numbered:
    """Return the mục of a text without điều ("I. MỤC ĐÍCH"), unless the first is not I: a letter or a quotation."""
    found = [(p, m) for p in own_paragraphs(document) if (m := _ROMAN_HEADING.match(p.text))]
    headings = [(p, roman_value(m[1])) for p, m in found]
    return headings if headings and headings[0][1] == 1 else []


def muc_sequence(document: DocumentComponents) -> Iterator[Answer]:
    """Phần, chương, mục and tiểu mục follow one another without a gap; each may begin with 1 again under a larger one,
    or go on."""
    divisions = [(p, m) for p, m, _title in (*chapters_of(document), *sections_of(document))]
    kinds: dict[str, Numbered] = {}
    for paragraph, match in divisions:
        kinds.setdefault(match[1].lower(), []).append((paragraph, _number(match["n"])))
    every = [_roman_headings(document), *kinds.values()]
    gaps = [gap for numbered in every if all(n for _p, n in numbered) for gap in _gaps(document, numbered)]
    if not any(every):
        yield NotApplicable(NO_DIVISION)
    for paragraph, number, before in gaps[:1]:
        yield violation(paragraph, found=paragraph.text[:20], number=number, before=before)


def _clauses(document: DocumentComponents) -> list[Numbered]:
    """Return the khoản of each Điều whose khoản begin with 1 again, and of a text without any.

    None are returned where the first of all is not 1: such a list goes on from elsewhere.
    """
    found = [(p, int(m[1])) for p in own_paragraphs(document) if (m := _CLAUSE.match(p.text))]
    articles = [p.ordinal for p, _m in articles_of(document)]
    lists: list[Numbered] = []
    last = -1
    for paragraph, number in found if found and found[0][1] == 1 else ():
        article = bisect(articles, paragraph.ordinal)
        if number == 1 and article != last:
            lists.append([])
            last = article
        lists[-1].append((paragraph, number))
    return lists


def khoan_sequence(document: DocumentComponents) -> Iterator[Answer]:
    """Khoản follow one another without a gap, from 1 under each điều or mục. A number in a table or within a
    paragraph between the two is no gap."""
    lists = _clauses(document)
    if not lists:
        yield NotApplicable(NO_DIVISION)
    for clauses in lists:
        for gap in _gaps(document, clauses):
            if not _stands_elsewhere(document, clauses, gap):
                yield violation(gap[0], number=gap[1], before=gap[2])


def _stands_elsewhere(
    document: DocumentComponents, clauses: Sequence[tuple[Paragraph, int]], gap: tuple[Paragraph, int, int]
) -> bool:
    """Return whether the number before the gap's is in a table, or begins a line or sentence between the two."""
    above = next(p for (p, _n), (here, _m) in pairwise(clauses) if here is gap[0])
    between = [p for p in document.view.paragraphs if above.ordinal <= p.ordinal < gap[0].ordinal]
    wanted = re.compile(rf"(?:^|\n|[.;:] |(?<!\d)[.;:]){gap[1] - 1}\s*[./)]")
    return any(wanted.search(p.raw) for p in between)


def dieu_sequence(document: DocumentComponents) -> Iterator[Answer]:
    """Điều are numbered through the document; an extract has “[…]” in place of omitted ones."""
    articles = articles_of(document)
    if not articles:
        yield NotApplicable(NO_DIVISION)
    if not all(m["n"].isdigit() for _p, m in articles):
        return  # another rule reports it
    numbers = [(p, int(m["n"])) for p, m in articles]
    for (above, one), (paragraph, two) in pairwise(numbers):
        if two != one + 1 and two != 1 and not (two > one and _omission_between(document, above, paragraph)):
            yield violation(paragraph, found=two, before=one)
            return


def diem_order(document: DocumentComponents) -> Iterator[Answer]:
    """Điểm follow the Vietnamese alphabet: a, b, c, d, đ, e, g, h, i, k, l, m, n, o, p, q, r, s, t, u, v, x, y."""
    points = [(p, letter.lower()) for p, letter, sign in points_of(document) if sign == ")"]
    if len(points) < 2:
        yield NotApplicable(NO_DIVISION)
        return
    for (above, one), (paragraph, two) in pairwise(points):
        if two == "a" or two == one or _omission_between(document, above, paragraph):
            continue
        at = LETTERS.find(one)
        wanted = LETTERS[at + 1] if 0 <= at < len(LETTERS) - 1 else ""
        if two != wanted and (two in "fjwz" or LETTERS.find(two) > at):
            yield violation(paragraph, found=two, before=one, wanted=wanted)
            return


def khoan_swallowed(document: DocumentComponents) -> Iterator[Answer]:
    """Each điều and khoản begins a paragraph; numbers that follow each other within one are lines that ran together."""
    paragraphs = own_paragraphs(document)
    if not paragraphs:
        yield NotApplicable(NO_DIVISION)
    found = [(p, at) for p in paragraphs for at in swallowed(p.text, (KHOAN, DIEU))]
    for paragraph, at in found[:1]:
        yield violation(paragraph, text=paragraph.text[at : at + _SHOWN].strip())


_SHOWN = 40  # letters of a khoản that are quoted
