"""Copies of a dispatch: what may differ between them, and what is said of texts that differ where they may not."""

from __future__ import annotations

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import ProblemsFound
from tests.acceptance.promises.line import DISPATCH, Changes, loaded, swapped

END = "Đề nghị các đơn vị phối hợp"
SHARED = "number: blank\nnumbering: shared\n"


def changed(numbering: str, words: str = END) -> Changes:
    text = swapped(DISPATCH, "number: blank", numbering.strip())[DISPATCH]
    return {DISPATCH: text.replace(END, words, 1)}


@pytest.mark.parametrize(
    ("numbering", "words", "code", "at", "remedy"),
    [
        ("number: blank", "Gửi {{ receiver.name }}", "receiver-single", "receiver.name", "numbering: shared"),
        (SHARED, END, "varies-missing", "shared", "varies: [receiver.name"),
        (SHARED, "Gửi {{ receiver.kind }}", "varies-missing", "shared", "varies: [receiver.kind]; nếu mọi bản"),
        (SHARED + "varies: [receiver.nam]", END, "varies-unknown", "receiver.nam]", "“receiver.name”"),
        (SHARED + "varies: [receiver.name]", "{{ receiver.kind }}", "varies-other", "receiver.kind", "thêm vào varies"),
        (SHARED + "varies: [receiver.name]", "{{ receiver }}", "varies-other", "receiver }}", "thêm vào varies"),
    ],
)
def test_a_difference_between_copies_is_told_at_its_place(
    numbering: str, words: str, code: str, at: str, remedy: str
) -> None:
    changes = changed(numbering, words)
    with using_language("vi"), pytest.raises(ProblemsFound) as caught:
        loaded(changes)
    (problem,) = caught.value.problems
    assert problem.code == code
    line = changes[DISPATCH].splitlines()[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(at)
    with using_language("vi"):
        assert remedy in problem.hint


@pytest.mark.parametrize(
    ("numbering", "words"),
    [
        (SHARED + "varies: [receiver.name]", "Gửi {{ receiver.name }}"),
        ("number: blank\nnumbering: per-copy", "Gửi {{ receiver.kind }}"),
        ("number: blank", "Gửi {{ 'receiver.name' }}"),
    ],
)
def test_copies_that_may_differ_are_taken(numbering: str, words: str) -> None:
    assert loaded(changed(numbering, words)).dispatches
