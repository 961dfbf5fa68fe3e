"""pydantic's findings as problems: our words, in both languages, with a remedy."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.dispatch import Dispatch
from congvan.model.project.yaml_reader import scan
from congvan.model.signage import Signage
from congvan.model.validation import in_words, known_keys, meant_key, meant_value, validate

SIGNAGE = """\
message: Điểm hỗ trợ
url: www.bluezone.gov.vn
maker: ["{agency}"]
revised: 2020-08-19
colours: {ground: {name: nền, cmyk: [0, 0, 0, 0], screen: "#FFFFFF"}}
items:
  - {id: a, name: A, kind: banner, width: 100, height: 100, bleed: 3, safe: 5, copies: 1, material: m}
"""


def problems(old: str, new: str) -> list[Problem]:
    assert old in SIGNAGE
    source = scan(SIGNAGE.replace(old, new).encode(), "data/signage/a.yaml")
    with pytest.raises(ProblemsFound) as found:
        validate(source, Signage)
    return list(found.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "english", "vietnamese"),
    [
        ("width: 100", "width: 0", "“width” must be more than 0", "“width” phải lớn hơn 0"),
        ("width: 100", "width: 90000", "“width” must be at most 50000", "“width” không được quá 50000"),
        ("bleed: 3", "bleed: -1", "“bleed” must be at least 0", "“bleed” phải từ 0 trở lên"),
        ("[0, 0, 0, 0]", "[0, 0, 0]", "“cmyk” has 3 items; at least 4 are required", "“cmyk” có 3 mục; cần ít nhất 4"),
        ("[0, 0, 0, 0]", "[0, 0, 0, 0, 0]", "“cmyk” has more than 4 items", "“cmyk” có hơn 4 mục"),
        ("copies: 1", "copies: x", "“x” is not a whole number", "“x” không phải số nguyên"),
        ("revised: 2020-08-19", "revised: x", "“x” is not a day", "“x” không phải ngày"),
        ("kind: banner", "kind: baner", "“baner” is not allowed for “kind”", "“baner” không dùng được cho “kind”"),
        ("message: Điểm hỗ trợ", "mesage: x", "unknown key “mesage”", "không có mục nào tên là “mesage”"),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_said_in_both_languages(old: str, new: str, english: str, vietnamese: str) -> None:
    for language, words in (("en", english), ("vi", vietnamese)):
        with using_language(language):
            found = [problem for problem in problems(old, new) if words in problem.text]
            assert found, [problem.text for problem in problems(old, new)]
            assert all(problem.hint and problem.place.line for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "hint"),
    [
        ("message: Điểm hỗ trợ", "mesage: x", "key-unknown", "mesage", "did you mean “message”?"),
        ("url: www.bluezone.gov.vn", "url: x\nqqqq: x", "key-unknown", "qqqq", "available keys: message, url, "),
        ("copies: 1, ", "cpies: 1, ", "key-unknown", "cpies", "did you mean “copies”?"),
        ("url: www.bluezone.gov.vn\n", "", "key-missing", "message:", "add “url: …”"),
        ("width: 100, ", "", "key-missing", "{id: a", "add “width: …”"),
        ("kind: banner", "kind: baner", "value-choice", "baner", "did you mean “banner”?"),
        ("kind: banner", "kind: qqqqq", "value-choice", "qqqqq", "use one of: banner, poster, standee, leaflet"),
        ('["{agency}"]', "[]", "list-empty", "[]", "at least one entry"),
        ('["{agency}"]', "x", "value-shape", "x", "write maker: [x]"),
        ("url: www.bluezone.gov.vn", "url: [a]", "value-shape", "[a]", "without brackets: a"),
        ("copies: 1", "copies: x", "count-form", "x, material", "write digits: 02"),
        ("revised: 2020-08-19", "revised: x", "date-form", "x", "2026-08-19"),
        ("message: Điểm hỗ trợ", "message: ' '", "text-empty", "' '", "remove the key"),
        ("id: a", "id: A", "id-form", "A, name", "cao-loc"),
    ],
)
def test_each_finding_has_its_code_its_place_and_its_remedy(old: str, new: str, code: str, at: str, hint: str) -> None:
    text = SIGNAGE.replace(old, new).split("\n")
    found = [
        problem.hint
        for problem in problems(old, new)
        if problem.code == code and text[problem.place.line - 1][problem.place.column - 1 :].startswith(at)
    ]
    assert len([words for words in found if hint in words]) == 1, problems(old, new)


def test_an_entry_of_a_list_is_counted_and_its_keys_are_named() -> None:
    found = [problem for problem in problems("items:\n", "items:\n  - x\n") if problem.code == "value-shape"]
    assert [problem.message.id for problem in found] == ["value-shape.model_type"]
    assert str(found[0].message.values["key"]) == "entry 1 of items"
    assert found[0].hint.startswith("known keys: id, ")


def test_a_key_that_is_misspelt_is_one_finding() -> None:
    assert [p.code for p in problems("url: www", "ulr: www")] == ["key-unknown"]
    both = problems("url: www.bluezone.gov.vn\n", "zzzzzz: x\n")
    assert sorted(p.code for p in both) == ["key-missing", "key-unknown"]


def test_a_list_is_not_too_short_because_its_one_item_is_wrong() -> None:
    (problem,) = problems('["{agency}"]', '["{agncy}"]')
    assert problem.code == "sign-placeholder"


def test_values_that_were_forgotten_are_all_named() -> None:
    source = scan(b"a:\nb: {c: , d: x}\ne: [x, [y, ''], {f: }]\ng: ''\n", "data/x.yaml")
    with pytest.raises(ProblemsFound) as stopped:
        validate(source, Any)
    found = stopped.value.problems
    assert [(p.place.line, p.message) for p in found] == [
        (line, Message("value-empty", key=key)) for line, key in enumerate("acf", 1)
    ]
    assert all("blank" in p.hint for p in found)


def test_a_comma_inside_braces_parts_a_name() -> None:
    source = scan("a: {name: Phòng Bưu chính, Viễn thông}\n".encode(), "data/x.yaml")
    with pytest.raises(ProblemsFound) as found:
        validate(source, Any)
    (problem,) = found.value.problems
    assert (problem.message, problem.place.column) == (
        Message("flow-comma.text", cut="Phòng Bưu chính", text="Phòng Bưu chính, Viễn thông"),
        28,
    )


def test_the_keys_of_a_place_are_those_of_its_model() -> None:
    assert "hem" in known_keys(Signage, ("items", 0, "finishing"))
    assert "cmyk" in known_keys(Signage, ("colours", "ground"))
    assert "items" in known_keys(Signage, ())
    assert "chair" in known_keys(Dispatch, ("invitation",))  # a key that may be left out
    assert "each" in known_keys(tuple[Dispatch, ...], (0, "receivers", 1))
    assert known_keys(Signage, ("items", 0, "width")) == []
    assert known_keys(Signage, ("none", 0, "at", "all")) == []


def test_a_vietnamese_key_is_the_first_that_may_stand_there() -> None:
    with using_language("vi"):
        assert str(meant_key("ngày", ["day", "month", "year"])) == "có phải là “day” không?"
        assert str(meant_key("Ngày", ["id", "date"])) == "có phải là “date” không?"
    assert meant_key("ngày", ["id"]) is None
    assert meant_key("qqq", ["id"]) is None


def test_a_vietnamese_value_is_one_of_the_choices() -> None:
    with using_language("vi"):
        assert str(meant_value("trước", ["before", "after"])) == "có phải là “before” không?"
        assert str(in_words(["before", "x"])) == "before (lùi về trước), x"
    assert meant_value("trước", ["x"]) is None
    with using_language("en"):
        assert str(in_words(["before", "x"])) == "before, x"
