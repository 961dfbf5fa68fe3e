"""How questions about an answer are said."""

from __future__ import annotations

from congvan.core.messages import Message
from congvan.core.returned import Question
from congvan.documents.returned.wording import question_words


def question(code: str, why: Message, words: str = "Sởi") -> Question:
    return {
        "cell": "Biểu!B13",
        "codes": [code],
        "cells": ["Biểu!F13"],
        "said": ["3 | Sởi | 0 | 1"],
        "columns": [""],
        "why": [why],
        "words": words,
        "mask": False,
    }


def test_a_check_that_does_not_hold_is_asked_about_in_the_words_of_the_form() -> None:
    asked = question("check-failed", Message("check-failed", say="số tử vong lớn hơn số mắc"))
    assert question_words(asked) == "Sởi: số tử vong lớn hơn số mắc"


def test_other_questions_quote_what_was_written() -> None:
    assert "(ghi “3 | Sởi | 0 | 1”)" in question_words(question("row-twice", Message("row-twice", name="x")))


def test_each_column_that_is_asked_about_is_named() -> None:
    one = question("column-number", Message("column-number", text="1o"))
    two: Question = {**one, "codes": one["codes"] * 2, "cells": ["C5", "F5"], "said": ["1o", "ba"]}
    two |= {"columns": ["Số mắc", "Số chết"], "why": one["why"] * 2}
    assert question_words(two) == "Sởi: hỏi lại số mắc (ghi “1o”), hỏi lại số chết (ghi “ba”)"
