"""congvan.formats.text: what a text template gives, and what is said of a wrong one."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.text import compile_template

HINT = "correct the template"


def wrong(template: bytes, **context: Any) -> Problem:
    with pytest.raises(ProblemsFound) as caught:
        compile_template(template, name="t.txt").render(context)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file, problem.hint) == ("template-wrong", "t.txt", HINT)
    assert problem.text.startswith("cannot use the template: ")
    return problem


def test_a_text_is_what_the_template_says_in_utf_8() -> None:
    template = compile_template("\ufeff{{ a }} & <{{ b.c }}>\n".encode())
    assert template.render({"a": "Đường <dây>", "b": {"c": 7}}) == "Đường <dây> & <7>".encode()
    assert template.names() == {"a", "b.c"}
    assert template.name == ""


@pytest.mark.parametrize(
    ("template", "line", "why"),
    [
        (b"a\n{% if %}", 2, "Expected an expression"),
        (b"a\nb\n{{ x", 3, "unexpected end of template"),
        (b"{{ nothing }}", 1, "'nothing' is undefined"),
        (b"{{ missing }}", 1, "the value is missing (None)"),
        (b"{{ 1 + a }}", 1, "unsupported operand"),
        (b"\n{{ '-' * 9999999 }}", 2, "makes more than 1000000 characters"),
        (b"{{ a * 9999999 }}", 1, "is not a number"),
        (b"{{ a.__class__.__mro__ }}", 1, "unsafe"),
    ],
)
def test_a_wrong_template_is_told_with_its_line(template: bytes, line: int, why: str) -> None:
    found = wrong(template, a="x", missing=None)
    assert why in found.text
    assert found.place == Place("t.txt", line)


def test_a_template_of_other_letters_is_told_with_its_line() -> None:
    with pytest.raises(ProblemsFound) as caught:
        compile_template(b"a\nb\xff", name="t.txt")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("template-encoding", Place("t.txt", 2))


def test_a_foreign_template_prints_nothing_for_what_is_not_there() -> None:
    assert compile_template(b"[{{ a }}{{ b }}]", strict=False).render({"b": None}) == b"[None]"
    with pytest.raises(ProblemsFound):
        compile_template(b"[{{ a }}]", strict=True).render({})


def test_a_tag_in_full_width_braces_is_told_with_its_line() -> None:
    with pytest.raises(ProblemsFound) as caught:
        compile_template("a\n\n｛｛ x ｝｝".encode(), name="t.txt")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place, problem.hint) == ("brace-full-width", Place("t.txt", 3), "write {{ x }}")
