"""Messages: ids and values until they are shown, then in the language of whoever is spoken to."""

from __future__ import annotations

import ast
import pickle
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.i18n import LANGUAGES, language, using_language
from congvan.core.messages import Figures, Message, as_plain, figure, foreign, from_plain, template, verbatim
from congvan.core.problems import Place, Problem
from tests.sample_project import HOME

SIZE = Message("file-large.file", size=12)

PLAIN = st.one_of(st.text(), st.integers(), st.floats(allow_nan=False))
MESSAGES = st.recursive(
    st.builds(lambda ident, values: Message(ident, **values), st.text(), st.dictionaries(st.text(), PLAIN)),
    lambda inner: st.builds(lambda ident, value: Message(ident, inner=value), st.text(), inner),
)


def test_two_people_are_answered_in_two_languages_by_one_process() -> None:
    told: dict[str, str] = {}
    both = threading.Barrier(2)

    def answer(chosen: str) -> None:
        with using_language(chosen):
            both.wait()
            told[chosen] = str(SIZE)
            both.wait()

    threads = [threading.Thread(target=answer, args=(each,)) for each in LANGUAGES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {each: SIZE.text(each) for each in LANGUAGES}
    assert told["en"] == "the file is larger than 12 MiB"
    assert told["vi"] != told["en"]
    assert language() == "en"


def test_a_language_ends_where_its_block_ends() -> None:
    with pytest.raises(ValueError, match="x"), using_language("vi"):
        raise ValueError("x")
    assert language() == "en"


@given(MESSAGES)
def test_a_message_is_the_same_after_it_was_sent_or_kept(message: Message) -> None:
    for copy in (pickle.loads(pickle.dumps(message)), from_plain(as_plain(message))):
        assert copy == message
        assert hash(copy) == hash(message)


@given(MESSAGES, MESSAGES)
def test_messages_are_equal_when_id_and_values_are(one: Message, other: Message) -> None:
    assert (one == other) == (as_plain(one) == as_plain(other))


def test_a_message_is_a_value_of_another_and_may_use_its_values() -> None:
    inner = Message("in-tag", tag="{{ a }}")
    assert str(Message("template-render", error="x", tag=inner)) == (
        "cannot merge the template: x (in the tag {{ a }})"
    )
    around = Message("ND30-TIEU-NGU-RULE", found=Message("nd30.rule-as-long"), percent=40)
    assert "40" in str(around) or template("nd30.rule-as-long") is None


@pytest.mark.parametrize("count", [0, 1, 2, 21])
def test_the_plural_follows_the_count(count: int) -> None:
    message = Message("scan-forms", count=count)
    assert str(message).startswith(f"{count} form was " if count == 1 else f"{count} forms were ")
    assert message.text("vi").startswith(str(count)) or str(count) in message.text("vi")


def test_an_id_without_a_text_shows_its_values() -> None:
    assert str(Message("no-such-id", a=1, b="x")) == "no-such-id (a=1, b=x)"


@pytest.mark.parametrize(
    ("problem", "text", "hint"),
    [
        (Problem(Message("file-empty")), "the file is empty", ""),
        (Problem(verbatim("x"), remedy=verbatim("y")), "x", "y"),
        (Problem(verbatim("x"), frame=Message("frame.row", words="“w”")), "x: “w”", ""),
        (Problem(Message("yaml-tab")), "The line is indented with a tab.", "Indent with spaces."),
    ],
)
def test_a_problem_finds_its_remedy_by_its_id(problem: Problem, text: str, hint: str) -> None:
    assert (problem.text, problem.hint) == (text, hint)


def test_a_remedy_of_a_code_serves_each_of_its_messages() -> None:
    assert Problem(Message("yaml-syntax.alias")).hint == Problem(Message("yaml-syntax.bracket")).hint != ""
    assert Problem(Message("yaml-syntax.line")).hint != Problem(Message("yaml-syntax.alias")).hint


def test_numbers_are_shown_as_the_language_writes_them() -> None:
    size = Message("yaml-size.file-bytes", size=2_500_000, limit=2_000_000)
    assert ("2,500,000" in size.text("en"), "2.500.000" in size.text("vi")) == (True, True)
    found = Message("verbatim", text=figure(30.42))
    assert (found.text("en"), found.text("vi"), found.values["text"]) == ("30.4", "30,4", "30.4")
    spaced = Message("verbatim", text=Figures("1.25 × + 6.5 pt, 12"))
    assert (spaced.text("en"), spaced.text("vi")) == ("1.25 × + 6.5 pt, 12", "1,25 × + 6,5 pt, 12")
    typed = Message("verbatim", text="3.000")  # what somebody typed is shown as it is
    assert typed.text("vi") == "3.000"
    assert Message("verbatim", text=0.5).text("vi") == "0,5"


def test_places_are_shown_in_the_language_of_now() -> None:
    place = Place("a.docx", where=Message("at.paragraph", paragraph=3))
    assert place.text("en") == "a.docx, paragraph 3"
    assert place.text("vi") != place.text("en")


MAKERS = (
    "Problem",
    "Message",
    "TagProblem",
    "TextProblem",
    "BadValue",
    "Output",
    "Failed",
    "ProblemsFound",
    "EnvironmentFault",
)


@pytest.mark.full("long runs")
def test_no_sentence_is_finished_before_it_is_shown() -> None:
    """Problems and their kin are made of ids and values: no words of `_`, no text of a message, no f-string."""
    early = []
    for path in sorted((HOME / "congvan").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                early += [f"{path.name}:{each.lineno}" for each in ast.walk(node) if _finished(each)]
    assert not early


def _finished(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and (
        getattr(node.func, "id", "") in ("_", "ngettext")
        or (isinstance(node.func, ast.Name) and node.func.id == "str" and _is_message(node.args))
    )


def _is_message(args: list[Any]) -> bool:
    return bool(args) and isinstance(args[0], ast.Call) and getattr(args[0].func, "id", "") == "Message"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Ignored `floot: left` at 1:5, unknown property.", "không có kiểu trình bày (CSS) “floot: left”"),
        ("Ignored `width: 3x` at 1:5, invalid value.", "kiểu trình bày (CSS) “width: 3x” có giá trị không dùng được"),
        ("Relative URI reference without a base URI: <img src='a.png'> at line 3", "địa chỉ tệp ghi chưa đủ"),
        ("Parse error at 1:3: EOF", "có đoạn kiểu trình bày (CSS) viết sai"),
        ("Failed to load image at 'asset:a.png': damaged", "không đọc được hình “asset:a.png”"),
        ("No filter named 'tienn'.", "không có cách trình bày “tienn”"),
        ("expected token 'end of statement block', got '='", "viết sai ở “=”"),
    ],
)
def test_words_of_libraries_are_told_by_what_they_mean(words: str, meant: str) -> None:
    assert foreign(words).text("vi").startswith(meant)
    assert foreign(words).text("en") == words
