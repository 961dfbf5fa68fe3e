"""The manifest and the journal read back, damaged or whole, and every refusal says what, where and what to do."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan import __version__
from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.publishing import errors as said
from congvan.publishing.manifest import ManifestRow, NewRows, dump, dump_journal, load, load_journal, read
from congvan.publishing.paths import is_safe
from tests.publishing.making import FILES, build

# --- manifest and journal ---------------------------------------------------------------------------------------------


def test_a_long_manifest_reads_back_and_names_the_program() -> None:
    rows = {f"e/{number:04}": ManifestRow("0" * 64, number) for number in range(1203)}
    rows["z"] = ManifestRow(
        "1" * 64, 7, "letters", "receiver=a", "templates/a.html", ("templates/a.html", "a.css"), "2" * 64
    )
    text = b"".join(dump(rows.items()))
    assert load(text) == rows
    assert json.loads(text)["version"] == __version__
    assert max(map(len, dump(rows.items()))) < len(text) / 2  # in pieces


PATHS = st.sampled_from(["a", "b/a.pdf", "b/c", "b-c/d", "e", "ế/x.docx", "b/ /x", "con/x"])
ROWS = st.dictionaries(PATHS, st.builds(ManifestRow, st.just("0" * 64), st.integers(0, 9), record=st.text(max_size=4)))


@given(ROWS, ROWS, st.sets(PATHS))
def test_lines_that_are_handed_on_say_what_all_rows_written_anew_would(
    old: dict[str, ManifestRow], new: dict[str, ManifestRow], without: set[str]
) -> None:
    kept, gone = {path: row for path, row in old.items() if is_safe(path)}, without - new.keys()
    before = load(b"".join(dump(kept.items())))
    assert before == kept
    after = b"".join(before.changed(new, gone))
    assert after == b"".join(dump(({path: row for path, row in kept.items() if path not in gone} | new).items()))
    assert sorted(before.under("b/")) == sorted(path for path in kept if path.startswith("b/"))
    assert dict(before.records("x")) == {p: row.record for p, row in kept.items() if p.partition("/")[2] == "x"}


def test_a_manifest_that_was_sorted_or_set_out_by_another_program_reads_the_same() -> None:
    rows = {
        "b/a": ManifestRow("0" * 64, 1),
        "b/c": ManifestRow("1" * 64, 2, record='"x"'),
        "d": ManifestRow("2" * 64, 3),
    }
    tree = json.loads(b"".join(dump(rows.items())))
    for text in (json.dumps(tree, indent=2), json.dumps({"outputs": dict(reversed(tree["outputs"].items()))})):
        assert load(text.encode()) == rows
    lines = b"".join(dump(rows.items())).decode().split("\n")
    lines[3], lines[4] = lines[4], lines[3]
    assert load("\n".join(lines).encode()) == rows


def test_a_line_that_is_damaged_counts_as_none_and_is_told_by_verify() -> None:
    data = b"".join(dump({"a": ManifestRow("0" * 64, 1), "b": ManifestRow("1" * 64, 2)}.items())).replace(
        b'"size": 1', b'"size": }'
    )
    assert (load(data).get("a"), load(data).get("b")) == (None, ManifestRow("1" * 64, 2))
    with pytest.raises(ValueError):
        read(data)


@pytest.mark.parametrize("damage", [(b"0000", b'00"0'), (b'"size": 2', b'"size": 02'), (b"gh", b"g\xff")])
def test_a_manifest_is_whole_again_after_a_build(damage: tuple[bytes, bytes]) -> None:
    """Lines that no build of these days asks for were handed on, damaged as they were."""
    rows = {name: ManifestRow("0" * 64, number, record="gh") for number, name in enumerate(("a", "b", "b/c", "d"))}
    text = b"".join(dump(rows.items()))
    assert damage[0] in text
    at = text.index(damage[0], text.index(b'"b/c"'))
    damaged = text[:at] + text[at:].replace(*damage, 1)
    try:
        found = load(damaged)
    except ValueError:  # as a whole: it is read anew
        return
    written = json.loads(b"".join(found.changed({"a": ManifestRow("1" * 64, 7)})))
    assert written["outputs"].keys() == {"a", "b", "d"}


def test_a_damaged_row_of_a_manifest_is_read_as_far_as_it_goes() -> None:
    entries = {
        "d": [],
        "../x": {},
        "a": {},
        "b": {"inputs": None, "size": []},
        "c": {"inputs": "xy", "size": "1"},
        "e": None,
    }
    text = json.dumps({"outputs": entries}).encode()
    assert load(text) == dict.fromkeys("abc", ManifestRow("", 0))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b'{"outputs": []}', b"\xff", b"[" * 10**5, b"1"])
def test_what_is_no_manifest_stops_no_build(text: bytes, outputs: Path) -> None:
    with pytest.raises(ValueError):
        load(text)
    assert load_journal(text).keys() <= {"outputs"}
    outputs.mkdir()
    (outputs / "manifest.json").write_bytes(text)
    assert [p.code for p in build(outputs, FILES).problems] == (["manifest-unreadable"] if text else [])


@given(st.dictionaries(st.sampled_from(["a", "e/b.pdf", "c"]), st.lists(st.text(max_size=3), max_size=2)))
def test_a_journal_reads_back(journal: dict[str, list[str]]) -> None:
    assert load_journal(b"".join(dump_journal(journal.items()))) == journal


def test_an_empty_journal_is_one() -> None:
    assert b"".join(dump_journal([])) == b"{}"


def test_damaged_entries_of_a_journal_are_passed_over() -> None:
    assert load_journal(json.dumps({"../x": ["1"], "a": 1, "b": [2]}).encode()) == {"b": ["2"]}


# --- what is said -----------------------------------------------------------------------------------------------------

HERE = Path("/p/outputs")
TOLD: dict[str, tuple[Callable[[], Problem], str, str]] = {
    # name: (the problem, its code, its place)
    "locked": (lambda: said.outputs_locked(HERE, 0).problems[0], "outputs-locked", "/p/outputs"),
    "locked by": (lambda: said.outputs_locked(HERE, 17).problems[0], "outputs-locked", "/p/outputs"),
    "no locks": (
        lambda: said.at_output(Message("no-locks", folder=HERE), HERE, "", Severity.WARNING),
        "no-locks",
        "/p/outputs",
    ),
    "edited": (lambda: said.edited_output(HERE, "e/a", known=True), "output-edited", "/p/outputs/e/a"),
    "not ours": (lambda: said.edited_output(HERE, "e/a", known=False), "output-edited", "/p/outputs/e/a"),
    "kept": (
        lambda: said.at_output(Message("output-kept"), HERE, "e/a", Severity.WARNING),
        "output-kept",
        "/p/outputs/e/a",
    ),
    "link": (
        lambda: said.at_output(Message("output-link"), HERE, "e/a", Severity.WARNING),
        "output-link",
        "/p/outputs/e/a",
    ),
    "shared": (lambda: said.shared_path("e/a", "e/A").problems[0], "path-shared", "e/a"),
    "missing": (lambda: said.at_output(Message("output-missing"), HERE, "e/a"), "output-missing", "/p/outputs/e/a"),
    "changed": (lambda: said.at_output(Message("output-edited.file"), HERE, "e/a"), "output-edited", "/p/outputs/e/a"),
    "no manifest": (
        lambda: said.at_output(Message("manifest-unreadable"), HERE, "manifest.json", Severity.WARNING),
        "manifest-unreadable",
        "/p/outputs/manifest.json",
    ),
    **{
        f"failed {code}": (
            lambda code=code: said.failed_write(HERE, "e/a", OSError(code, "why"), 1, 2, False).problems[0],
            "disk-full" if code == errno.ENOSPC else "output-unwritable",
            "/p/outputs/e/a",
        )
        for code in (errno.ENOSPC, errno.ENOTDIR, errno.ELOOP, errno.ENOENT, errno.EISDIR, errno.EROFS)
    },
}


@pytest.mark.parametrize("name", TOLD)
def test_a_problem_says_what_where_and_what_to_do(name: str) -> None:
    make, code, place = TOLD[name]
    problem = make()
    assert (problem.code, problem.place.file) == (code, place)
    assert place in problem.text
    assert type(problem.hint) is str
    assert problem.hint
    mild = name in ("no locks", "kept", "link", "no manifest")
    assert problem.severity is (Severity.WARNING if mild else Severity.ERROR)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOTDIR, "is a link or a file, not a folder"),
        (errno.ELOOP, "is a link or a file, not a folder"),
        (errno.ENOENT, "does not exist"),
        (errno.EISDIR, "it is a folder"),
        (errno.EROFS, "Read-only file system"),
    ],
)
def test_each_error_of_the_system_has_its_words(code: int, words: str) -> None:
    (problem,) = said.unwritable(HERE, said.system_error(code)).problems
    assert words in problem.text
    assert problem.hint


def test_a_full_disk_says_how_much_is_needed_and_what_became_of_the_rest(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "full")
    free = os.statvfs(tmp_path)
    for renaming, words in ((False, "The old files are unchanged"), (True, "Some files are new, some are old")):
        (problem,) = said.failed_write(tmp_path, "e/a", full, 12345, 67890, renaming).problems
        assert "12,345 bytes needed, 67,890 with all files before it" in problem.text
        told = int(problem.text.split(";")[1].split()[0].replace(",", ""))
        assert told == pytest.approx(free.f_bavail * free.f_frsize, rel=0.05)
        assert words in problem.hint


DIGESTS = st.one_of(st.binary(min_size=32, max_size=32).map(bytes.hex), st.text(max_size=70), st.just("A" * 64))


@given(sha256=DIGESTS, key=DIGESTS)
def test_the_rows_of_a_build_come_back_as_they_were(sha256: str, key: str) -> None:
    rows, row = NewRows(), ManifestRow(sha256, 12, "letter", "a", "van-ban.docx", ("data/a.yaml",), key)
    rows["e/a.docx"] = row
    assert dict(rows) == {"e/a.docx": row}
    assert ("e/a.docx" in rows, "e/b.docx" in rows, len(rows)) == (True, False, 1)
    del rows["e/a.docx"]
    assert not rows


def test_a_row_says_so_only_where_its_file_can_not_be_made_again() -> None:
    rows = {"a.pdf": ManifestRow("0" * 64, 1, made_by="LibreOffice 25.2"), "b.pdf": ManifestRow("1" * 64, 1)}
    text = b"".join(dump(rows.items()))
    assert load(text) == rows == read(text)
    kept = NewRows()
    kept.update(rows)
    assert dict(kept) == rows
    assert text.count(b"made_by") == 1
    assert b'"made_by": "LibreOffice 25.2"' in text
