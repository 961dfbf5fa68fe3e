"""Formulas that fetch something or start a program as soon as a workbook is opened."""

from __future__ import annotations

import re

_HOSTILE = re.compile(  # functions that fetch or run something; DDE: program|topic!item
    r"(?i)\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST)\s*\(|[\w.]+\s*\|"
)
_TEXT = re.compile(r'"[^"]*"')


def found_in(formula: str) -> str:
    """Return what fetches something or starts a program in a formula; "" if nothing does."""
    found = _HOSTILE.search(_TEXT.sub("", formula))
    return found[0].strip("(") if found else ""
