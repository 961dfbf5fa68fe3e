"""What a rule is, what it may answer, and what the checker reports.

A rule is a function from a `Part` (a document with its components found) to answers. No answer means that it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congvan.i18n import _
from congvan.messages import Message, template
from congvan.nd30.components.document import Part
from congvan.nd30.model.view import Box, Page, Paragraph
from congvan.problems import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
IN_FORCE = date(2020, 3, 5)  # Điều 38.1: from the day of signing
HOLDS, BROKEN, NOT_APPLICABLE, NOT_EVALUATED = "holds", "broken", "not-applicable", "not-evaluated"


@dataclass(frozen=True)
class Spot:
    """Where a finding stands: page and line from 1 (0 = not known), the box in mm for a note on the page, words."""

    page: int = 0
    line: int = 0
    box: Box | None = None
    where: str | Message = ""
    text: str = ""


def spot(place: Paragraph | Page | None) -> Spot:
    """The spot of a paragraph or of a whole page."""
    if place is None:
        return Spot()
    if isinstance(place, Page):
        return Spot(0 if place.declared else place.number)
    return Spot(place.page, place.line, place.box, place.where, place.text[:80])


@dataclass(frozen=True)
class Broken:
    """The clause is not kept, at this place; `values` fill the rule's message."""

    spot: Spot
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NotApplicable:
    """The paper has nothing that the clause speaks of."""

    reason: Message


@dataclass(frozen=True)
class NotEvaluated:
    """The clause speaks of something that can't be read in this file."""

    reason: Message


@dataclass(frozen=True)
class Holds:
    """The clause is kept, and there is something to add."""

    remark: Message | None


Answer = Broken | NotApplicable | NotEvaluated | Holds
Check = Callable[[Part], Iterable[Answer]]


@dataclass(frozen=True)
class Rule:
    """A clause as code. Its message is the catalogue's `ID`, its remedy `ID.hint`. `manual`: what it says and why, then
    the samples `right` and `wrong`.

    `once`: judged on the file's first document only (page geometry). `attached`: also on attached documents that have a
    head of their own without number and date. `absence`: finds that something is missing, which a picture may hold.
    """

    id: str
    clause: str | Message
    severity: Severity
    check: Check
    manual: str
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    once: bool = False
    absence: bool = False
    since: date = IN_FORCE
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the rule binds a document of that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def rule(
    ident: str,
    clause: str | Message,
    severity: Severity,
    *,
    right: tuple[str, ...] = (),
    wrong: tuple[str, ...] = (),
    once: bool = False,
    absence: bool = False,
) -> Callable[[Check], Rule]:
    """Makes a rule of a function; the docstring is its page of the manual."""

    def make(check: Check) -> Rule:
        manual = " ".join((check.__doc__ or "").split())
        return Rule(f"ND30-{ident}", clause, severity, check, manual, right, wrong, once, absence)

    return make


def broken(place: Paragraph | Page | Spot | None, **values: Any) -> Broken:
    """A finding at a paragraph, page or spot."""
    return Broken(place if isinstance(place, Spot) else spot(place), values)


NO_PLACES = Message("nd30.docx-lines-pages")
MISSING = Message("nd30.document-such-component")


def points(size: float) -> str:
    """A size for a message: 14, 12.5."""
    return f"{size:g}"


def manual_of(rule: Rule) -> str:
    """What a rule says and why: the docstring of its check, or the catalogue's `ID.manual`."""
    return _(rule.manual) or template(f"{rule.id}.manual") or ""


def pattern(id_: str) -> str:
    """A message of the catalogue with the names of its values in ‹ ›; "" where there is none."""
    return (template(id_) or "").replace("{", "‹").replace("}", "›")
