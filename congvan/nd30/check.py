"""Bytes → verdicts: reads the view, finds the components, asks every rule in force, keeps the four answers apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from congvan import i18n
from congvan.decree.kinds import KINDS
from congvan.i18n import _
from congvan.nd30.components.document import Part
from congvan.nd30.components.locate import parts_of
from congvan.nd30.model.view import View
from congvan.nd30.rules import RULES
from congvan.nd30.rules.base import (  # fmt: skip
    BROKEN,
    HOLDS,
    N_,
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

NOWHERE, KEPT = Spot(), Holds("")
UNREADABLE = {
    "scan": N_("no text layer: the pages are pictures (a scan)"),
    "recognised": N_("the text layer is a machine's reading of pictures (a scan)"),
    "part-scan": N_("some pages are pictures (a scan)"),
    "no-text": N_("no text could be read"),
    "no-unicode": N_("the faces don't tell which letters they draw"),
    "empty": N_("the file is empty (0 bytes); copy it again from where it came"),
    "damaged": N_("the file is damaged; open it in Word or LibreOffice and save it again, or ask for another copy"),
    "locked": N_("the file is locked by a password; save a copy without one"),
    "hostile": N_("the file holds what a document has no need of (entities, endless nesting) and was not read"),
    "too-large": N_("the file is larger than a document may be"),
    "old-word": N_("a .doc of old Word; save it as .docx"),
    "not-word": N_("neither a DOCX nor a PDF; save it as one of them"),
}

OUTSIDE = {
    "no-document": N_("nothing on it shows an administrative document: no Quốc hiệu, number, Nơi nhận or “Phụ lục”"),
    "private": N_("no issuing body and no number stand at its head: a paper of a person, a contract, a form"),
    "normative": N_("a normative legal act, whose form other decrees set"),
    "party": N_("a paper of the Party, which has its own rules of form"),
}


@dataclass(frozen=True)
class Profile:
    """A rule set: which rules, by which decree."""

    id: str
    title: str
    rules: tuple[Rule, ...]


PROFILES: dict[str, Profile] = {"nd30-2020": Profile("nd30-2020", "Nghị định 30/2020/NĐ-CP", RULES)}


@dataclass(frozen=True)
class Result:
    """One verdict of one rule; a broken rule gives one for each place. Text fields are in the language of the run.

    `page` and `line` count from 1, 0 when not known: in a DOCX the line is the paragraph and `where` says it in words.
    """

    id: str
    clause: str
    verdict: str
    severity: Severity
    reason: str = ""
    page: int = 0
    line: int = 0
    message: str = ""
    hint: str = ""
    spot: Spot = NOWHERE

    @property
    def where(self) -> str:
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
    unreadable: str = ""
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
        reason = _(UNREADABLE.get(view.unreadable, UNREADABLE["no-text"]))
        results = tuple(_result(rule, NotEvaluated(reason)) for rule in rules)
        return Report(name, results, pages, "", view.format, profile, reason)
    parts = parts_of(view)
    if view.unread and parts[0].nation is None:
        return judge(replace(view, unreadable="part-scan"), name, rules, profile=profile)
    if parts[0].outside:
        answer = NotApplicable(OUTSIDE[parts[0].outside])
        return Report(name, tuple(_result(rule, answer) for rule in rules), pages, "", view.format, profile)
    found: list[Result] = []
    for rule in rules:
        if on is not None and not rule.in_force(on):
            found.append(_result(rule, NotApplicable(N_("the rule was not in force on the document's day"))))
        else:
            asked = _ask(rule, parts[:1] if rule.once else parts)
            lost = view.unread and rule.absence and any(r.verdict == BROKEN for r in asked)
            found += [_result(rule, NotEvaluated(UNREADABLE["part-scan"]))] if lost else asked
    pictures = tuple(int(place.split()[1]) for place in view.unread if re.fullmatch(r"page \d+", place))
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
        values = _words(answer.values)
        return Result(
            rule.id, _(rule.clause), BROKEN, rule.severity, "", answer.spot.page, answer.spot.line,
            _fill(_(rule.message), values), _fill(_(rule.hint), values), answer.spot,
        )  # fmt: skip
    if answer is KEPT:
        return _silent(rule.id, rule.clause, rule.severity, HOLDS, "", i18n.current_language)
    if isinstance(answer, Holds):
        return Result(rule.id, _(rule.clause), HOLDS, rule.severity, hint=_fill(_(answer.hint), answer.values))
    verdict = NOT_APPLICABLE if isinstance(answer, NotApplicable) else NOT_EVALUATED
    return _silent(rule.id, rule.clause, rule.severity, verdict, answer.reason, i18n.current_language)


@lru_cache(1024)
def _silent(rule: str, clause: str, severity: Severity, verdict: str, reason: str, _language: str) -> Result:
    """A verdict that names no place: the same for every file that gets it."""
    return Result(rule, _(clause), verdict, severity, reason=_(reason) if reason else "")


def _words(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a message, those that are messages themselves translated and filled."""
    return {k: _fill(_(v), values) if isinstance(v, str) and k in ("found", "name") else v for k, v in values.items()}


def _fill(message: str, values: dict[str, Any]) -> str:
    try:
        return message.format(**values)
    except (KeyError, IndexError, ValueError):  # braces in the document's own words
        return message


def kind_name(key: str) -> str:
    """A kind's Vietnamese name, "" for an unknown one."""
    return KINDS[key].name if key in KINDS else ""
