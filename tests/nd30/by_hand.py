"""Documents made by hand, of a few lines, and what a rule says of them."""

from __future__ import annotations

from typing import Any

from congvan import nd30
from congvan.nd30.components.document import DocumentComponents, ListEntry
from congvan.nd30.model.view import Box, Paragraph, StyledRun, TextLine, View
from congvan.nd30.rules.base import Location, NotApplicable, NotEvaluated, Violation

VIEW = View("docx")
NOWHERE = ("PAGE-NUMBER-PRESENT", "PHU-LUC-LABEL")  # what these miss stands nowhere


def line(text: str, **more: Any) -> Paragraph:
    """A paragraph of one line; `box`: its extent on page 1, `baseline` where it stands; `look`: of its only run."""
    box, baseline = more.pop("box", None), more.pop("baseline", 0.0)
    run = StyledRun(text, "Times New Roman", **{"size": 13.0, **more.pop("look", {})})
    return Paragraph((TextLine((run,), 1 if box else 0, 1, box, baseline),), **more)


def part(**more: Any) -> DocumentComponents:
    given = {
        "kind": "cong-van",
        "national_name": line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        "issuer": [line("SỞ Y TẾ")],
    }
    made = DocumentComponents(VIEW, **{**given, **more})
    made.number_text = made.number.raw if made.number and not made.number_text else made.number_text
    made.date_text = made.date.raw if made.date and not made.date_text else made.date_text
    return made


def answers(rule: str, what: DocumentComponents) -> list[Any]:
    return list(nd30.RULES[f"ND30-{rule}"].check(what))


def said(rule: str, what: DocumentComponents) -> dict[str, Any] | str | None:
    """The values of the one finding; "–": nothing to judge, "?": it can't be told, None: it holds."""
    found = answers(rule, what)
    if not found:
        return None
    (answer,) = found
    if isinstance(answer, Violation):
        assert answer.location != Location() or rule in NOWHERE, "a finding stands somewhere"
        return answer.values
    assert answer.reason
    return {NotApplicable: "–", NotEvaluated: "?"}[type(answer)]


def items(*texts: str, **more: Any) -> list[ListEntry]:
    return [ListEntry(text, [line(text, **more)]) for text in texts]


def at(x0: float, x1: float) -> Box:
    return Box(x0, 20, x1, 25)
