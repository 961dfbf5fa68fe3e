"""What a record lacks: every missing name of a template, in one run."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment, UndefinedError

from congvan.core.messages import Message
from congvan.core.templating.diagnosis import (
    calling_frames,
    did_you_mean,
    known_names,
    missing_name,
    recording_undefined,
    traceback_frames,
)


def noted(source: str, **context: Any) -> list[tuple[str, int]]:
    """The names that are noted, each with its line."""
    found: list[tuple[str, int]] = []

    def note(error: UndefinedError, _undefined: Any) -> None:
        line = next(line for file, line in calling_frames() if file == "<template>")
        found.append((missing_name(error), template.get_corresponding_lineno(line)))

    template = Environment(undefined=recording_undefined(note)).from_string(source)
    template.render(context)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    "use",
    [
        *("{{ x }}", "{% if x %}{% endif %}", "{% for y in x %}{% endfor %}", "{{ x|length }}", "{{ x + 1 }}"),
        *("{{ 2 * x }}", "{{ x() }}", "{{ x[0].y }}", "{{ x < 3 }}", "{{ -x }}", "{{ 'a' in x }}", "{{ x.y.z }}"),
    ],
)
def test_a_missing_name_is_noted_however_it_is_used(use: str) -> None:
    assert noted(f"\n{use}") == [("x", 2)]


def test_every_missing_name_is_noted_in_one_run() -> None:
    source = "{% if a %}{% endif %}\n{% for r in rows %}{{ r.b }}\n{{ c }}{% endfor %}"
    assert noted(source, rows=[{"b": 1}, {}]) == [("a", 1), ("c", 3), ("b", 2)]


def test_the_frames_that_an_error_passed() -> None:
    template = Environment().from_string("\n{{ 1 / 0 }}")
    with pytest.raises(ZeroDivisionError) as caught:
        list(template.root_render_func(template.new_context({})))
    file, line = next(iter(traceback_frames(caught.value)))
    assert (file, template.get_corresponding_lineno(line)) == ("<template>", 2)


def test_names_of_a_content_however_deep() -> None:
    assert known_names({"a": [{"b": {"c": 1}}, "d"], "e": 1}) == {"a", "b", "c", "e"}
    assert did_you_mean("Dia chi", {"địa-chỉ", "e"}) == Message("did-you-mean", found="địa-chỉ")
    assert did_you_mean("kind", {"kind", "kinds"}) == Message("template-undefined.hint-elsewhere", name="kind")
    assert did_you_mean("", {"a"}) == did_you_mean("xyz", {"a"}) is None
