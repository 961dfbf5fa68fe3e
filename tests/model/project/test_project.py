"""The laws of changing a YAML file, on every file of data/ and of the samples: what is typed is what is read, every
other byte stays, and each change has its inverse.
"""

from __future__ import annotations

import copy
import functools
import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound, blocking
from congvan.core.text import check_text, nfc
from congvan.model.project.data_lock import DataBusy, writing
from congvan.model.project.splices import inverse, spliced
from congvan.model.project.yaml_editor import MARK, Edited, edit, stored
from congvan.model.project.yaml_entries import add_entries, move_entry, remove_entry, remove_key
from congvan.model.project.yaml_reader import KeyPath, YamlSource, parse, scan
from tests.sample_project import HOME

LONG = os.environ.get("CONGVAN_LONG") == "1"
MANY = 1000 if LONG else 60
FILES = sorted(
    path.relative_to(HOME).as_posix()
    for folder in ("data", "congvan/editing/drafting/starters")
    for path in (HOME / folder).rglob("*.yaml")
    if path.name != "samples.yaml"
)
TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "Đông Kinh",
                "Phòng VH, TT và DL",
                "a: b",
                "# x",
                "x # y",
                "yes",
                "no",
                "null",
                "~",
                "0942215080",
                "02",
                "1.50",
            ),
            *("2020-08-19", "16:00", "  thụt vào", "it's", '"q"', "“cong”", "‘đơn’", "{{ x.y }}", "- gạch", "* sao"),
            *(
                "a\nb",
                "a\n\nb\n",
                "\n a\n",
                "  a\n b\n",
                "a\n\n\n",
                "a\n   \n",
                "|",
                ">",
                "[a]",
                "{a: b}",
                "1, 2",
                " ",
                "",
                "\n",
            ),
            *(
                "@x",
                "%",
                "&a",
                "!t",
                "x:",
                "---",
                "...",
                "?",
                "👍 tốt",
                "a\\nb",
                "C:\\tmp",
                "…/8/2020",
                "a\u00a0b",
                "👨\u200d👩\u200d👧",
            ),
        ]
    ),
    st.text(st.sampled_from("ab1 Đệ:#'\"\\-{}[],&*!|>%@`~\n=?ư\u0309"), max_size=16),
)


@functools.cache
def source_of(file: str) -> tuple[bytes, YamlSource]:
    data = (HOME / file).read_bytes()
    return data, parse(data, file)


@functools.cache
def paths_of(file: str, kind: type) -> list[KeyPath]:
    """The paths of a file where a value of a kind stands."""
    found: list[KeyPath] = []

    def walk(value: Any, path: KeyPath) -> None:
        if isinstance(value, kind):
            found.append(path)
        for key, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            walk(inner, (*path, key))

    walk(source_of(file)[1].data, ())
    return found


def value_at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def extent(text: str, path: KeyPath) -> tuple[int, int]:
    """Where a value stands, as PyYAML's own tree says: another way than the one that the editor goes."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in path:
        node = node.value[step] if isinstance(step, int) else next(v for k, v in node.value if nfc(k.value) == step)
    return node.start_mark.index, node.end_mark.index


@settings(max_examples=MANY, deadline=None)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False), TEXTS)
def test_what_is_typed_is_read_and_every_other_byte_stays(file: str, luck: random.Random, typed: str) -> None:
    data, source = source_of(file)
    path = luck.choice([each for each in paths_of(file, str) if each])
    if check_text(nfc(typed)):
        with pytest.raises(ProblemsFound):
            edit(data, {path: typed}, file=file)
        return
    after = scan(edit(data, {path: typed}, file=file), file)
    expected = copy.deepcopy(source.data)
    value_at(expected, path[:-1])[path[-1]] = nfc(typed)
    assert after.data == expected
    assert not blocking(after.problems)
    start, end = extent(source.text, path)
    assert after.text.startswith(source.text[:start])
    assert after.text.endswith(source.text[end:])
    header = source.text[start : source.text.find("\n", start)]
    if header[:1] in "|>" and "#" in header:
        assert header[header.index("#") :] in after.text
    again = edit(after.text.encode(), {path: value_at(source.data, path)}, file=file)
    assert scan(again, file).data == source.data


def same(one: bytes, edited: Edited, back: Edited) -> None:
    """A change and its inverse give the same bytes, and so do the pieces that were written down of it."""
    assert back.data == one
    text = one.removeprefix(MARK).decode()
    changed = spliced(text, edited.splices)
    assert changed.encode() == edited.data.removeprefix(MARK)
    assert spliced(changed, inverse(text, edited.splices)) == text


@settings(max_examples=MANY // 2, deadline=None)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_adding_and_removing_an_entry_are_inverse(file: str, luck: random.Random) -> None:
    data, source = source_of(file)
    lists = [each for each in paths_of(file, list) if value_at(source.data, each)]
    if not lists:
        return
    path = luck.choice(lists)
    entries = value_at(source.data, path)
    index = luck.randint(0, len(entries))
    added = add_entries(data, path, index, [luck.choice(entries)], file=file)
    same(data, added, remove_entry(added.data, (*path, index), file=file))
    removed = remove_entry(data, (*path, min(index, len(entries) - 1)), file=file)
    text = data.removeprefix(MARK).decode()
    assert spliced(spliced(text, removed.splices), inverse(text, removed.splices)) == text


@settings(max_examples=MANY // 2, deadline=None)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_moving_an_entry_there_and_back_changes_no_byte(file: str, luck: random.Random) -> None:
    data, source = source_of(file)
    lists = [each for each in paths_of(file, list) if value_at(source.data, each)]
    if not lists:
        return
    path = luck.choice(lists)
    count = len(value_at(source.data, path))
    index, to = luck.randrange(count), luck.randrange(count)
    moved = move_entry(data, (*path, index), to, file=file)
    same(data, moved, move_entry(moved.data, (*path, to), index, file=file))


@settings(max_examples=MANY // 2, deadline=None)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_a_key_goes_and_its_comment_stays(file: str, luck: random.Random) -> None:
    data, source = source_of(file)
    maps = [each for each in paths_of(file, dict) if value_at(source.data, each)]
    path = luck.choice(maps)
    key = luck.choice(list(value_at(source.data, path)))
    if not path and len(source.data) == 1:
        return
    removed = remove_key(data, (*path, key), file=file)
    text = data.removeprefix(MARK).decode()
    assert spliced(spliced(text, removed.splices), inverse(text, removed.splices)) == text
    whole = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    left = removed.data.decode()
    extent_of = source.text[slice(*extent(source.text, (*path, key)))]
    assert all(line in left for line in whole if line not in extent_of)


LAYOUTS = """\
# đầu tệp
a:   # khóa a
  # trước
  - id: x   # x
    body: |  # chữ
      Một

      Hai

    # sau

  -   id: y
      list: [1, "2", '3']
  - {id: z, v: 1}  # z
  # cuối danh sách
