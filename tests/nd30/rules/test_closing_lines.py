"""Rules on the drafter's mark, the contact line and the symbol of a copy."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.components.document import DocumentComponents, ListEntry
from congvan.nd30.model.view import Box, DrawnFrame, Paragraph, Stroke, StyledRun, TextLine, View
from tests.nd30.by_hand import line, part, said


def test_the_drafters_mark() -> None:
    def kept(*runs: StyledRun) -> DocumentComponents:
        paragraph = Paragraph((TextLine(runs),))
        return part(recipients=[ListEntry(paragraph.text, [paragraph])])

    luu = StyledRun("- Lưu: VT, BCVT. ", size=12)
    assert said("NGUOI-SOAN-SIZE", kept(luu)) == "–"
    assert said("NGUOI-SOAN-SIZE", kept(luu, StyledRun("PL(300)", size=11))) is None
    assert said("NGUOI-SOAN-SIZE", kept(luu, StyledRun("PL(300)", size=8))) == {"text": "PL(300)", "found": "8"}
    assert said("NGUOI-SOAN-SIZE", kept(luu, StyledRun("(300)", size=8))) == "–"
    parted = kept(luu, StyledRun("PL", size=8), StyledRun(".a", size=8))
    assert said("NGUOI-SOAN-SIZE", parted) == {"text": "PL.a", "found": "8"}
    assert said("NGUOI-SOAN-SIZE", part(recipients=[])) == "–"


@pytest.mark.parametrize(
    ("y", "length", "found"),
    [
        (250, 130, None),
        (250, 120, {}),
        (250, 120.5, None),
        (241.0, 130, None),
        (239.9, 130, {}),
        (254.9, 130, None),
        (255.1, 130, {}),
    ],
)
def test_a_rule_stands_over_the_contact_line(y: float, length: float, found: Any) -> None:
    contact = [line("ĐT: 0205", box=Box(30, 250, 100, 255))]
    made = part(contact=contact)
    made.view = View("pdf", strokes=(Stroke(1, 30, 30 + length, y),))
    assert said("LIEN-HE-RULE", made) == found
    made.view = View("pdf", frames=(DrawnFrame(1, Box(30, y, 30 + length, 270)),))
    assert said("LIEN-HE-RULE", made) == found
    made.view = View("pdf", strokes=(Stroke(2, 30, 30 + length, y),))
    assert said("LIEN-HE-RULE", made) == {}
    assert said("LIEN-HE-RULE", part()) == "–"
    assert said("LIEN-HE-RULE", part(contact=[line("ĐT")])) == "?"


def test_the_symbol_of_a_copy() -> None:
    def copy(*lines: str, words: str = "SAO Y") -> DocumentComponents:
        made = part(copy_form=line(words, ordinal=20))
        made.view = View("docx", paragraphs=tuple(line(text, ordinal=21) for text in lines))
        return made

    assert said("SAO-SYMBOL", part()) == "–"
    assert said("SAO-SYMBOL", copy("Số: 1/SY-STTTT")) is said("SAO-SYMBOL", copy("Số: 1/…")) is None
    assert said("SAO-SYMBOL", copy("Số: 1/QĐ-STTTT")) == {"words": "SAO Y", "symbol": "QĐ-STTTT", "wanted": "SY"}
    assert said("SAO-SYMBOL", copy("Số: 1/SY-STTTT", words="SAO LỤC"))["wanted"] == "SL"
    assert said("SAO-SYMBOL", copy("Số 1")) is said("SAO-SYMBOL", copy("Số: 1/SY-HĐND/VP")) is None
    early = copy()
    early.view = View("docx", paragraphs=(line("Số: 1/QĐ-STTTT", ordinal=14),))
    assert said("SAO-SYMBOL", early) is None
