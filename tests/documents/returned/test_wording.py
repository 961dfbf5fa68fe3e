"""How questions about an answer are said."""

from __future__ import annotations

from congvan.documents.returned.wording import question_words
from congvan.messages import Message
from congvan.returned import Question


def question(code: str, why: Message, words: str = "Sởi") -> Question:
    return {
        "cell": "Biểu!B13",
        "codes": [code],
        "said": {code: "3 | Sởi | 0 | 1"},
        "columns": {code: ""},
        "why": [why],
        "words": words,
        "mask": False,
    }


def test_a_check_that_does_not_hold_is_asked_about_in_the_words_of_the_form() -> None:
    asked = question("check-failed", Message("check-failed", say="số tử vong lớn hơn số mắc"))
    assert question_words(asked) == "Sởi: số tử vong lớn hơn số mắc"


def test_other_questions_quote_what_was_written() -> None:
    assert "(ghi “3 | Sởi | 0 | 1”)" in question_words(question("row-twice", Message("row-twice", name="x")))
