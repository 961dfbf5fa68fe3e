"""Storing a value in a file of the clerk's: it is what is read again, and every other byte stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.model.project.yaml_editor import edit
from congvan.model.project.yaml_reader import parse

DISPATCH = """# Công văn
id: bluezone   # mã
number: blank  # số
date: {day: blank, month: 8, year: 2020}
body: |
  1. Một
     hai

# sau
nested:
  a: 'x'   # k
  b:
    - 1
    - 2

tail:
"""


def test_a_value_is_stored_in_place() -> None:
    stored = edit(DISPATCH.encode(), {("number",): "123", ("date",): "2020-08-19", ("nested", "a"): "it's"}).decode()
    assert stored == DISPATCH.replace("number: blank", "number: 123").replace(
        "{day: blank, month: 8, year: 2020}", "2020-08-19"
    ).replace("'x'", "'it''s'")


def test_a_missing_key_is_added_after_its_sibling() -> None:
    stored = edit(DISPATCH.encode(), {("symbol",): "QĐ: 1", ("sign",): "B"}, after="number").decode()
    assert stored == DISPATCH.replace("# số\n", '# số\nsymbol: "QĐ: 1"\nsign: B\n')
    stored = edit(DISPATCH.encode(), {("date", "note"): "x", ("nested", "c"): "y", ("tail",): "z"}).decode()
    assert stored == DISPATCH.replace("2020}", "2020, note: x}").replace("    - 2\n", "    - 2\n  c: y\n").replace(
        "tail:", "tail: z"
    )


def test_line_ends_and_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + DISPATCH.replace("\n", "\r\n").encode()
    assert edit(data, {("new",): "1"}, after="id") == data.replace("mã\r\n".encode(), "mã\r\nnew: 1\r\n".encode())


@pytest.mark.parametrize(
    "changes",
    [{("nope", 0): "1"}, {("id", "x"): "1"}, {("nested",): "a", ("nested", "a"): "b"}, {("id",): "\x00"}, {(): "x"}],
)
def test_what_cannot_be_stored_is_refused(changes: dict[tuple[str, ...], str]) -> None:
    with pytest.raises(ProblemsFound):
        edit(DISPATCH.encode(), dict(changes))


VALUES = st.text(st.sampled_from("ab1 Đệ:#'\"\\-{}[],&*!|>%@`~\n=?"), max_size=12)
PATHS = st.sampled_from(
    [
        ("id",),
        ("number",),
        ("date", "day"),
        ("body",),
        ("nested", "a"),
        ("nested", "b", 1),
        ("tail",),
        ("added",),
        ("date", "n"),
    ]
)


@given(st.dictionaries(PATHS, VALUES, min_size=1, max_size=3))
def test_what_is_stored_is_what_is_read(changes: dict[tuple[str | int, ...], str]) -> None:
    before, after = parse(DISPATCH.encode(), "f"), parse(edit(DISPATCH.encode(), changes), "f")
    for path, value in changes.items():
        found = after.data
        for key in path:
            found = found[key]
        assert found == value
    untouched = [p for p in before.spans if p and before.spans[p].style not in ("block", "flow") and p not in changes]
    for path in untouched:
        span, other = before.spans[path], after.spans[path]
        assert before.text[span.start : span.end].rstrip() == after.text[other.start : other.end].rstrip()
    comments = re.compile("# (?:Công văn|mã|số|sau|k)\n")
    assert len(comments.findall(after.text)) == 5
