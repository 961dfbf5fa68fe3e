"""The catalogues: ids have their English and Vietnamese, words their Vietnamese, all with the same placeholders."""

from __future__ import annotations

import gettext
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from congvan.cli import app
from tests.sample_project import HOME
from tools import catalogue as tool


def texts(domain: str, language: str) -> dict[str, str]:
    """Id → text of a catalogue."""
    return {tool._id(message): tool._text(message) for message in tool.read(domain, language) if message.id}


ENGLISH, VIETNAMESE, WORDS = texts("messages", "en"), texts("messages", "vi"), texts("words", "vi")
TEXTS = {**WORDS, **{english: VIETNAMESE[ident] for ident, english in ENGLISH.items()}}
CATALOGUES = [("messages", "en"), ("messages", "vi"), ("words", "vi")]


def placeholders(text: str) -> list[str]:
    """What is filled in: `{name}` of format, `%(name)s` and `%s` of argparse; the order of words may differ."""
    percent = re.findall(r"%(?:\(\w+\))?[sdr]", text)
    try:
        named = [name + (f":{form}" if form else "") for _t, name, form, _c in string.Formatter().parse(text) if name]
    except ValueError:  # braces that are no placeholders: a template's tags
        named = re.findall(r"\{[^{}]*\}", text)
    return sorted(set(percent + named))


def names(text: str) -> set[str]:
    """The values that a message asks for."""
    return {name for _text, name, _form, _c in string.Formatter().parse(text) if name}


@pytest.mark.full("all code is read, as `make lint` does too")
def test_every_id_and_word_of_the_code_has_its_texts() -> None:
    assert len(ENGLISH) > 1000
    assert ENGLISH.keys() == VIETNAMESE.keys() == tool.wanted_ids(set(ENGLISH))
    assert {tool._id(message) for message in tool.wanted_words() if message.id} == set(WORDS)
    missing = [ident for table in (ENGLISH, VIETNAMESE, WORDS) for ident, text in table.items() if not text]
    assert not missing, "write their texts into the .po files: make catalogue"


def test_a_remedy_asks_for_values_of_its_message_alone() -> None:
    """`ID.hint` is shown with the values of `ID`, `CODE.hint` with those of every message of the code."""
    for ident, text in ENGLISH.items():
        if ident.endswith(".hint") and not ident.startswith("ND30-"):  # a rule's values: tests/nd30/test_nd30.py
            owner = ident.removesuffix(".hint")
            own = [each for each in ENGLISH if each == owner or (each.startswith(f"{owner}.") and "." not in owner)]
            filled = [each for each in own if not each.rpartition(".")[2].startswith("hint")]
            shown = [each for each in filled if each == owner or f"{each}.hint" not in ENGLISH]
            assert all(names(text) <= NAMES_BESIDE.get(each, set()) | names(ENGLISH[each]) for each in shown), ident


NAMES_BESIDE = {
    **{f"setup-needed.{state}": {"folder"} for state in ("none", "unfinished", "stale", "unfit")},
    **{code: {"text"} for code in ("flow-comma", "flow-comma.text", "line-none", "text-encoding", "text-look-alike")},
    **{code: {"known"} for code in ("due-deadline", "field-unknown", "period-each", "section-unknown")},
    **{code: {"known"} for code in ("sender-unknown", "sender-which", "svg-colour")},
    **{code: {"names"} for code in ("sheet-unknown", "varies-missing")},
    "cell-empty": {"field"},
    "table-per-equal": {"name"},
    "table-per-unreached": {"id"},
    "table-per-words": {"list"},
    **{code: {"next"} for code in ("version-kept", "version-kept.type")},
    **{code: {"name"} for code in ("entries-missing", "key-unnamed")},
    **{code: {"types"} for code in ("type-unknown", "type-unknown.column")},
    "columns-wide": {"over"},
    "disk-full": {"again"},
    "empty-compared": {"right"},
    "expression-form.bracket": {"closing"},
    "file-convert.missing": {"apt"},
    "libreoffice-missing": {"command"},
    "list-headless": {"head", "source"},
    "receives-which": {"prefixes"},
    "titles-missing": {"titles"},
    "value-type.columns": {"most"},
    "via-unknown": {"choices"},
    "where-several": {"shown"},
    **{key: {"count"} for key in ("yaml-slip.body", "yaml-slip.deep", "yaml-slip.shallow")},
    **{key: {"text"} for key in ("yaml-slip.colon-space", "yaml-slip.curly", "yaml-slip.dash-space")},
    **{key: {"text"} for key in ("yaml-slip.braces", "yaml-slip.flow-colon", "yaml-slip.hash")},
    **{key: {"text"} for key in ("yaml-slip.odd-space-colon", "yaml-slip.other-colon")},
    **{key: {"meant"} for key in ("date-form.order", "yesno-form.meant")},
    **{key: {"items"} for key in ("list-round", "list-bare")},
    **{key: {"text"} for key in ("yaml-slip.colon-in-text", "expression-condition")},
    "filter-arguments": {"example"},
    "yaml-slip.quote-inside": {"other"},
    "yaml-slip.body-first": {"count"},
    "number-per-copy": {"body"},
    "table-missing": {"titles"},
    "usage-arguments": {"program"},
    "yaml-slip.entry": {"id"},
    "yaml-slip.unclosed": {"closed"},
}
"""Values that a message brings for its remedy alone."""


