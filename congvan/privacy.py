"""Phone numbers are masked in what is shown on a terminal, in a log or on the first screen."""

from __future__ import annotations

import re

from congvan.problems import Problem

_PHONE = re.compile(r"(?<![\w.])(\+?[0-9][0-9 .-]{7,16}[0-9])(?![\w])")

SHOWN_UNMASKED = frozenset(
    {
        *("phone-form", "phone-number", "phone-missing", "phone-wrong", "phone-restored", "phone-shared"),
        *("phone-unknown", "text-empty", "text-long", "text-forbidden", "text-look-alike", "text-encoding"),
        *("text-hidden", "text-mended"),
    }
)
"""Problems whose message must show what was written, phone number or not: nobody could mend it else."""


def mask_phones(text: str) -> str:
    """Phone numbers with their middle hidden: 0942***080."""

    def masked(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found.group())
        return f"{digits[:4]}***{digits[-3:]}" if 9 <= len(digits) <= 12 else found.group()

    return _PHONE.sub(masked, text)


def mask_unless_needed(problem: Problem, text: str) -> str:
    """A text about a problem; phone numbers are masked unless what was written is the problem."""
    return text if problem.code in SHOWN_UNMASKED else mask_phones(text)
