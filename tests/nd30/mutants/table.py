"""The mutants: for each rule a correct document with that one thing changed.

A row is rule, base document, change, formats. A rule that can be judged in one format only says so.
"""

from __future__ import annotations

from tests.nd30.mutants.foot_and_capitals import FOOT_AND_CAPITALS
from tests.nd30.mutants.mutant import Mutant
from tests.nd30.mutants.page_and_head import PAGE_AND_HEAD
from tests.nd30.mutants.text import TEXT

MUTANTS: tuple[Mutant, ...] = (*PAGE_AND_HEAD, *TEXT, *FOOT_AND_CAPITALS)

# rules that need paper of another sort, each with the test that tries it
ELSEWHERE = frozenset(
    "ND30-" + name
    for name in [
        "QUOC-HIEU-PLACE",
        "TIEU-NGU-PRESENT",
        "BAN-HANH-PRESENT",
        "TRICH-YEU-PRESENT",
        "KINH-GUI-PRESENT",
        "KINH-GUI-CASE",
        "BODY-CASE",
        "END-MARK-ONCE",
        "SIGNER-ALONE",
        "PHU-LUC-PAGES",
        "NGUOI-SOAN-SIZE",
        "LIEN-HE-RULE",
        "LIEN-HE-SLANT",
        "LIEN-HE-CASE",
        "SAO-SYMBOL",
        "SAO-SIZE",
        "SAO-WEIGHT",
        "SAO-SLANT",
        "SAO-CASE",
        "DAU-WEIGHT",
        "DAU-SLANT",
        "DAU-CASE",
        "DIA-DANH-CASE",
        "VV-CASE",
        "PHU-LUC-KEM-CASE",
    ]
)