IDIOM = re.compile(
    r"\b(told|tells?|stands?|lies|mend|nobody can|whoever|whatever|ours|none of (the|ours)|put right"
    r"|no data gives?|says? no|this is no|are wanted|not known to be)\b|” is no\b",
    re.I,
)
"""What English texts avoid: a riddle in place of what is wrong."""

FOREIGN = re.compile(
    r"\b(file|folder|template|sheet|workbook|section|scan|link|tag|key|row|column|bytes|record|error|list)s?\b", re.I
)
"""What Vietnamese texts say in Vietnamese: tệp, thư mục, mẫu, dòng, cột …"""


def test_english_is_plain() -> None:
    texts = {**ENGLISH, **{word: word for word in WORDS}}
    assert not {ident: found[0] for ident, text in texts.items() if (found := IDIOM.search(text))}


def test_vietnamese_is_without_english_words() -> None:
    """But for names that are typed as they are: in quotes, brackets, braces, commands and paths."""
    typed = re.compile(r"“[^”]*”|\([^)]*\)|\{[^}]*\}|`[^`]*`|--\S+|\S*[./_]\S*")
    texts = {**VIETNAMESE, **WORDS}
    assert not {ident: found[0] for ident, text in texts.items() if (found := FOREIGN.search(typed.sub("", text)))}


def test_no_text_is_its_own_id() -> None:
    assert not [ident for table in (ENGLISH, VIETNAMESE) for ident, text in table.items() if ident == text]


def test_placeholders_are_the_same() -> None:
    odd = {m: t for m, t in TEXTS.items() if t and placeholders(m) != placeholders(t)}
    assert odd == {"{name}": "{one}"}  # an entry of a list: in English by its key, in Vietnamese by the list's own word


def test_texts_end_as_their_messages_do() -> None:
    """White space at the ends belongs to the form of a message."""
    odd = {
        message: text
        for message, text in TEXTS.items()
        if text and (message[-1].isspace(), message[0].isspace()) != (text[-1].isspace(), text[0].isspace())
    }
    assert not odd


def test_texts_are_composed_and_have_no_double_spaces() -> None:
    import unicodedata

    for text in TEXTS.values():
        assert unicodedata.is_normalized("NFC", text), text
        assert "  " not in text.strip(), text


@pytest.mark.parametrize(("domain", "language"), CATALOGUES)
def test_nothing_is_fuzzy(domain: str, language: str) -> None:
    assert not [m.id for m in tool.read(domain, language) if m.fuzzy and m.id]
    assert "#~" not in tool.po(domain, language).read_text("utf-8")


@pytest.mark.parametrize(("domain", "language"), CATALOGUES)
def test_compiled_file_is_that_of_the_texts(domain: str, language: str) -> None:
    path = tool.po(domain, language)
    assert path.with_suffix(".mo").read_bytes() == tool.mo_bytes(path.read_bytes(), language), "make catalogue"
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).info().keys() == {"language", "plural-forms", "content-type"}  # no date


def test_tags_in_a_text_are_those_of_its_message() -> None:
    """What is typed into templates, commands and data is the same in every language."""
    literal = re.compile(r"--[a-z][\w-]*|\{%.*?%\}|data/[\w./]+|docs/[\w./]+|templates/[\w./]*|outputs/|“[\w-]+: …”")
    odd = {m: t for m, t in TEXTS.items() if t and sorted(literal.findall(m)) != sorted(literal.findall(t))}
    assert not odd


def test_argparse_of_this_python_has_no_word_that_a_user_sees_without_a_text() -> None:
    """Words that argparse wraps in this version of Python; those that speak to programmers are listed here."""
    import argparse
    import ast

    speaks_to_programmers = re.compile(
        r"not defined|conflicting|cannot (merge|have)|invalid argument for|must start with|dest= is|conflict_res"
        r"|must be optional|not callable|parser_name|subcommands|with mode|deprecated|warning|program's ver|default:"
    )
    nodes = ast.walk(ast.parse(Path(argparse.__file__).read_text("utf-8")))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    words = [call.args[0] for call in calls if getattr(call.func, "id", "") in ("_", "ngettext")]
    found = {str(word.value) for word in words if isinstance(word, ast.Constant)}
    seen = {message for message in found if not speaks_to_programmers.search(message)}
    assert len(seen) > 15
    assert seen <= set(WORDS)


ENGLISH_WORDS = re.compile(
    r"\b(the|usage|options|arguments|show|exit|help message|and|with|only|each|commands|folder)\b", re.I
)


@pytest.mark.parametrize("command", ["", *app.commands()])
def test_help_is_wholly_vietnamese(command: str) -> None:
    words = [sys.executable, str(HOME / "build.py"), *([command] if command else []), "--lang", "vi", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True, env={**os.environ})
    text = re.sub(r"--[a-z-]+|\b[\w-]+\.py\b|outputs/|data/|templates/|\{[^}]*\}|manifest\.json", "", done.stdout)
    assert "cách dùng" in text
    assert not ENGLISH_WORDS.findall(text)
