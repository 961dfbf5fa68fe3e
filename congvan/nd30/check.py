"""Bytes → verdicts: reads the view, finds the components, asks every rule in force, keeps the four answers apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from congvan.decree.kinds import KINDS
from congvan.messages import Message
from congvan.nd30.components.document import Part
from congvan.nd30.components.locate import parts_of
from congvan.nd30.model.view import View
from congvan.nd30.rules import RULES
from congvan.nd30.rules.base import (  # fmt: skip
    BROKEN,
    HOLDS,
    NOT_APPLICABLE,
    NOT_EVALUATED,
    Answer,
    Broken,
    Holds,
    NotApplicable,
    NotEvaluated,
    Rule,
    Spot,
)
from congvan.opc.sniff import kind_of
from congvan.problems import Severity

NOWHERE, KEPT = Spot(), Holds(None)
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
class Result:
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
    spot: Spot = NOWHERE

    @property
    def hint(self) -> Message | None:
        """The remedy of a broken rule; of one that holds what is to be added."""
        return Message(f"{self.id}.hint", **self.message.values) if self.message else self.remark

    @property
    def where(self) -> str | Message:
        return self.spot.where


@dataclass(frozen=True)
class Report:
    """What was found in one file. `pages` 0 when unknown; `document_kind` a key of the 29 kinds or ""."""

    path: str
    results: tuple[Result, ...]
    pages: int = 0
    document_kind: str = ""
    format: str = ""
    profile: str = "nd30-2020"
    unreadable: Message | None = None
    day: date | None = None
    pictures: tuple[int, ...] = ()  # pages that are pictures, not read

    @property
    def broken(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.verdict == BROKEN)

    @property
    def good(self) -> bool:
        """Nothing broken, something judged and every page read: a scan is never good, nor is a paper with a scanned
        page."""
        return not self.broken and not self.pictures and any(r.verdict == HOLDS for r in self.results)


def check(data: bytes, name: str, *, profile: str = "nd30-2020", on: date | None = None) -> Report:
    """Judges a DOCX or PDF; never raises for what the bytes hold.

    `on`: the day whose law binds the document; default: every rule of the profile, whatever the date on
    the paper (a slip in the date must not silence the rules). Raises KeyError for an unknown profile.
    """
    rules = PROFILES[profile].rules
    return judge(read(data), name, rules, profile=profile, on=on)


def unread(why: str, name: str, *, profile: str = "nd30-2020") -> Report:
    """The report on a file that was not read, why: a key of `UNREADABLE`."""
    return judge(View("", unreadable=why), name, PROFILES[profile].rules, profile=profile)


def read(data: bytes) -> View:
    """The view of a file by its first bytes."""
    kind = kind_of(data)
    if kind == "pdf":
        from congvan.nd30.pdf.reader import read_pdf

        return read_pdf(data)
    if kind in ("zip", "encrypted", "old-office"):
        from congvan.nd30.docx.reader import read_docx

        return read_docx(data)
    return View("", unreadable="empty" if kind == "empty" else "not-word")


def judge(view: View, name: str, rules: Sequence[Rule], *, profile: str = "", on: date | None = None) -> Report:
    """The report on a view."""
    pages = len(view.pages) if view.laid_out else 0
    if view.unreadable:
        reason = Message(f"unreadable.{view.unreadable if view.unreadable in UNREADABLE else 'no-text'}")
        results = tuple(_result(rule, NotEvaluated(reason)) for rule in rules)
        return Report(name, results, pages, "", view.format, profile, reason)
    parts = parts_of(view)
    if view.unread and parts[0].nation is None:
        return judge(replace(view, unreadable="part-scan"), name, rules, profile=profile)
    if parts[0].outside:
        answer = NotApplicable(Message(f"outside.{parts[0].outside}"))
        return Report(name, tuple(_result(rule, answer) for rule in rules), pages, "", view.format, profile)
    found: list[Result] = []
    for rule in rules:
        if on is not None and not rule.in_force(on):
            found.append(_result(rule, NotApplicable(Message("rule-not-in-force"))))
        else:
            asked = _ask(rule, parts[:1] if rule.once else parts)
            lost = view.unread and rule.absence and any(r.verdict == BROKEN for r in asked)
            found += [_result(rule, NotEvaluated(Message("unreadable.part-scan")))] if lost else asked
    pictures = tuple(page for page in view.unread if page)
    return Report(name, tuple(found), pages, parts[0].kind, view.format, profile, day=on, pictures=pictures)


def _ask(rule: Rule, parts: Iterable[Part]) -> list[Result]:
    """Findings of all parts; without one, holds if it holds anywhere, else the weakest answer."""
    answers: list[Answer] = []
    held = False
    for part in parts:
        own = list(rule.check(part))
        held = held or all(isinstance(a, Holds) for a in own)
        answers += own
    if not answers:
        return [_result(rule, KEPT)]
    findings = [a for a in answers if isinstance(a, Broken)]
    if findings:
        return [_result(rule, a) for a in findings]
    if held:
        return [_result(rule, next((a for a in answers if isinstance(a, Holds)), KEPT))]
    unread = [a for a in answers if isinstance(a, NotEvaluated)]
    return [_result(rule, (unread or answers)[0])]


def _result(rule: Rule, answer: Answer) -> Result:
    if isinstance(answer, Broken):
        spot = answer.spot
        message = Message(rule.id, **answer.values)
        return Result(rule.id, rule.clause, BROKEN, rule.severity, None, spot.page, spot.line, message, spot=spot)
    if answer is KEPT:
        return _silent(rule.id, rule.clause, rule.severity, HOLDS, None)
    if isinstance(answer, Holds):
        return Result(rule.id, rule.clause, HOLDS, rule.severity, remark=answer.remark)
    verdict = NOT_APPLICABLE if isinstance(answer, NotApplicable) else NOT_EVALUATED
    return _silent(rule.id, rule.clause, rule.severity, verdict, answer.reason)


@lru_cache(1024)
def _silent(rule: str, clause: Message | str, severity: Severity, verdict: str, reason: Message | None) -> Result:
    """A verdict that names no place: the same for every file that gets it."""
    return Result(rule, clause, verdict, severity, reason)


def kind_name(key: str) -> str:
    """A kind's Vietnamese name, "" for an unknown one."""
    return KINDS[key].name if key in KINDS else ""
