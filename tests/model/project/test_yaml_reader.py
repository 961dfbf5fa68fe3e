"""Reading YAML: nothing is changed, nothing runs, every error has a place that exists."""

from __future__ import annotations

import gc
import os
import re
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound, Severity
from congvan.model.project.yaml_reader import MAX_BYTES, YamlSource, parse, scan
from tests.pace import Watch

LONG = os.environ.get("CONGVAN_LONG") == "1"
SAMPLES = Path(__file__).parent / "samples" / "bad-yaml"
MARK = re.compile(r"#!((?: [a-z0-9-]+)+)")
# Lines of a block scalar, where a comment would be text.
UNMARKED = {"characters.yaml": {("text-look-alike", 15), ("text-forbidden", 16)}}


def read(text: str) -> YamlSource:
    return parse(text.encode(), "sample.yaml")


def codes(data: bytes | str) -> list[str]:
    return [p.code for p in scan(data if isinstance(data, bytes) else data.encode(), "sample.yaml").problems]


# --- A4: what was typed -----------------------------------------------------------------------------------------------

TYPED = ["0123456", "0942215080", "0934.531.666", "16:00", "16h00", "no", "1e3", "2020-08-19", "08", "1_000", "~"]
TYPED += ["null", "true", "0x1F", "1.50", ".inf", "+84942215080", "=1+1", "Số 3424/CVT-VP", "<b>", "a & b"]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("form", ["a: {}\n", "a: '{}'\n", 'a: "{}"', "a: {}  # lời ghi\n", "b: 1\na:\n  {}\n"])
def test_a4_a_value_is_the_characters_that_were_typed(form: str, typed: str) -> None:
    """A4"""
    data = read(form.format(typed)).data
    assert isinstance(data, dict)
    assert data["a"] == typed


def test_a_value_left_empty_is_none_and_an_empty_text_is_a_text() -> None:
    assert read("a:\nb: ''\nc: ~\nd: [x, '']\n").data == {"a": None, "b": "", "c": "~", "d": ["x", ""]}


def test_b1_keys_and_values_are_nfc() -> None:
    """B1"""
    text = "tên: Đình Lập\nđịa chỉ:\n  - huyện: |\n      Tràng Định\n"
    assert read(unicodedata.normalize("NFD", text)).data == read(text).data


# --- A2, A3, A5, A6: what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [touch {}]", "!!python/name:os.system", "!x y", "! z"]
)
def test_a2_nothing_in_yaml_runs(tag: str, tmp_path: Path) -> None:
    """A2"""
    canary = tmp_path / "canary"
    with pytest.raises(ProblemsFound) as caught:
        read(f"ok: 1\nbad: {tag.format(canary)}\n")
    assert [(p.code, p.place.line) for p in caught.value.problems] == [("yaml-tag", 2)]
    assert not canary.exists()


BOMBS = {
    "aliases": "a0: &a0 [x,x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1},*a{i - 1}]\n" for i in range(1, 8)),
    "recursion": "a: &a [*a]\n",
    "merge": "a: {b: 1}\nc:\n  <<: *a\n",
    "brackets": "[" * 10_000,
    "maps": "".join(" " * i + "a:\n" for i in range(1_500)),
    "flow maps": "{a: " * 3_000,
    "lists": "- " * 10_000,
    "large": "a: " + "x" * 50_000_000,
    "keys": "".join(f"{i:x}: \n" for i in range(220_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a3_small_files_cannot_become_large(name: str) -> None:
    """A3"""
    data = BOMBS[name].encode()
    gc.freeze()  # what the tests before left in memory is not looked through in this one's time
    watch = Watch()
    try:
        assert codes(data)
        assert watch.seconds() < 2
    finally:
        gc.unfreeze()


def test_a3_memory_stays_small() -> None:
    """A3"""
    program = (
        "import sys; from congvan.model.project.yaml_reader import scan; data = sys.stdin.buffer.read();"
        "assert scan(data, 'x').problems; status = open('/proc/self/status').read();"
        "print(status.partition('VmHWM:')[2].split()[0])"  # ru_maxrss would count the process that forked this one
    )
    for name in ("keys", "brackets", "aliases"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=BOMBS[name].encode(),
            capture_output=True,
            check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20)),
        )
        assert int(done.stdout) < 200 * 1024  # KiB


