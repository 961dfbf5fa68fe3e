"""Rules: their declaration, the answers they may give, and the locations of violations.

A rule's check is a function from `DocumentComponents` to answers; yielding no answer means that the rule holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from congvan.core.i18n import _
from congvan.core.messages import Figures, Message, template
from congvan.core.problems import Severity
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Box, PageGeometry, Paragraph

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
IN_FORCE = date(2020, 3, 5)  # Điều 38.1: from the day of signing
HOLDS, BROKEN, NOT_APPLICABLE, NOT_EVALUATED = "holds", "broken", "not-applicable", "not-evaluated"


@dataclass(frozen=True)
class Location:
    """Where a violation was found. Page and line count from 1, 0 when unknown.

    `box` in mm, for the note in an annotated PDF; `where` describes the place of a DOCX in words; `text` is an excerpt.
    """

    page: int = 0
    line: int = 0
    box: Box | None = None
    where: str | Message = ""
    text: str = ""


def location_of(place: Paragraph | PageGeometry | None) -> Location:
    """Return the location of a paragraph or of a whole page."""
    if place is None:
        return Location()
    if isinstance(place, PageGeometry):
        return Location(0 if place.declared else place.number)
    return Location(place.page, place.line, place.box, place.where, place.text[:80])


@dataclass(frozen=True)
class Violation:
    """The clause is not kept at this location; `values` fill the rule's message."""

    location: Location
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NotApplicable:
    """The document has no component that the clause applies to."""

    reason: Message


@dataclass(frozen=True)
class NotEvaluated:
    """The file does not show the property that the clause requires."""

    reason: Message


@dataclass(frozen=True)
class Holds:
    """The clause is kept; `remark` adds a hint for the reader."""

    remark: Message | None


Answer = Violation | NotApplicable | NotEvaluated | Holds
Check = Callable[[DocumentComponents], Iterable[Answer]]


@dataclass(frozen=True)
class Rule:
    """A clause of the decree with the function that checks it.

    The message of a violation is the catalogue's `ID`, its remedy `ID.hint`. `manual`: the text of the manual page,
    followed there by the samples `right` and `wrong`. `once`: checked on the file's first document only (paper, page
    numbers). `absence`: reports missing components, which a page that is only a picture may contain. `since`, `until`:
    the dates of issue that the rule binds.
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
        """Return whether the rule binds a document issued on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def rule(
    ident: str,
    check: Check,
    *,
    clause: str,
    severity: str,
    right: str | list[str],
    wrong: str | list[str] = "",
    manual: str = "",
    once: bool = False,
    absence: bool = False,
) -> Rule:
    """Return the rule of a row of rules.toml.

    `clause`: its place, or the id of a message that says it. Without `manual` the docstring of the check is the page of
    the manual.
    """
    page = manual or " ".join((check.__doc__ or "").split())
    where = Message(clause) if clause.startswith("clause.") else clause
    good, bad = ((each,) if isinstance(each, str) else tuple(each) for each in (right, wrong))
    return Rule(f"ND30-{ident}", where, Severity(severity), check, page, good, bad, once, absence)


def violation(place: Paragraph | PageGeometry | Location | None, **values: Any) -> Violation:
    """Return a violation at a paragraph, page or location; `values` fill the rule's message."""
    return Violation(place if isinstance(place, Location) else location_of(place), values)


NO_LAYOUT = Message("nd30.docx-lines-pages")
STYLE_UNKNOWN = Message("nd30.size-face-text")
MISSING = Message("nd30.document-such-component")


def kind_not_listed(document: DocumentComponents) -> NotEvaluated:
    """Return the answer on a part that no sheet asks of a document whose heading names none of the 29 kinds."""
    heading = document.unlisted_heading
    return NotEvaluated(Message("nd30.kind-not-listed", heading=heading.text if heading is not None else ""))


def format_points(size: float) -> Figures:
    """Format a size in points for a message: 14, 12.5."""
    return Figures(f"{size:g}")


def manual_of(rule: Rule) -> str:
    """Return the manual text of a rule, translated: its check's docstring, or else the catalogue's `ID.manual`."""
    return _(rule.manual) or template(f"{rule.id}.manual") or ""


def message_pattern(id_: str) -> str:
    """Return a message of the catalogue with the names of its values in ‹ ›; "" if there is none."""
    return (template(id_) or "").replace("{", "‹").replace("}", "›")


LEFT_BLANK = Message("nd30.left-blank-pen")
