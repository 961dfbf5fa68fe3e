"""Size, weight, slant and case of every component: up to four rules for each row of `TABLE`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import SIZE_SLACK, is_capitals, is_style_known, letter_share
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import (
    MISSING,
    STYLE_UNKNOWN,
    Answer,
    Check,
    NotApplicable,
    NotEvaluated,
    Rule,
    Violation,
    format_points,
    violation,
)
from congvan.nd30.rules.typography_table import TABLE, ComponentStyle


def size_range(low: float, high: float) -> str:
    """Format a range of sizes for a message: 13 or 13–14."""
    return format_points(low) if low == high else f"{format_points(low)}–{format_points(high)}"


ParagraphTest = Callable[[Paragraph], Answer | None]


def _check_each(row: ComponentStyle, test: ParagraphTest, together: bool) -> Check:
    """Return a check that tests every paragraph and reports equal consecutive violations once.

    `together`: test all paragraphs of the component as one.
    """

    def check(document: DocumentComponents) -> Iterable[Answer]:
        paragraphs = [p for p in row.find(document) if p is not None and p.ink]
        if not paragraphs:
            return [NotApplicable(MISSING)]
        if together:
            paragraphs = [replace(paragraphs[0], lines=tuple(n for p in paragraphs for n in p.lines))]
        answers = [a for p in paragraphs if (a := test(p)) is not None]
        kept: list[Answer] = []
        for answer in answers:
            last = kept[-1] if kept else None
            same = isinstance(answer, Violation) and isinstance(last, Violation) and last.values == answer.values
            if not same:
                kept.append(answer)
        return kept

    return check


def _size_test(row: ComponentStyle) -> ParagraphTest:
    low, high = row.low or 0.0, row.high or 0.0

    def test(paragraph: Paragraph) -> Answer | None:
        ink = [r for r in paragraph.ink if r.size > 0]
        if not ink:
            return NotEvaluated(STYLE_UNKNOWN)
        off = [r for r in ink if not low - SIZE_SLACK <= r.size <= high + SIZE_SLACK]
        letters = sum(len(r.text.strip()) for r in off)
        if not off or letters < max(3, 0.15 * sum(len(r.text.strip()) for r in ink)):
            return None
        worst = max(off, key=lambda r: len(r.text))
        return violation(paragraph, name=row.name, found=format_points(worst.size), wanted=size_range(low, high))

    return test


def _style_test(row: ComponentStyle, attribute: str, wanted: bool) -> ParagraphTest:
    def test(paragraph: Paragraph) -> Answer | None:
        if not is_style_known(paragraph):
            return NotEvaluated(STYLE_UNKNOWN)
        document = letter_share(paragraph.ink, lambda r: bool(getattr(r, attribute)) is wanted)
        return None if document >= (0.8 if wanted else 0.5) else violation(paragraph, name=row.name)

    return test


_KINH_GUI = re.compile(r"KÍNH G")


def _is_phrase(text: str) -> bool:
    """Return whether capitals are words, not abbreviations: more than three, with a Vietnamese letter."""
    return len(text.split()) > 3 and any(c.isalpha() and not c.isascii() for c in text)


def _case_test(row: ComponentStyle) -> ParagraphTest:
    def test(paragraph: Paragraph) -> Answer | None:
        text = "".join(r.text for r in paragraph.ink)
        if row.case == "upper":
            good = is_capitals(text)
        elif row.case == "lower each":
            good = not _KINH_GUI.match(text) and not (is_capitals(text) and _is_phrase(text))
        else:
            words = [w for w in text.split() if any(c.isalpha() for c in w)]
            good = not is_capitals(text) or (len(words) < 3 and sum(c.isalpha() for c in text) < 6)
        good = good and not (row.slip and re.search(row.slip, text))
        return None if good else violation(paragraph, name=row.name)

    return test


def _component_rules(row: ComponentStyle) -> Iterable[Rule]:
    """Yield the rules of a component; their messages and manual pages (`ID.manual`) are in the catalogue."""

    def make(suffix: str, test: ParagraphTest, wrong: str) -> Rule:
        check = _check_each(row, test, suffix == "CASE" and row.case == "lower")
        return Rule(f"ND30-{row.ident}-{suffix}", row.clause, row.severity, check, "", (row.right,), (wrong,))

    if row.low is not None and row.high is not None:
        yield make("SIZE", _size_test(row), f"{row.right} ({format_points(row.high + 1)} pt)")
    if row.bold is not None:
        yield make("WEIGHT", _style_test(row, "bold", row.bold), f"{row.right} ({'regular' if row.bold else 'bold'})")
    if row.italic is not None:
        other = "upright" if row.italic else "italic"
        yield make("SLANT", _style_test(row, "italic", row.italic), f"{row.right} ({other})")
    if row.case:
        yield make("CASE", _case_test(row), row.right.title() if row.case == "upper" else row.right.upper())


RULES: tuple[Rule, ...] = tuple(made for row in TABLE for made in _component_rules(row))