def test_a5_a_duplicate_key_names_both_lines() -> None:
    """A5"""
    (problem,) = scan(b"a: 1\nb: 2\na: 3\n", "f").problems
    assert (problem.place.line, [place.line for place in problem.also]) == (3, [1])


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        ("a: Sở\n".encode("utf-16"), "yaml-encoding", 1, 1),
        ("a: 1\nb: Sở\n".encode("cp1258", "replace") + b"\xd5\xf2", "yaml-encoding", 3, 1),
        ("a: 1\nb: Sở".encode()[:-1], "yaml-encoding", 2, 5),
        (b"a: 1\nb: x\0y\n", "text-forbidden", 2, 5),
        (b"a: 1\n---\nb: 2\n", "yaml-documents", 2, 1),
        (b"", "yaml-empty", 1, 1),
        (b"\xef\xbb\xbf", "yaml-empty", 1, 1),
        (b"\n\n# x\n", "yaml-empty", 1, 1),
        (b"x" * (MAX_BYTES + 1), "yaml-size", 0, 0),
    ],
)
def test_a6_only_one_document_in_utf8(data: bytes, code: str, line: int, column: int) -> None:
    """A6"""
    (problem,) = scan(data, "f.yaml").problems
    assert (problem.code, problem.place.file, problem.place.line, problem.place.column) == (
        code,
        "f.yaml",
        line,
        column,
    )


def test_a6_a_byte_order_mark_is_no_character() -> None:
    """A6"""
    source = parse(b"\xef\xbb\xbfa: x\n", "f")
    assert (source.data, source.place(("a",), of_key=True).column) == ({"a": "x"}, 1)


# --- A7, A8: places ---------------------------------------------------------------------------------------------------


def marks(path: Path) -> set[tuple[str, int]]:
    lines = enumerate(re.split(r"\r\n|\r|\n", path.read_text("utf-8")), 1)
    return {(code, line) for line, text in lines if (m := MARK.search(text)) for code in m[1].split()} | UNMARKED.get(
        path.name, set()
    )


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a7_bad_samples_are_reported_where_they_are_marked(path: Path) -> None:
    """A7"""
    source = scan(path.read_bytes(), path.name)
    assert {(p.code, p.place.line) for p in source.problems} == marks(path)
    for problem in source.problems:
        line = re.split(r"\r\n|\r|\n", path.read_text("utf-8"))[problem.place.line - 1]
        assert 1 <= problem.place.column <= len(line)
        assert problem.text
        assert problem.hint or problem.code == "yaml-empty"


def test_a8_mending_one_mistake_removes_exactly_that_one() -> None:
    """A8"""
    good = ["a: 1", "b: Đà", "c: {x: 1, y: 2}", "d: text", "e: 1", "f:", "  - Lạng Sơn"]
    bad = ["a: &q 1", "b: Ðà", "c: {x: 1, x: 2}", "d: !t text", "a: 1", "f:", "  - Lạng\u200b Sơn"]
    every = scan("\n".join(bad).encode(), "f").problems
    assert [p.place.line for p in every] == [1, 2, 3, 4, 5, 7]
    for problem in every:
        line = problem.place.line - 1
        rest = scan("\n".join([*bad[:line], good[line], *bad[line + 1 :]]).encode(), "f").problems
        assert {(p.code, p.place) for p in rest} == {(p.code, p.place) for p in every} - {(problem.code, problem.place)}


