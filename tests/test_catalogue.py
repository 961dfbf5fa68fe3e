"""The Vietnamese catalogue: every message of the code has its text, with the same placeholders, and is compiled."""

from __future__ import annotations

import gettext
import os
import re
import string
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from congvan.cli import app

HOME = Path(__file__).resolve().parent.parent


def load_tool() -> ModuleType:
    import importlib.util

    spec = importlib.util.spec_from_file_location("catalogue_tool", HOME / "tools/catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()
TEXTS: dict[str, str] = {
    (m.id[0] if isinstance(m.id, tuple) else m.id): (m.string[0] if isinstance(m.string, tuple) else m.string)
    for m in tool.read()
    if m.id
}


def placeholders(text: str) -> list[str]:
    """What is filled in: `{name}` of format, `%(name)s` and `%s` of argparse; the order of words may differ."""
    percent = re.findall(r"%(?:\(\w+\))?[sdr]", text)
    try:
        named = [name + (f":{form}" if form else "") for _t, name, form, _c in string.Formatter().parse(text) if name]
    except ValueError:  # braces that are no placeholders: a template's tags
        named = re.findall(r"\{[^{}]*\}", text)
    return sorted(set(percent + named))


def test_every_message_has_a_vietnamese_text() -> None:
    wanted = [m.id[0] if isinstance(m.id, tuple) else m.id for m in tool.wanted() if m.id]
    assert len(wanted) > 900
    missing = [message for message in wanted if not TEXTS.get(message)]
    assert not missing, "write their texts into congvan.po: make catalogue"


def test_placeholders_are_the_same() -> None:
    odd = {m: t for m, t in TEXTS.items() if t and placeholders(m) != placeholders(t)}
    assert not odd


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


def test_nothing_is_fuzzy() -> None:
    assert not [m.id for m in tool.read() if m.fuzzy and m.id]
    assert "#~" not in tool.PO.read_text("utf-8")


def test_compiled_file_is_that_of_the_texts() -> None:
    with tool.MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message, text in TEXTS.items():
        if text:
            assert compiled.gettext(message) == text or compiled.ngettext(message, message, 2) == text


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
    assert seen <= set(TEXTS)


ENGLISH = re.compile(
    r"\b(the|usage|options|arguments|show|exit|help message|and|with|only|each|commands|folder)\b", re.I
)


@pytest.mark.parametrize("command", ["", *app.commands()])
def test_help_is_wholly_vietnamese(command: str) -> None:
    words = [sys.executable, str(HOME / "build.py"), *([command] if command else []), "--lang", "vi", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=True, env={**os.environ})
    text = re.sub(r"--[a-z-]+|\b[\w-]+\.py\b|outputs/|data/|templates/|\{[^}]*\}|manifest\.json", "", done.stdout)
    assert "cách dùng" in text
    assert not ENGLISH.findall(text)
