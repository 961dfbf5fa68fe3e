"""Edits of a YAML file as text: what they change, and that every other byte stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from congvan.drafting.older.text_edits import TextEdits

BLOCK = """\
# đầu tệp
a: 1        # một
b:
  - c: x    # ích
    d: y
  - {e: z, f: w, g: v}
h: |
  nhiều
  dòng
i: 3
"""


def edited(text: str, *edits: Callable[[TextEdits], None]) -> str:
    made = TextEdits(text.encode(), "x.yaml")
    for edit in edits:
        edit(made)
    return made.result().decode()


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (lambda e: e.replace(("a",), "aa", "22"), "a: 1        # một", "aa: 22      # một"),
        (lambda e: e.rename(("i",), "j"), "i: 3", "j: 3"),
        (lambda e: e.replace_value(("b", 0, "d"), "[1, 2]"), "d: y", "d: [1, 2]"),
        (lambda e: e.add(("b", 0, "c"), ("k", "1"), ("l", "2")), "ích\n", "ích\n    k: 1\n    l: 2\n"),
        (lambda e: e.add(("b", 1, "g"), ("k", "1")), "g: v}", "g: v, k: 1}"),
        (lambda e: e.remove(("b", 1, "e")), "{e: z, f", "{f"),
        (lambda e: e.remove(("b", 1, "g")), "w, g: v}", "w}"),
        (lambda e: e.remove(("b", 0, "d")), "    d: y\n", ""),
        (lambda e: e.remove(("b", 0, "c")), "- c: x    # ích\n    d", "- d"),
        (lambda e: e.remove(("h",)), "h: |\n  nhiều\n  dòng\n", ""),
        (lambda e: e.add_lines(("h",), ["k: 4"]), "  dòng\n", "  dòng\nk: 4\n"),
        (lambda e: e.append("k: 4\n"), "i: 3\n", "i: 3\nk: 4\n"),
    ],
)
def test_an_edit_changes_its_place_alone(edit: Callable[[TextEdits], None], old: str, new: str) -> None:
    assert old in BLOCK
    assert edited(BLOCK, edit) == BLOCK.replace(old, new, 1)


def test_edits_are_made_together() -> None:
    found = edited(BLOCK, lambda e: e.remove(("a",)), lambda e: e.rename(("i",), "j"), lambda e: e.append("k: 4\n"))
    assert found == BLOCK.replace("a: 1        # một\n", "").replace("i: 3\n", "j: 3\nk: 4\n")


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + BLOCK.replace("\n", "\r\n").encode()
    made = TextEdits(data, "x.yaml")
    made.add(("a",), ("k", "1"))
    made.append("l: 2\n")
    assert made.result() == data.replace(b"b:\r\n", b"k: 1\r\nb:\r\n", 1) + b"l: 2\r\n"
