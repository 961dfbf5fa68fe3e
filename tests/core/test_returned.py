"""Who still has to act, by the state of an obligation."""

from __future__ import annotations

import pytest

from congvan.core.returned import DONE, Standing, owes

QUESTION = {"cell": "A!B2", "codes": ["phone"], "cells": ["B2"], "said": ["09"], "columns": ["phone"], "why": []}


def standing(state: str, reasons: tuple[str, ...] = (), *, asked: bool = False) -> Standing:
    found: Standing = {  # type: ignore[typeddict-item]  # what `owes` reads
        "state": state,
        "reasons": [{"code": code, "count": 1, "text": ""} for code in reasons],
        "questions": [{**QUESTION, "words": "", "mask": False}] if asked else [],
    }
    return found


@pytest.mark.parametrize("state", sorted(DONE))
def test_what_is_done_is_owed_only_while_a_question_is_open(state: str) -> None:
    assert not owes(standing(state))
    assert owes(standing(state, asked=True))


@pytest.mark.parametrize(
    ("state", "reasons", "owed"),
    [
        ("missing", (), True),
        ("incomplete", ("rows-short",), True),
        ("incomplete", ("to-be-typed",), False),
        ("incomplete", ("rows-short", "to-be-typed"), True),
        ("incomplete", ("file-unread",), False),
    ],
)
def test_what_the_office_has_to_do_is_not_asked_of_the_sender(state: str, reasons: tuple[str, ...], owed: bool) -> None:
    assert owes(standing(state, reasons)) is owed
