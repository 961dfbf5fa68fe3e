"""pydantic's findings as problems: our words, in both languages, with a remedy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import TypeAdapter, ValidationError

from congvan.locale import use_language
from congvan.model.errors import explain
from congvan.model.signage import Signage
from congvan.problems import Problem
from congvan.source import scan

SIGNAGE = """\
message: Điểm hỗ trợ
url: www.bluezone.gov.vn
maker: ["{agency}"]
revised: 2020-08-19
colours: {ground: {name: nền, cmyk: [0, 0, 0, 0], screen: "#FFFFFF"}}
items:
  - {id: a, name: A, kind: banner, width: 100, height: 100, bleed: 3, safe: 5, copies: 1, material: m}
"""


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    use_language("en")


def problems(old: str, new: str) -> list[Problem]:
    assert old in SIGNAGE
    source = scan(SIGNAGE.replace(old, new).encode(), "data/signage.yaml")
    try:
        TypeAdapter(Signage).validate_python(source.data)
    except ValidationError as error:
        return explain(error, source, Signage)
    raise AssertionError("nothing was found")


@pytest.mark.parametrize(
    ("old", "new", "english", "vietnamese"),
    [
        ("width: 100", "width: 0", "“width” must be more than 0", "“width” phải lớn hơn 0"),
        ("width: 100", "width: 90000", "“width” must be at most 50000", "“width” không được quá 50000"),
        ("bleed: 3", "bleed: -1", "“bleed” must be at least 0", "“bleed” phải từ 0 trở lên"),
        ("[0, 0, 0, 0]", "[0, 0, 0]", "“cmyk” has 3 items; it needs 4", "“cmyk” có 3 mục; cần 4"),
        ("[0, 0, 0, 0]", "[0, 0, 0, 0, 0]", "“cmyk” has more than 4 items", "“cmyk” có hơn 4 mục"),
        ("copies: 1", "copies: x", "“x” is no whole number; write digits: 02", "“x” không phải số nguyên; viết"),
        ("revised: 2020-08-19", "revised: x", "a date is written year-month-day", "ngày viết theo năm-tháng-ngày"),
        ("kind: banner", "kind: baner", "“baner” is not allowed for “kind”", "“baner” không dùng được cho “kind”"),
        ("message: Điểm hỗ trợ", "mesage: x", "unknown key “mesage”", "không có khóa “mesage”"),
    ],
)  # fmt: skip
def test_said_in_both_languages(old: str, new: str, english: str, vietnamese: str) -> None:
    for language, words in (("en", english), ("vi", vietnamese)):
        use_language(language)
        found = [problem for problem in problems(old, new) if words in problem.message]
        assert found, [problem.message for problem in problems(old, new)]
        assert all(problem.hint and problem.place.line for problem in found)
