"""Check finished documents against Decree 30/2020/NĐ-CP: measure a file as a view, then apply the rules to it.

report = check(data, "cong-van.pdf")
print(to_text(report))

The package never imports formats, so that it is a second opinion on what they produce. The two share how an Office
package is opened, names, numerals and the widths of Times New Roman, but no measure of the decree.
"""

from __future__ import annotations

from collections.abc import Mapping

from congvan.nd30.annotate import annotate
from congvan.nd30.check import PROFILES, CheckReport, Profile, RuleResult, check
from congvan.nd30.manual import explain
from congvan.nd30.reports import to_json, to_sarif, to_text
from congvan.nd30.rules import BY_ID
from congvan.nd30.rules.base import Rule

RULES: Mapping[str, Rule] = BY_ID
"""All rules by id, in the order of the document's components."""

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
]
