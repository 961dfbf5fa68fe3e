"""What a template reads, of which the paths are known."""

from __future__ import annotations

import pytest

from congvan.formats.fastpath.reads import reads_of


@pytest.mark.parametrize(
    ("paths", "tree"),
    [
        (["a"], {"a": None}),
        (["a.b", "a.c.d"], {"a": {"b": None, "c": {"d": None}}}),
        (["a.b", "a"], {"a": None}),
        (["a", "a.b"], {"a": None}),
        (["a.b.c", "a.b", "a.b.d"], {"a": {"b": None}}),
        (["a.get"], {"a": None}),  # any key
        (["a.b.items", "a.c"], {"a": {"b": None, "c": None}}),
    ],
)
def test_what_is_below_a_name_that_is_read_whole_is_read(paths: list[str], tree: object) -> None:
    for some in (paths, paths[::-1]):
        found = reads_of(some)
        assert found.tree is not None
        assert {name: below for name, below in found.tree.items() if name in ("a", "b")} == tree


def test_names_of_jinja_are_read_too() -> None:
    """A content that has a `range` hides the function."""
    names = reads_of(["z", "b.c"]).names
    assert {"b", "z", "range"} <= set(names)
    assert list(names) == sorted(names)
