"""The texts of blanks: what all sheets of a form share, and what is of one."""

from __future__ import annotations

from congvan.forms.keys import FormKeys
from congvan.returns.reading.texts_around.blank_texts import printed_texts
from tests.returns.reading.filled import form

KEYS = FormKeys({"xa": "xa-a"}, "2026-t37")


def test_a_blank_prints_its_title_its_lines_and_the_line_of_its_dispatch() -> None:
    weekly = form("tuan")
    texts = printed_texts(weekly).of(KEYS)
    assert weekly.label in texts
    assert any(text.startswith("(Kèm theo Công văn số") for text in texts)
    assert all(text for text in texts)


def test_texts_are_worked_out_once_for_a_form() -> None:
    assert printed_texts(form("tuan")) is printed_texts(form("tuan"))
