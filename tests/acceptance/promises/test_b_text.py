"""B. Text: what is printed is exactly what was typed, in one Unicode form, and nothing that no paper carries."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from congvan.core.problems import Severity
from congvan.pipeline.plan.planner import Selection
from tests.acceptance.promises.line import (
    AGENCY,
    COMMUNES,
    CONTACTS,
    DISPATCH,
    ENTERPRISES,
    LONG,
    NO_ENTRIES,
    READ,
    figure,
    first_form,
    made,
    problems_of,
    sample,
    squeezed,
    swapped,
    text_of,
    warm,
    xlsx_cells,
)

LETTER = Selection(["letter"], {}, ["docx", "pdf"])


def test_b1_decomposed_data_give_the_same_files() -> None:
    """Everything printed is NFC: the whole dataset in NFD gives byte for byte the same DOCX, PDF and XLSX, and the same
    file names.
    """
    split = {n: unicodedata.normalize("NFD", text_of(n)) for n in sample() if n.endswith(".yaml")}
    assert any(text != text_of(name) for name, text in split.items())
    compared = 0
    whole = (
        [Selection(["letter", "letters", "rosters-by-enterprise"], {}, []), Selection(["signage"], {}, [])]
        if LONG
        else []
    )
    for selection in (LETTER, first_form(), *whole):
        one, two = ({a.job.path: a.data for a in made(c, selection, warm())} for c in ({}, split))
        assert one == two
        for path, data in one.items():
            if (read := READ.get(path.rpartition(".")[2])) is not None:
                assert unicodedata.is_normalized("NFC", read(data)), path
            compared += 1
    figure("B1", "files compared", compared)


FORBIDDEN = {
    "Cc": ["\x00", "\x01", "\x07", "\x08", "\t", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x85", "\x9f"],
    "half": ["\ud800", "\udfff"],
    "private": ["\ue000", "\uf8ff", "\U000f0000"],
    "none": ["\ufffe", "\uffff", "\U0001ffff"],
    "bidi": ["\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u061c"],
    "invisible": ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufffc", "\u180e", "\ufe0f", "\u3164"],
    "lost": ["\ufffd"],
    "lines": ["\u2028", "\u2029"],
}


PLACES = {
    AGENCY: "name: Sở Thông tin",
    CONTACTS: "name: Đinh Quang",
    DISPATCH: "subject: tăng cường",
}


def escaped(char: str) -> str:
    """The character as YAML writes it between double quotes."""
    return json.dumps(char)[1:-1] if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_b2_forbidden_characters_never_reach_paper(kind: str) -> None:
    """Control, private, unassigned, bidirectional and invisible characters, half characters and tabs in any text are
    Problems at their own line and column, raw as well as written as an escape.
    """
    count = 0
    for char in FORBIDDEN[kind]:
        for typed in (escaped(char), char) if not "\ud800" <= char <= "\udfff" else (escaped(char),):
            changes = {COMMUNES: NO_ENTRIES}
            ways = {}
            for name, old in PLACES.items():
                key, _colon, value = old.partition(": ")
                rest = next(line for line in text_of(name).splitlines() if old in line).partition(old)[2]
                ways[name] = f'{key}: "{value}{typed}{rest}"'
                changes |= swapped(name, old + rest, ways[name])
            errors = [p for p in problems_of(changes) if p.severity is Severity.ERROR]
            for name, way in ways.items():
                line = next(i for i, text in enumerate(changes[name].split("\n"), 1) if way in text)
                told = [p for p in errors if p.place.file == name]
                assert told, (name, way)
                assert any(p.place.line == line for p in told) or char == "\u2028", told
                count += 1
    figure("B2", f"characters tried: {kind}", count)


def test_b2_in_every_field() -> None:
    """So in every text of every data file: each plain value of one line, with a bidirectional mark behind its first
    letter, is a Problem in that line (long: all of them; short: one in sixty).
    """
    fields = [
        (name, number, found)
        for name in sample()
        if name.endswith(".yaml")
        for number, line in enumerate(text_of(name).split("\n"))
        if (found := re.match(r"(\s*(?:- )?[a-z_]+: \w)(\w.*)$", line))
    ]
    tried = fields if LONG else fields[::60]
    for name, number, found in tried:
        lines = text_of(name).split("\n")
        lines[number] = f"{found[1]}\u202e{found[2]}"
        told = [p for p in problems_of({name: "\n".join(lines)}) if p.severity is Severity.ERROR]
        assert any(p.place.file == name and p.place.line == number + 1 for p in told), (name, number + 1)
    assert tried
    figure("B2", "fields tried", len(tried))


@pytest.mark.parametrize(
    ("old", "wrong", "right"),
    [
        ("Đinh Quang", "Ðinh Quang", "Đinh"),
        ("Đinh Quang", "Đinh Quаng", "Quang"),
        ("0942215080", "０942215080", "0"),
        ("0942215080", "0942\u00a0215080", ""),
        ("Trình Thị Nga", "Tr×nh ThÞ Nga", "Trình Thị"),
        ("Trình Thị Nga", "Trình Thị Bé Th«ng tin", "Thông"),
        ("Trình Thị Nga", "Tr\u00ecnh Th\u00ef\u0323 Nga", ""),
    ],
)
def test_b3_look_alikes_are_caught(old: str, wrong: str, right: str) -> None:
    """Letters that only look right (Ð for Đ, Cyrillic а, fullwidth digits, no-break spaces in phones) and texts in old
    encodings (TCVN3, VNI) are Problems that show the right spelling.
    """
    changes = swapped(CONTACTS, old, wrong)
    line = next(i for i, text in enumerate(changes[CONTACTS].splitlines(), 1) if wrong in text)
    found = [p for p in problems_of(changes) if p.place.file == CONTACTS and p.place.line == line]
    assert found
    assert any(right in p.hint for p in found), found


PIECES = [
    "&",
    "<",
    ">",
    '"',
    "'",
    "{{",
    "}}",
    "{%",
    "%}",
    "{_{",
    "}_}",
    "${",
    "{#",
    "#}",
    "]]>",
    "<!--",
    "&amp;",
    "&#65;",
]
PIECES += [
    "\\n",
    "\\a",
    "%s",
    "{0}",
    "<w:p/>",
    "<br>",
    "a",
    "Đệ",
    " ",
    "7*7",
    "=1+1",
    "$",
    "`",
    "\\u0041",
    "x|safe",
    "_x_",
]
NASTY = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join).map(str.strip).filter(bool)


@settings(max_examples=100 if LONG else 4, suppress_health_check=list(HealthCheck), derandomize=True)
@given(NASTY)
@example("VNPT & Viettel <01>")
@example("a <w:p> b")
@example("{_{ 7 }_}")
def test_b4_marks_are_printed_as_typed(value: str) -> None:
    """`& < > " ' {{ }} {% {_{ ${` and their kin in a name are printed as typed in DOCX, PDF and XLSX."""
    typed = json.dumps(value, ensure_ascii=False)
    changes = {
        **swapped(CONTACTS, "name: Đinh Quang Tuấn", f"name: {typed}"),
        **swapped(ENTERPRISES, "name: Viettel Lạng Sơn", f"name: {typed}"),
        COMMUNES: NO_ENTRIES,
    }
    seen = set()
    for selection in (LETTER, first_form()):
        for artifact in made(changes, selection, warm()):
            format_ = artifact.job.format
            if artifact.job.document in ("send-list", "print-slip"):
                continue
            said = squeezed(READ[format_](artifact.data))
            assert squeezed(value) in said, (format_, artifact.job.document)
            seen.add(format_)
            if format_ == "xlsx":
                assert any(value in str(cell.value) for cell in xlsx_cells(artifact.data)), "blanks and all"
    assert seen == set(READ)