def test_places_of_values_and_keys() -> None:
    source = read("a:\n  - b: x\n    c: {d: y}\nl: [p, q]\n")
    assert str(source.place(("a", 0, "c", "d"))) == "sample.yaml:3:12"
    assert str(source.place(("a", 0, "c", "d"), of_key=True)) == "sample.yaml:3:9"
    assert str(source.place(("l", 1))) == "sample.yaml:4:8"
    assert str(source.place(("a", 0, "missing", "deeper"))) == "sample.yaml:2:5"
    assert str(source.place(("a", 7), of_key=True)) == "sample.yaml:2:3"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  một\n   hai\n\n  X ba\n",
        "a: |+2\n   một\n  hai X\n\n",
        "- q\n- a: >-\n    một hai\n    ba X bốn\n",
        "a: 'một ''hai'' X'\n",
        'a: "m\\u1ed9t \\"hai\\"\\n X ba"\n',
        "a: một\n  hai\n  ba X\n",
        "a: m\u1ed9t mo\u0323\u0302t X\n",
        "a: X\n",
    ],
)
def test_an_offset_in_a_text_has_its_place_in_the_file(text: str, end: str) -> None:
    text = text.replace("\n", end)
    source = read(text)
    path = next(path for path in source.spans if path and path[-1] == "a")
    value = source.data
    for key in path:
        value = value[key]
    assert isinstance(value, str)
    place = source.place_in(path, value.index("X"))
    assert text.split(end)[place.line - 1][place.column - 1] == "X"


@given(st.lists(st.text("abc ộé&:#'\"", min_size=1, max_size=12).map(str.strip), min_size=1, max_size=5))
def test_every_character_of_a_block_scalar_is_found_again(lines: list[str]) -> None:
    lines[0] = lines[0] or "x"
    source = read("k:\n  body: |\n" + "".join(f"    {line}\n" for line in lines))
    body = source.data["k"]["body"]
    assert body.rstrip("\n") == "\n".join(lines).rstrip("\n")
    for offset, char in enumerate(body):
        if char not in " \n":
            place = source.place_in(("k", "body"), offset)
            assert source.text.split("\n")[place.line - 1][place.column - 1] == char


def test_a_glued_comment_is_a_warning_only() -> None:
    source = read("team: Tổ #1\nother: x # lời ghi\nurl: a#b\n")
    assert [(p.code, p.severity, p.place.line) for p in source.problems] == [("yaml-comment", Severity.WARNING, 1)]


# --- A1: any bytes ----------------------------------------------------------------------------------------------------

SOUP = st.lists(
    st.sampled_from(
        [
            *re.split(" ", ": - & * ! | > { } [ ] % ? << , # ' \" \t \n \r \0 --- ... a b x: - ~ \\ \u0110 \u00d0"),
            " ",
            "\n",
        ]
    )
).map("".join)


