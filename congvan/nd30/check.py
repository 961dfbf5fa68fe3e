"""Check the bytes of a document: measure it as a view, locate its components, apply every rule in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.problems import Severity
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.locate import locate_components
from congvan.nd30.model.view import View
from congvan.nd30.opening import read_view
from congvan.nd30.rules import RULES, SEEN_WITHOUT_WORDS
from congvan.nd30.rules.base import (
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

NO_LOCATION, HOLDS_WITHOUT_REMARK = Location(), Holds(None)
UNREADABLE = (
    *("scan", "recognised", "part-scan", "no-text", "no-unicode", "empty", "damaged", "locked", "hostile"),
    *("too-large", "old-word", "not-word", "not-converted", "classified"),
)
"""The reasons why a file, or a page of it, could not be read; their texts are the catalogue's `unreadable.REASON`."""


@dataclass(frozen=True)
class Profile:
    """A set of rules with the decree that they come from."""

    id: str
    title: str
    rules: tuple[Rule, ...]


PROFILES: dict[str, Profile] = {"nd30-2020": Profile("nd30-2020", "Nghị định 30/2020/NĐ-CP", RULES)}


@dataclass(frozen=True)
class RuleResult:
    """One verdict of one rule; a broken rule gives one result for each violation.

    `page` and `line` count from 1, 0 when unknown: in a DOCX the line is the paragraph, and `where` describes it in
    words. The messages are put into a language when they are shown.
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
        """The remedy for a violation, or the remark of a rule that holds."""
        return Message(f"{self.id}.hint", **self.message.values) if self.message else self.remark

    @property
    def where(self) -> str | Message:
        return self.location.where


@dataclass(frozen=True)
class CheckReport:
    """The results for one file. `pages`: 0 when unknown; `document_kind`: a key of the 29 kinds, or ""."""

    path: str
    results: tuple[RuleResult, ...]
    pages: int = 0
    document_kind: str = ""
    format: str = ""
    profile: str = "nd30-2020"
    unreadable: Message | None = None
    day: date | None = None
    pictures: tuple[int, ...] = ()  # pages that are only a picture, so not read
    converted: bool = False  # from a .doc, which may have changed what is judged

    @property
    def broken(self) -> tuple[RuleResult, ...]:
        return tuple(r for r in self.results if r.verdict == BROKEN)

    @property
    def good(self) -> bool:
        """Whether no rule is broken, at least one holds and every page was read: never true of a file with a scanned
        page."""
        return not self.broken and not self.pictures and any(r.verdict == HOLDS for r in self.results)


def check(
    data: bytes,
    name: str,
    *,
    profile: str = "nd30-2020",
    on: date | None = None,
    template: bytes = b"",
) -> CheckReport:
    """Check a DOCX or PDF file; the content of the bytes never raises.

    `on`: the date whose law binds the document; by default every rule of the profile is applied. Why: the date on the
    paper does not choose the rules, because a mistake in it must not silence them. `template`: the DOCX
    that a PDF was made from, so that its margins are known. Raises KeyError for an unknown profile.
    """
    rules = PROFILES[profile].rules
    return check_view(read_view(data, template=template), name, rules, profile=profile, on=on)


def check_view(
    view: View, name: str, rules: Sequence[Rule], *, profile: str = "", on: date | None = None
) -> CheckReport:
    """Apply the rules to a view and report the results."""
    pages = len(view.pages) if view.laid_out else 0
    if view.unreadable:
        reason = Message(f"unreadable.{view.unreadable if view.unreadable in UNREADABLE else 'no-text'}")
        unevaluated = tuple(_result(rule, NotEvaluated(reason)) for rule in rules)
        return CheckReport(name, unevaluated, pages, "", view.format, profile, reason)
    documents = locate_components(view)
    if view.unread and documents[0].national_name is None:
        return check_view(replace(view, unreadable="part-scan"), name, rules, profile=profile)
    if documents[0].out_of_scope:
        answer = NotApplicable(Message(f"outside.{documents[0].out_of_scope}"))
        results = tuple(_result(rule, answer) for rule in rules)
        return CheckReport(name, results, pages, "", view.format, profile, converted=view.converted)
    results = tuple(result for rule in rules for result in _rule_results(rule, documents, view, on))
    pictures = tuple(page for page in view.unread if page)
    return CheckReport(
        name, results, pages, documents[0].kind, view.format, profile, None, on, pictures, view.converted
    )


def _rule_results(
    rule: Rule, documents: Sequence[DocumentComponents], view: View, on: date | None
) -> Sequence[RuleResult]:
    """Apply one rule, unless it is not in force.

    What is missed in a file with unread pages or a head in a picture, or read in a text that lacks letters, is not a
    violation.
    """
    if on is not None and not rule.in_force(on):
        return [_result(rule, NotApplicable(Message("rule-not-in-force")))]
    results = _apply(rule, documents[:1] if rule.once else documents)
    if not any(r.verdict == BROKEN for r in results):
        return results
    if view.unread and rule.absence:
        return [_result(rule, NotEvaluated(Message("unreadable.part-scan")))]
    if view.pictured and ((rule.absence and not rule.once) or rule.id == "ND30-MARGIN-TOP"):
        return [_result(rule, NotEvaluated(Message("nd30.part-pictured")))]
    if view.lacks_letters and rule.id not in SEEN_WITHOUT_WORDS:
        return [_result(rule, NotEvaluated(Message("nd30.lacks-letters")))]
    return results


def _apply(rule: Rule, documents: Iterable[DocumentComponents]) -> list[RuleResult]:
    """Return the violations in all documents; without any, "holds" if the rule holds in one, else the weakest
    answer."""
    answers: list[Answer] = []
    any_holds = False
    for document in documents:
        document_answers = list(rule.check(document))
        any_holds = any_holds or all(isinstance(a, Holds) for a in document_answers)
        answers += document_answers
    if not answers:
        return [_result(rule, HOLDS_WITHOUT_REMARK)]
    violations = [a for a in answers if isinstance(a, Violation)]
    if violations:
        return [_result(rule, a) for a in violations]
    if any_holds:
        return [_result(rule, next((a for a in answers if isinstance(a, Holds)), HOLDS_WITHOUT_REMARK))]
    unevaluated = [a for a in answers if isinstance(a, NotEvaluated)]
    return [_result(rule, (unevaluated or answers)[0])]


def _result(rule: Rule, answer: Answer) -> RuleResult:
    if isinstance(answer, Violation):
        location = answer.location
        message = Message(rule.id, **answer.values)
        return RuleResult(
            rule.id, rule.clause, BROKEN, rule.severity, None, location.page, location.line, message, location=location
        )
    if answer is HOLDS_WITHOUT_REMARK:
        return _result_without_location(rule.id, rule.clause, rule.severity, HOLDS, None)
    if isinstance(answer, Holds):
        return RuleResult(rule.id, rule.clause, HOLDS, rule.severity, remark=answer.remark)
    verdict = NOT_APPLICABLE if isinstance(answer, NotApplicable) else NOT_EVALUATED
    return _result_without_location(rule.id, rule.clause, rule.severity, verdict, answer.reason)


def with_shared_results(report: CheckReport) -> CheckReport:
    """Return a report that came from another process with the results that many reports have in common held once."""
    results = tuple(
        r if r.message or r.remark else _result_without_location(r.id, r.clause, r.severity, r.verdict, r.reason)
        for r in report.results
    )
    return replace(report, results=results)


@lru_cache(4096)
def _result_without_location(
    rule: str, clause: Message | str, severity: Severity, verdict: str, reason: Message | None
) -> RuleResult:
    """Return a result without location, shared by all files that get the same one."""
    return RuleResult(rule, clause, verdict, severity, reason)


def kind_name(key: str) -> str:
    """Return the Vietnamese name of a kind; "" for an unknown key."""
    return KINDS[key].name if key in KINDS else ""
