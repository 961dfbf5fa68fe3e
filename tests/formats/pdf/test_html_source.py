"""The template's text: its marks, its names, its faults by their place, and the traces that spare a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.fastpath.stored_plans import to_bytes
from congvan.formats.pdf.html_source import HtmlSource
from congvan.formats.pdf.marks import MARK, SplitHtml, mark_fields


@pytest.mark.parametrize(
    "source",
    [
        "<p>x</p>",
        "<!-- <p data-f> -->",
        "{# <p data-f> #}",
        "<style>a > b { }</style>",
        "<p data-fx>x</p>",
        '<a title="data-f ">x</a>',
    ],
)
def test_nothing_to_mark(source: str) -> None:
    assert mark_fields(source, "t") == source


@pytest.mark.parametrize(
    ("source", "inside"),
    [
        ("<p data-f>a</p>", "a"),
        ('<p class="x>y" data-f="n" id=z>a</p>', "a"),
        ("<P DATA-F>a</P>".replace("DATA-F", "data-f"), "a"),
        ("<div data-f>a<div>b</div>c</div>d", "a<div>b</div>c"),
        ("<td class=\"{{ 'a' if b > c }}\" data-f>{{ x }}</td>", "{{ x }}"),
        ("<title>{{ t }}</title>", "{{ t }}"),
        ("<p\n data-f\n>\na\n</p>", "\na\n"),
    ],
)
def test_the_inside_stands_between_marks(source: str, inside: str) -> None:
    marked = mark_fields(source, "t")
    assert marked.split(MARK)[2] == inside
    assert marked.count("\n") == source.count("\n")
    assert marked.count(MARK) == 3


@pytest.mark.parametrize("source", ["<p data-f>a", "<p data-f><b data-f>a</b></p>", "<td data-f>a</tr>"])
def test_wrong_marks(source: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        mark_fields("\n" + source, "t.html")
    assert stop.value.problems[0].place.line == 2


def test_numbered() -> None:
    cut = HtmlSource(b"<title>{{ a }}</title><p data-f>{{ b }}</p>", "t", True, {}).split({"a": "<", "b": "c"})
    assert cut.numbered() == '<title data-n="0">&lt;</title><p data-f data-n="1">c</p>'
    assert cut.title == 0


def test_marks_inside_marks_through_a_part() -> None:
    source = HtmlSource(b'<div data-f>{% include "x.html" %}</div>', "t", True, {"x.html": b"<p data-f>{{ a }}</p>"})
    with pytest.raises(ProblemsFound) as stop:
        source.split({"a": "x"})
    assert stop.value.problems[0].code == "template-mark"


# -- what is wrong with a template, and where ------------------------------------------------------------------------


def found(template: bytes, context: dict[str, Any] | None = None, **assets: bytes) -> list[Problem]:
    """The problems of a template with these parts, by name with `_` for the last full stop."""
    parts = {name.replace("_", "."): data for name, data in assets.items()}
    with pytest.raises(ProblemsFound) as stop:
        HtmlSource(template, "t.html", True, parts).split(context or {})
    return list(stop.value.problems)


@pytest.mark.parametrize(
    ("source", "words", "line"),
    [
        ("\n<p>\n<TD data-f>a</p>", "<td> marked data-f is not closed", 3),
        ("<p data-f>\n\n<b data-f>a</b></p>", "is inside another one", 3),
        ("<p data-f>\n<title>a</title></p>", "is inside another one", 2),
    ],
)
def test_a_wrong_mark_is_told_with_its_place(source: str, words: str, line: int) -> None:
    with pytest.raises(ProblemsFound) as stop:
        mark_fields(source, "parts/x.html")
    (problem,) = stop.value.problems
    assert problem.code == "template-mark"
    assert words in problem.text
    assert problem.place == Place("parts/x.html", line)
    assert "data-f" in problem.hint


def test_marks_after_comments_and_elements_that_close_themselves() -> None:
    assert mark_fields("<!-- x --><p data-f>a</p>", "t").count(MARK) == 3
    assert mark_fields("<br/>{# <p> #}<p data-f>a<p/>b</p>c", "t").split(MARK)[2] == "a<p/>b"
    assert mark_fields("<p data-f/>b</p>c", "t").split(MARK)[0] == '<p data-f data-n="'


def test_a_syntax_error() -> None:
    (problem,) = found(b"a\n{% if %}")
    assert problem.code == "template-syntax"
    assert "Expected an expression" in problem.text
    assert problem.place == Place("t.html", 2)


def test_a_syntax_error_in_a_part() -> None:
    (problem,) = found(b'{% if a %}{% include "p.html" %}{% endif %}', p_html=b"\n\n{% for %}")
    assert problem.place == Place("p.html", 3)


def test_a_part_that_is_not_there() -> None:
    (problem,) = found(b'{% if a %}{% include "parts.html" %}{% endif %}', part_html=b"", far_css=b"")
    assert problem.code == "template-part"
    assert problem.text.endswith("parts.html")
    assert problem.place == Place("t.html")
    assert "part.html" in problem.hint
    (problem,) = found(b'{% include "zzzz" %}', part_html=b"")
    assert problem.hint == ""


def test_a_part_chosen_by_a_value_that_is_not_there() -> None:
    (problem,) = found(b"a\n{% include a %}", {"a": "parts.html"}, part_html=b"")
    assert (problem.code, problem.place) == ("template-part", Place("t.html", 2))
    assert "part.html" in problem.hint


def test_a_name_that_nothing_gives() -> None:
    (problem,) = found(b"\n{{ adress }}", {"address": "x", "b": {"zzz": 1}})
    assert problem.code == "template-name"
    assert problem.message.values["name"] == "adress"
    assert problem.place == Place("t.html", 2)
    assert "address" in problem.hint


def test_the_nearest_name_is_one_of_its_owner() -> None:
    (problem,) = found(b"{{ a.adress }}", {"a": {"addres_of": 1}, "b": {"adres": 2}})
    assert "addres_of" in problem.hint


@pytest.mark.parametrize(("at", "hint"), [(49, True), (50, False)])
def test_names_of_the_first_items_of_a_list_are_near(at: int, hint: bool) -> None:
    items = [{}] * at + [{"c": [{"adres": ""}]}]
    (problem,) = found(b"{{ adress }}", {"items": items})
    assert ("adres" in problem.hint) == hint


def test_nothing_comes_near() -> None:
    (problem,) = found(b"{{ adress }}", {"b": 1})
    assert problem.hint == ""


def test_what_is_empty_has_no_name() -> None:
    (problem,) = found(b"\n\n{{ rows|first }}", {"rows": []})
    assert (problem.code, problem.place) == ("template-name", Place("t.html", 3))
    assert problem.text == "No first item, sequence was empty."


@pytest.mark.parametrize("use", ["{{ adress + 1 }}", "{{ b.adress + 1 }}"])
def test_a_missing_name_that_is_reckoned_with(use: str) -> None:
    (problem,) = found(f"\n{use}".encode(), {"b": {"address": 1}})
    assert (problem.code, problem.place) == ("template-name", Place("t.html", 2))
    assert problem.message.values["name"] == "adress"
    assert "address" in problem.hint


def test_two_missing_names_of_one_line() -> None:
    problems = found(b"{{ a }}{{ b }}{{ rows[3] }}{{ rows|first }}{{ a }}", {"rows": []})
    assert [p.text for p in problems if "not defined" in p.text] == [
        "a is not defined in the data",
        "b is not defined in the data",
    ]
    assert [p.text for p in problems if "not defined" not in p.text] == [
        "No first item, sequence was empty.",
        "list object has no element 3",
    ]
    assert all(not p.hint for p in problems)


@pytest.mark.parametrize(
    "use",
    [
        "{{ x.y }}",
        "{% if x.y %}a{% endif %}",
        "{% for z in x.y %}{% endfor %}",
        "{{ x.y|length }}",
        "{{ x.y.z }}",
        "{{ x.y ~ 'a' }}",
    ],
)
def test_every_use_of_a_missing_name_is_told(use: str) -> None:
    """The first ends the run; the others are told all the same, each in its line, an earlier one that is told once."""
    problems = found(f"{{{{ first }}}}\n{use}{use}\n{{{{ last }}}}".encode(), {"x": {}})
    assert [(p.message.values["name"], p.place.line) for p in problems] == [("first", 1), ("y", 2), ("last", 3)]
    assert {p.code for p in problems} == {"template-name"}
    assert {p.place.file for p in problems} == {"t.html"}


def test_a_missing_name_in_a_part() -> None:
    problems = found(b'{{ a }}\n{% include "p.html" %}', p_html=b"\n\n{{ b }}")
    assert [p.place for p in problems] == [Place("p.html", 3), Place("t.html", 1)]


def failing(*_: Any) -> str:
    raise ArithmeticError


def test_an_error_without_words() -> None:
    (problem,) = found(b"\n{{ f() }}", {"f": failing})
    assert (problem.code, problem.text) == ("template-value", "ArithmeticError (in the tag {{ f() }})")
    assert problem.place == Place("t.html", 2)


def test_a_file_of_other_letters() -> None:
    (problem,) = found(b'{% include "p.html" %}', p_html=b"a\nb\xff\n\n")
    assert (problem.code, problem.place) == ("template-encoding", Place("p.html", 2))
    assert problem.text == "the file is not saved as UTF-8"


def test_a_byte_order_mark_is_no_text() -> None:
    assert HtmlSource(b"\xef\xbb\xbfa", "t", True, {}).split({}).fixed == ("a",)


def test_a_value_with_a_mark_is_told_of_the_template() -> None:
    (problem,) = found(b"<p data-f>{{ a }}</p>", {"a": MARK})
    assert (problem.code, problem.place) == ("template-mark", Place("t.html"))
    (problem,) = found(b"<p data-f>{{ a }}</p>", {"a": MARK * 3})
    assert problem.code == "template-mark"


def test_a_template_without_a_name() -> None:
    with pytest.raises(ProblemsFound) as stop:
        HtmlSource(b"{{ a }}", "", True, {}).split({})
    assert stop.value.problems[0].place.file == "template.html"


def test_names_of_all_parts() -> None:
    parts = {"a.html": b"{{ a }}", "b.htm": b'{{ b.c }}{% include "a.html" %}', "c.css": b"{{ c"}
    source = HtmlSource(b'{{ x }}{% include "b.htm" %}{% include "a.html" %}{% include "a.html" %}', "t", True, parts)
    assert source.names() == {"x", "a", "b.c"}
    assert HtmlSource(b"{% include x %}", "t", True, parts).names() == {"x", "a", "b.c"}  # any of them may be it


def test_no_title() -> None:
    assert HtmlSource(b"<p data-f>{{ a }}</p>", "t", True, {}).split({"a": ""}).title == -1
    assert HtmlSource(b"<p data-f>a</p><TITLE>b</TITLE>", "t", True, {}).split({}).title == 1


# -- traces ----------------------------------------------------------------------------------------------------------

#: Each number takes another way.
WAYS = "".join(f"{{% if a.n == {n} %}}<i>{n}</i>{{% endif %}}" for n in range(20)).encode()


def test_no_trace_for_one_record() -> None:
    source = HtmlSource(WAYS, "t", True, {})
    source.split({"a": {"n": 0}})
    assert source.fast_paths._attempts == 0
    source.split({"a": {"n": 1}})
    assert source.fast_paths._attempts == 1


def test_the_last_trace_that_was_followed_is_tried_first() -> None:
    source = HtmlSource(b"{% if a.x %}<b>{% endif %}<p data-f>{{ a.y }}</p>", "t", True, {})
    for x, y in [(0, "a"), (0, "b"), (1, "c"), (1, "d"), (0, "e"), (1, "f")]:
        cut = source.split({"a": {"x": x, "y": y}})
        assert cut.values == (y,)
        assert cut.fixed[0] == "<b>" * x + '<p data-f data-n="'
        if source.fast_paths.hits:
            assert source.fast_paths.plans[0].fixed == cut.fixed


def test_a_trace_that_gives_something_else_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    program = SimpleNamespace(extract=lambda context: ("x",), fixed=('<p data-f data-n="', "</p>"))
    source = HtmlSource(b"<p data-f>{{ a.b }}</p>", "t", True, {})
    source.fast_paths._make = lambda context, varying: (program, lambda values: SplitHtml(program.fixed, values))
    for letter in "abcb":
        assert source.split({"a": {"b": letter}}) == SplitHtml(('<p data-f data-n="', "</p>"), (letter,))
    assert not source.fast_paths.plans


def test_a_program_of_an_earlier_run_needs_no_template() -> None:
    source = HtmlSource(b"<p data-f>{{ a.b }}</p>", "t", True, {})
    for n, letter in enumerate("abcd"):
        source.split({"a": {"b": letter}})
        assert source.learned == (n > 1)  # run, traced, proved, trusted
    again = HtmlSource(b"{% this is not looked at", "t", True, {}, to_bytes(source.fast_paths.plans))
    for letter in "xyz":
        assert again.split({"a": {"b": letter}}) == SplitHtml(('<p data-f data-n="', "</p>"), (letter,))
    assert (again.learned, len(again.fast_paths.plans)) == (0, 1)


def test_a_program_that_computes_is_kept_and_computes_again() -> None:
    template = b"<p data-f>{{ a.b|replace('x', 'y')|reverse }}</p>{% if a.b|length > 2 %}!{% endif %}"
    source = HtmlSource(template, "t", True, {})
    for letters in ("ax", "bx", "cx", "dx"):
        source.split({"a": {"b": letters}})
    (program,) = source.fast_paths.plans
    assert len(program.computed) == 2
    again = HtmlSource(template, "t", True, {}, to_bytes(source.fast_paths.plans))
    again._run = lambda context: pytest.fail("the template ran")
    assert again.split({"a": {"b": "<x"}}).values == ("y&lt;",)


def test_a_program_that_is_wrong_once_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = ('<p data-f data-n="', "</p>")
    wrong = SimpleNamespace(extract=lambda context: (context["a"]["b"][:1],), fixed=fixed)
    source = HtmlSource(b"<p data-f>{{ a.b }}</p>", "t", True, {})
    source.fast_paths._make = lambda context, varying: (wrong, lambda values: SplitHtml(fixed, values))
    for letters in ("a", "b", "cd", "e", "fg"):
        assert source.split({"a": {"b": letters}}) == SplitHtml(fixed, (letters,))
    assert (source.learned, source.fast_paths.plans) == (0, [])
    assert source.fast_paths.disabled
