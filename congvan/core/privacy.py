"""Mask phone numbers in everything shown on a terminal, in a log or on the dashboard."""

from __future__ import annotations

import re

from congvan.core.problems import Problem

_DATE = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"  # no phone number begins with 19 or 20
_DAY = r"(?:0?[1-9]|[12]\d|3[01])([-. ])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?![.-]?\d)(?! \d{3})"  # 21-08-2020 16:00
_PHONE = re.compile(rf"(?<![\w.])(?<!\d:)(?:{_DATE}|{_DAY}|(\+?[0-9][0-9 .-]{{7,16}}[0-9])(?![\w]))")

SHOWN_UNMASKED = frozenset(
    {
        *("phone-form", "phone-number", "phone-missing", "phone-wrong", "phone-restored", "phone-shared"),
        *("phone-unknown", "text-empty", "text-long", "text-forbidden", "text-look-alike", "text-encoding"),
        *("text-hidden", "text-mended"),
        *("column-number", "column-money", "total-differs", "computed-differs", "cell-shown"),  # figures as long
    }
)
"""Codes of problems whose message must show the text as written, since it could not be corrected otherwise."""


def mask_phones(text: str) -> str:
    """Return a text with the middle of its phone numbers hidden: 0942***080."""

    def masked(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[2] or "")
        return f"{digits[:4]}***{digits[-3:]}" if 9 <= len(digits) <= 12 else found.group()

    return _PHONE.sub(masked, text)


def mask_unless_needed(problem: Problem, text: str) -> str:
    """Mask phone numbers in a text about a problem; where the problem is in the characters themselves, only in the row
    that is quoted behind it.
    """
    if problem.code not in SHOWN_UNMASKED:
        return mask_phones(text)
    for quoted in problem.frame.values.values() if problem.frame is not None else ():
        if isinstance(quoted, str) and quoted:
            text = text.replace(quoted, mask_phones(quoted))
    return text