b: {k: v, l: [], m: {}}
c: []   # trống
d:
- 1
-
  - p
  - q
- >
  gấp
  lại

e: 'n'
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize(
    ("path", "index", "value", "lines"),
    [
        (("a",), 0, {"id": "n"}, "  - id: n\n  - id: x   # x\n"),
        (
            ("a",),
            3,
            {"id": "n", "t": "a\nb"},
            "  - {id: z, v: 1}  # z\n  - id: n\n    t: |-\n      a\n      b\n  # cuối",
        ),
        (("a", 1, "list"), 1, "c, d", 'list: [1, "c, d", "2"'),
        (("b", "l"), 0, "x", "b: {k: v, l: [x], m: {}}\n"),
        (("c",), 0, {"t": "x"}, "c:   # trống\n  - t: x\n"),
        (("d",), 3, "x: y", '- >\n  gấp\n  lại\n- "x: y"\n\ne:'),
        (("d", 1), 0, "o", "-\n  - o\n  - p\n"),
    ],
)
def test_entries_are_written_as_their_neighbours(
    path: KeyPath, index: int, value: Any, lines: str, mark: bytes, newline: str
) -> None:
    data = mark + LAYOUTS.replace("\n", newline).encode()
    added = add_entries(data, path, index, [value])
    assert lines.replace("\n", newline) in added.data.decode()
    assert added.data.count(b"\r\n") == (added.data.count(b"\n") if newline == "\r\n" else 0)
    back = remove_entry(added.data, (*path, index))
    assert back.data == data


@pytest.mark.parametrize(
    ("path", "left"),
    [
        (("a", 0, "id"), "  - # x\n    body: |  # chữ\n"),
        (("a", 0, "body"), "  - id: x   # x\n    # chữ\n\n    # sau\n"),
        (("a", 1, "id"), "  -   list: [1,"),
        (("a", 2, "id"), "  - {v: 1}  # z\n"),
        (("b", "k"), "b: {l: [], m: {}}\n"),
        (("b", "m"), "b: {k: v, l: []}\n"),
        (("c",), "m: {}}\n# trống\nd:\n"),
        (("e",), "  lại\n\n"),
    ],
)
def test_keys_go_without_their_neighbours(path: KeyPath, left: str) -> None:
    assert left in remove_key(LAYOUTS.encode(), path).data.decode()


def test_a_long_text_keeps_its_lines_and_the_comment_behind_its_key() -> None:
    result = stored(LAYOUTS.encode(), {("a", 0, "body"): "Một\n\nBa: #4\n"})
    assert result.data.decode() == LAYOUTS.replace("      Hai\n", "      Ba: #4\n")
    result = stored(LAYOUTS.encode(), {("a", 0, "body"): "một dòng"})
    assert "    body: |-  # chữ\n      một dòng\n\n    # sau\n" in result.data.decode()
    result = stored(LAYOUTS.encode(), {("e",): "một\nhai"})
    assert result.data.decode().endswith('e: "một\\nhai"\n')
    result = stored(LAYOUTS.encode(), {("a", 0, "id"): "một\nhai"})  # a comment stands behind it
    assert '  - id: "một\\nhai"   # x\n' in result.data.decode()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with writing(tmp_path), pytest.raises(DataBusy) as refused, writing(tmp_path, patience=0.02):
        pytest.fail("two writers")
    assert refused.value.exit_code == 5
    with writing(tmp_path) as warnings:
        assert warnings == []
    assert list(tmp_path.iterdir()) == [tmp_path / "data"]
