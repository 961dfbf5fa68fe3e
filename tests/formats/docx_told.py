"""What is told of a DOCX template and the values given to it."""

from collections.abc import Mapping
from typing import Any

import pytest

from congvan.core.problems import Problem, ProblemsFound
from congvan.formats.docx.template import compile_template


def problems(template: bytes, context: Mapping[str, Any] | None = None, *, strict: bool = True) -> list[Problem]:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(template, name="mau.docx", strict=strict).render(context or {})
    assert all(problem.place.file == "mau.docx" and problem.text for problem in stop.value.problems)
    return list(stop.value.problems)


def places(template: bytes, context: Mapping[str, Any] | None = None) -> list[tuple[str, str, str]]:
    return [(each.code, str(each.place.part), str(each.place.where)) for each in problems(template, context)]
