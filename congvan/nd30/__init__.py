"""Decree 30/2020/NĐ-CP: views (bytes → a measured document) and rules (view → verdicts).

report = check(data, "cong-van.pdf")
print(to_text(report))

Never imports formats: it is a second opinion on what they make. Beneath both are how a package is opened, names,
numerals and the widths of Times New Roman; no measure of the decree.
"""

from __future__ import annotations

from collections.abc import Mapping

from congvan.nd30.annotate import annotate
from congvan.nd30.check import PROFILES, CheckReport, Profile, RuleResult, check, unreadable_report
from congvan.nd30.manual import explain
from congvan.nd30.reports import to_json, to_sarif, to_text
from congvan.nd30.rules import BY_ID
from congvan.nd30.rules.base import Rule

RULES: Mapping[str, Rule] = BY_ID
"""Every rule by its id, in the order of the document's components."""

__all__ = [
    "PROFILES",
    "RULES",
    "CheckReport",
    "Profile",
    "Rule",
    "RuleResult",
    "annotate",
    "check",
    "explain",
    "to_json",
    "to_sarif",
    "to_text",
    "unreadable_report",
]
