"""Bytes → verdicts: reads the view, finds the components, asks every rule in force, keeps the four answers apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from congvan.decree.kinds import KINDS
from congvan.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.locate import locate_components
from congvan.nd30.model.view import View
from congvan.nd30.rules import RULES
from congvan.nd30.rules.base import (  # fmt: skip
    BROKEN,
    HOLDS,
    NOT_APPLICABLE,
    NOT_EVALUATED,
    Answer,
    Holds,
    Location,
    NotApplicable,
    NotEvaluated,
    Rule,
    Violation,
)
from congvan.opc.sniff import kind_of
from congvan.problems import Severity

NO_LOCATION, HOLDS_WITHOUT_REMARK = Location(), Holds(None)
UNREADABLE = (
    *("scan", "recognised", "part-scan", "no-text", "no-unicode", "empty", "damaged", "locked", "hostile"),
    *("too-large", "old-word", "not-word"),
)
"""Why a file, or a page of it, could not be read: the catalogue's `unreadable.WHY`."""


@dataclass(frozen=True)
class Profile:
    """A rule set: which rules, by which decree."""

    id: str
    title: str
    rules: tuple[Rule, ...]


PROFILES: dict[str, Profile] = {"nd30-2020": Profile("nd30-2020", "Nghị định 30/2020/NĐ-CP", RULES)}


@dataclass(frozen=True)
class RuleResult:
    """One verdict of one rule; a broken rule gives one for each place. What is said is chosen when it is shown.

    `page` and `line` count from 1, 0 when not known: in a DOCX the line is the paragraph and `where` says it in words.
    """

    id: str
    clause: str | Message
    verdict: str
    severity: Severity
    reason: Message | None = None
    page: int = 0
    line: int = 0
    message: Message | None = None
    remark: Message | None = None
    location: Location = NO_LOCATION

    @property
    def hint(self) -> Message | None:
        """The remedy of a broken rule; of one that holds what is to be added."""
        return Message(f"{self.id}.hint", **self.message.values) if self.message else self.remark

    @property
    def where(self) -> str | Message:
        return self.location.where


@dataclass(frozen=True)
class CheckReport:
    """What was found in one file. `pages` 0 when unknown; `document_kind` a key of the 29 kinds or ""."""

    path: str
    results: tuple[RuleResult, ...]
    pages: int = 0
    document_kind: str = ""
    format: str = ""
    profile: str = "nd30-2020"
    unreadable: Message | None = None
    day: date | None = None
    pictures: tuple[int, ...] = ()  # pages that are pictures, not read

    @property
    def broken(self) -> tuple[RuleResult, ...]:
        return tuple(r for r in self.results if r.verdict == BROKEN)

    @property
    def good(self) -> bool:
        """Nothing broken, something judged and every page read: a scan is never good, nor is a paper with a scanned
        page."""
        return not self.broken and not self.pictures and any(r.verdict == HOLDS for r in self.results)


def check(data: bytes, name: str, *, profile: str = "nd30-2020", on: date | None = None) -> CheckReport:
    """Judges a DOCX or PDF; never raises for what the bytes hold.

    `on`: the day whose law binds the document; default: every rule of the profile, whatever the date on
    the paper (a slip in the date must not silence the rules). Raises KeyError for an unknown profile.
    """
    rules = PROFILES[profile].rules
    return check_view(read_view(data), name, rules, profile=profile, on=on)


def unreadable_report(why: str, name: str, *, profile: str = "nd30-2020") -> CheckReport:
    """The report on a file that was not read, why: a key of `UNREADABLE`."""
    return check_view(View("", unreadable=why), name, PROFILES[profile].rules, profile=profile)


def read_view(data: bytes) -> View:
    """The view of a file by its first bytes."""
    kind = kind_of(data)
    if kind == "pdf":
        from congvan.nd30.pdf.reader import read_pdf

        return read_pdf(data)
    if kind in ("zip", "encrypted", "old-office"):
        from congvan.nd30.docx.reader import read_docx

        return read_docx(data)
    return View("", unreadable="empty" if kind == "empty" else "not-word")


def check_view(
    view: View, name: str, rules: Sequence[Rule], *, profile: str = "", on: date | None = None
) -> CheckReport:
    """The report on a view."""
    pages = len(view.pages) if view.laid_out else 0
    if view.unreadable:
        reason = Message(f"unreadable.{view.unreadable if view.unreadable in UNREADABLE else 'no-text'}")
        results = tuple(_result(rule, NotEvaluated(reason)) for rule in rules)
        return CheckReport(name, results, pages, "", view.format, profile, reason)
    parts = locate_components(view)
    if view.unread and parts[0].national_name is None:
        return check_view(replace(view, unreadable="part-scan"), name, rules, profile=profile)
    if parts[0].out_of_scope:
        answer = NotApplicable(Message(f"outside.{parts[0].out_of_scope}"))
        return CheckReport(name, tuple(_result(rule, answer) for rule in rules), pages, "", view.format, profile)
    found: list[RuleResult] = []
    for rule in rules:
        if on is not None and not rule.in_force(on):
            found.append(_result(rule, NotApplicable(Message("rule-not-in-force"))))
        else:
            asked = _apply(rule, parts[:1] if rule.once else parts)
            lost = view.unread and rule.absence and any(r.verdict == BROKEN for r in asked)
            found += [_result(rule, NotEvaluated(Message("unreadable.part-scan")))] if lost else asked
    pictures = tuple(page for page in view.unread if page)
    return CheckReport(name, tuple(found), pages, parts[0].kind, view.format, profile, day=on, pictures=pictures)


def _apply(rule: Rule, parts: Iterable[DocumentComponents]) -> list[RuleResult]:
    """Findings of all parts; without one, holds if it holds anywhere, else the weakest answer."""
    answers: list[Answer] = []
    held = False
    for document in parts:
        own = list(rule.check(document))
        held = held or all(isinstance(a, Holds) for a in own)
        answers += own
    if not answers:
        return [_result(rule, HOLDS_WITHOUT_REMARK)]
    findings = [a for a in answers if isinstance(a, Violation)]
    if findings:
        return [_result(rule, a) for a in findings]
    if held:
        return [_result(rule, next((a for a in answers if isinstance(a, Holds)), HOLDS_WITHOUT_REMARK))]
    unevaluated = [a for a in answers if isinstance(a, NotEvaluated)]
    return [_result(rule, (unevaluated or answers)[0])]


def _result(rule: Rule, answer: Answer) -> RuleResult:
    if isinstance(answer, Violation):
        found_at = answer.location
        message = Message(rule.id, **answer.values)
        return RuleResult(
            rule.id, rule.clause, BROKEN, rule.severity, None, found_at.page, found_at.line, message, location=found_at
        )
    if answer is HOLDS_WITHOUT_REMARK:
        return _result_without_location(rule.id, rule.clause, rule.severity, HOLDS, None)
    if isinstance(answer, Holds):
        return RuleResult(rule.id, rule.clause, HOLDS, rule.severity, remark=answer.remark)
    verdict = NOT_APPLICABLE if isinstance(answer, NotApplicable) else NOT_EVALUATED
    return _result_without_location(rule.id, rule.clause, rule.severity, verdict, answer.reason)


@lru_cache(1024)
def _result_without_location(
    rule: str, clause: Message | str, severity: Severity, verdict: str, reason: Message | None
) -> RuleResult:
    """A verdict that names no place: the same for every file that gets it."""
    return RuleResult(rule, clause, verdict, severity, reason)


def kind_name(key: str) -> str:
    """A kind's Vietnamese name, "" for an unknown one."""
    return KINDS[key].name if key in KINDS else ""