@settings(max_examples=10_000 if LONG else 700, suppress_health_check=list(HealthCheck))
@given(st.binary() | st.text(st.characters()).map(lambda s: s.encode("utf-8", "surrogatepass")) | SOUP.map(str.encode))
def test_a1_any_bytes_give_data_or_problems_with_a_place(data: bytes) -> None:
    """A1"""
    try:
        source = parse(data, "any.yaml")
        assert source.data is not None
        lines = source.text
        for path in source.spans:
            place = source.place(path)
            assert place.line >= 1
            assert place.column >= 1
        assert lines is not None
    except ProblemsFound as stop:
        count = len(re.split(rb"\r\n|\r|\n", data))
        for problem in stop.problems:
            assert problem.place.file == "any.yaml"
            assert 1 <= problem.place.line <= count
            assert problem.text


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "ident", "hint"),
    [
        ("a: b: c\n", 1, "yaml-slip.colon-in-text", 'a: "b: c"'),
        ("a: 1\nb: @x\n", 2, "yaml-syntax.begin", "in quotes"),
        ("a: 1\nb: *\n", 2, "yaml-syntax.alias", "in quotes"),
        ("a: 1\nb: 'x\nc: 2\n", 2, "yaml-syntax.quotation", "Close it"),
        ('a: 1\nb: "x\\qy"\n', 2, "yaml-syntax.text", "backslash"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "yaml-slip.unclosed", "end of the items"),
        ("a: 1\nb: ]\n", 2, "yaml-syntax.bracket", "in quotes"),
        ("a: 1\nword\nb: 2\n", 2, "yaml-syntax.line", "space after the colon"),
        ("a: 1\n- b\n", 2, "yaml-syntax.unreadable", "indentation"),
        ("a: - b\n", 1, "yaml-syntax.list", "next line"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "yaml-tab", "spaces"),
        ("# nothing\n", 1, "yaml-empty", "[]"),
        ("a: 1\n---\nb: 2\n", 2, "yaml-documents", "---"),
        ("%YAML 1.1\n---\na: 1\n", 1, "yaml-directive", "Delete"),
        ("a: 1\na: 2\n", 2, "yaml-duplicate-key", "one of the two"),
        ("a: 1\n?\n: 2\n", 2, "yaml-key.key-missing", ""),
        ("a: 1\n{b: 1}: 2\n", 2, "yaml-key.key-must", "in quotes"),
        ("a: {<<: 1}\n", 1, "yaml-merge", "in full"),
        ("a: !x y\n", 1, "yaml-tag", "in quotes"),
        ("a: &x y\n", 1, "yaml-anchor.anchor", "in full"),
        ("a: 1 #x\n", 1, "yaml-comment", "in quotes"),
    ],
)
def test_each_mistake_is_told_in_words_with_its_remedy(text: str, line: int, ident: str, hint: str) -> None:
    problem = scan(text.encode(), "sample.yaml").problems[0]
    assert problem.place.line == line
    assert problem.message.id == ident
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: ]", "yaml-syntax", 1, 4),
        ("a: @\n\n", "yaml-syntax", 1, 4),
        ("- a\nb", "yaml-syntax", 2, 1),
        ("a: 1\n*x : 2\n", "yaml-anchor", 2, 1),
        ("a: 1\n  \tb: 2\n", "yaml-tab", 2, 3),
    ],
)
def test_a_mistake_is_told_once_where_it_stands_and_be_it_the_last_character(
    text: str, code: str, line: int, column: int
) -> None:
    """A7"""
    (problem,) = scan(text.encode(), "sample.yaml").problems
    assert (problem.code, problem.place.line, problem.place.column) == (code, line, column)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_that_is_no_utf8_is_told_with_its_place(mark: bytes, end: bytes) -> None:
    """A7"""
    for before, line, column in ((b"a: \xe1\xba\xa1", 1, 5), (b"a: 1" + end + b"b:", 2, 3), (b"", 1, 1)):
        (problem,) = scan(mark + before + b"\xff" + end + b"c: 3", "sample.yaml").problems
        assert (problem.code, problem.place.line, problem.place.column) == ("yaml-encoding", line, column)
        assert problem.text == "The file is not saved as UTF-8."
        assert "UTF-8" in problem.hint


def test_a3_too_many_values_are_told_where_they_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A3"""
    monkeypatch.setattr("congvan.model.project.yaml_reader.MAX_NODES", 6)
    assert codes("a: 1\nb: [2]\n") == []  # the mapping, its two keys, 1, the list, 2
    (problem,) = scan(b"a: 1\nb: [2,\n 3]\n", "sample.yaml").problems
    assert (problem.code, problem.place.line, problem.place.column) == ("yaml-size", 3, 2)
    assert "more than 6 values" in problem.text


@pytest.mark.parametrize("escape", ["a", "b", "v", "f", "r", "0", "N", "L", "P", "e", "t", "x07", "u200b", "U0000200b"])
def test_an_escaped_character_is_found_where_it_is_written(escape: str) -> None:
    """A7"""
    (problem,) = scan(f'a: 1\nb: "\\_x \\{escape} y"\n'.encode(), "sample.yaml").problems
    assert (problem.place.line, problem.place.column) == (2, 9)


def test_a_character_in_a_block_is_not_looked_for_before_it() -> None:
    """A7"""
    (problem,) = scan("a: xy\n# xÐy\nb: |\n  xÐy\n".encode(), "sample.yaml").problems
    assert (problem.place.line, problem.place.column) == (4, 4)


def test_a_file_that_has_not_changed_is_not_read_again() -> None:
    assert scan(b"a: 1\n", "f") is scan(b"a: 1\n", "f")
    assert scan(b"a: 1\n", "g").file == "g"
    assert scan(b"a: 2\n", "f").data == {"a": "2"}
