"""A. Reading data: what the clerk typed is what is kept, or a Problem says where it is wrong."""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from congvan.core.problems import Problem, ProblemsFound
from congvan.pipeline.plan.planner import Selection
from tests.acceptance.promises.line import (
    AGENCY,
    CONTACTS,
    DISPATCH,
    DOCUMENTS,
    ENTERPRISES,
    LONG,
    docx_text,
    figure,
    first_form,
    loaded,
    made,
    pdf_text,
    problems_of,
    sample,
    squeezed,
    swapped,
    text_of,
    warm,
    xlsx_cells,
)
from tests.acceptance.promises.places import DATA, errors, true_place
from tests.model.project.test_yaml_reader import BOMBS
from tests.sample_project import HOME, new_project

TOKENS = [": ", "- ", "&a ", "*a", "! ", "|\n", "> ", "{", "[", "}", "]", "% ", "? ", "<<: ", "\t", "\0", "'", '"', "#"]


def timed(name: str, data: bytes) -> tuple[list[Problem], float]:
    """What is said of a changed file, and the processor's seconds that it took."""
    gc.freeze()  # what thousands of inputs left in memory is not looked through in this one's time
    try:
        started = time.process_time()
        return problems_of({name: data}), time.process_time() - started
    finally:
        gc.unfreeze()


DAMAGED = 2_000 if LONG else 30


@settings(max_examples=DAMAGED, suppress_health_check=list(HealthCheck))
@example(AGENCY, [(0.0, 0, b"\r\x00\x80")])  # found here: a lone CR is the end of a line
@given(
    st.sampled_from(DATA),
    st.lists(
        st.tuples(
            st.floats(0, 1), st.integers(0, 12), st.sampled_from([t.encode() for t in TOKENS]) | st.binary(max_size=4)
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_a1_any_bytes_give_data_or_problems(name: str, cuts: list[tuple[float, int, bytes]]) -> None:
    """Any bytes in data/*.yaml, here every file of the sample damaged in up to three places, give a dataset or
    Problems with a place in that file, within two seconds; never a traceback.
    """
    data = sample()[name]
    for where, length, piece in cuts:
        start = int(where * len(data))
        data = data[:start] + piece + data[start + length :]
    figure("A1", "damaged files read", DAMAGED)
    found, seconds = timed(name, data)
    assert seconds < 4  # two seconds, on a machine that others use as well
    for problem in found:
        assert problem.text
        assert problem.place.file, problem
        if problem.place.file == name:
            true_place(problem, data)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['touch {}']", "!!python/name:os.system", "!any x"])
@pytest.mark.parametrize("name", [AGENCY, DOCUMENTS, DISPATCH])
def test_a2_nothing_in_yaml_runs(name: str, tag: str, tmp_path: Path) -> None:
    """Nothing in YAML runs: every tag is refused with its line, and nothing happens beside."""
    canary = tmp_path / "canary"
    text = text_of(name)
    tag = tag.format(canary)
    many = re.search(r"(?m)^- ", text) is not None
    bad = (
        re.sub(r"(?m)^  name: ", f"  zzz: {tag}\n  name: ", text, count=1) if many else f"{text.rstrip()}\nzzz: {tag}\n"
    )
    found = problems_of({name: bad})
    assert "yaml-tag" in {p.code for p in found}
    line = next(p.place.line for p in found if p.code == "yaml-tag")
    assert tag[:5] in bad.splitlines()[line - 1]
    assert not canary.exists()


def run_limited(program: str, data: bytes, megabytes: int = 1200) -> list[str]:
    """The lines of a child that may take so much address space and reads `data` from its standard input."""
    limit = (megabytes << 20, megabytes << 20)
    return (
        subprocess.run(
            [sys.executable, "-c", program],
            input=data,
            capture_output=True,
            check=False,
            cwd=HOME,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
        )
        .stdout.decode()
        .splitlines()
    )


READ_EACH = """
import json, os, sys
from congvan.model.loader import load
from congvan.core.problems import ProblemsFound
from congvan.model.project.assets import Assets
for text in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork() == 0:  # its memory alone is measured
        try:
            load(Assets({'data/agency.yaml': text.encode()}))
        except ProblemsFound as e:
            print(*{p.code for p in e.problems if p.code.startswith('yaml-')}, sep=',', end=' ')
        print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])
        sys.stdout.flush()
        os._exit(0)
    os.wait()
"""


def test_a3_small_files_cannot_become_large() -> None:
    """A small file cannot become large: 254 bytes of aliases, which a plain reader makes megabytes of (shown first),
    deep nesting, 50 MB, 220,000 keys are all refused before anything is built of them, in little memory.
    """
    naive = "import sys, json, yaml; print(len(json.dumps(yaml.safe_load(sys.stdin.buffer.read()))))"
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 10) + "]\n" for i in range(1, 6)
    )
    assert int(*run_limited(naive, bomb.encode())) > 4_000_000, "without the guard the bomb goes off"
    texts = {"clean": "a: b\n", "ten ways": bomb, **BOMBS}
    told = run_limited(READ_EACH, json.dumps([*texts.values()]).encode())
    clean = int(told[0])
    for name, line in zip(texts, told, strict=True):
        *codes, memory = line.split(" ")
        assert codes or name == "clean", name
        grown = int(memory) - clean
        assert grown < (150 if name == "large" else 100) * 1024, (name, grown)  # "large" is 50 MB itself
    figure("A3", "bombs refused", len(BOMBS) + 1)


TYPED = [
    "0123456",
    "0942215080",
    "0934.531.666",
    "16:00",
    "16h00",
    "no",
    "1e3",
    "2020-08-19",
    "08",
    "1_000",
    "~",
    "null",
    "yes",
    "0x1F",
    "0o17",
    ".5",
    "1.0",
    "+84",
    "-1",
    "1,000",
    "=1+1",
    "on",
    "NaN",
    ".inf",
    "12:30:45",
    "0b11",
    "1.10",
    "<<",
    "true",
    "@x",
    "2020-8-9",
    "1 000",
    "00",
    "1.",
    "a: b",
    "# không",
    "- x",
    "[1]",
    "{a: 1}",
    "%",
    "&a",
    "*a",
    "`",
]


def quoted(value: str) -> str:
    """As a clerk has to type it: in quotes only where YAML would take it for something else than a text."""
    plain = not re.match(r"[\[{&*!|>%@`#\-]|.*(: |$^)", value) or value == "-1"
    return value if plain else f"'{value}'"


def test_a4_what_was_typed_is_what_is_printed() -> None:
    """What the clerk typed is what is printed: `0123456`, `16:00`, `no`, `1e3`, `~`, `2020-08-19` and the like are the
    same characters in the dataset and in the letter's DOCX and PDF and the form's XLSX, in plain text as in quotes.
    """
    text = text_of(DISPATCH)
    keys = [f"t{i}" for i in range(len(TYPED))]
    facts = "facts:\n" + "".join(
        f"  {k}: {quoted(v)}\n  q{k}: {json.dumps(v)}\n" for k, v in zip(keys, TYPED, strict=True)
    )
    body = "body: |\n  Thử: " + " ".join(f"“{{{{ facts.{k} }}}}” “{{{{ facts.q{k} }}}}”" for k in keys) + "\n\n"
    changes = {DISPATCH: text.replace("facts:\n", facts, 1).replace("body: |\n", body, 1)}
    dataset = loaded(changes)
    for key, value in zip(keys, TYPED, strict=True):
        assert dataset.dispatches["bluezone-2020"].facts[key] == value
        assert dataset.dispatches["bluezone-2020"].facts["q" + key] == value
    letters = [
        a for a in made(changes, Selection(["letter"], {}, ["docx", "pdf"]), warm()) if a.job.document == "letter"
    ]
    assert len(letters) == 2
    for artifact in letters:
        said = squeezed((docx_text if artifact.job.format == "docx" else pdf_text)(artifact.data))
        for value in TYPED:
            assert squeezed(f"“{value}” “{value}”") in said, (artifact.job.format, value)
    names = [value for value in TYPED if re.search(r"\w", value)]
    for value in names if LONG else names[::4]:
        changes = swapped(ENTERPRISES, "name: Viettel Lạng Sơn", f"name: {json.dumps(value)}")
        (artifact,) = made(changes, first_form(only=["xlsx"]), warm())
        assert any(value in str(cell.value) and cell.data_type == "s" for cell in xlsx_cells(artifact.data)), value
    figure("A4", "ways of typing", 2 * len(TYPED))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("place: Lạng Sơn", "place: Lạng Sơn\nplace: Hà Nội", 2),
        ("place: Lạng Sơn", "địa: a\n" + unicodedata.normalize("NFD", "địa") + ": b\nplace: Lạng Sơn", 2),
        ("    name: Phương", "    id: hai\n    name: Phương", 2),
    ],
)
def test_a5_a_key_written_twice(old: str, new: str, lines: int) -> None:
    """A key written twice is an error that names both lines, at any depth and in any Unicode form."""
    found = [p for p in problems_of(swapped(AGENCY, old, new)) if p.code == "yaml-duplicate-key"]
    assert len(found) == 1
    assert len({found[0].place.line, *(place.line for place in found[0].also)}) == lines


NOT_UTF8 = {
    "UTF-16": "name: Sở".encode("utf-16"),
    "cp1258": b"name: S\xd2\xed",
    "cut": "name: Sở".encode()[:-1],
    "NUL": b"name: \0",
    "two": b"a: b\n---\nc: d\n",
    "empty": b"",
    "comment": b"# only\n",
}


@pytest.mark.parametrize("name", NOT_UTF8)
def test_a6_only_utf8(name: str) -> None:
    """Only UTF-8 (with or without byte order mark) and one document are read; else the Problem names file and place."""
    found = [p for p in problems_of({AGENCY: NOT_UTF8[name]}) if p.place.file == AGENCY]
    assert found
    assert found[0].hint
    true_place(found[0], NOT_UTF8[name])


def test_a6_a_byte_order_mark_is_passed_over() -> None:
    """A byte order mark, as Notepad writes it, changes nothing."""
    assert not errors(problems_of({AGENCY: b"\xef\xbb\xbf" + sample()[AGENCY]}))


def test_a6_a_pipe_a_folder_a_missing_and_a_locked_file(tmp_path: Path) -> None:
    """What is no readable file (pipe, folder, missing, no permission) is named at once; nothing hangs."""
    from congvan.model.project import assets

    project = new_project(tmp_path)
    os.mkfifo(tmp_path / "data/pipe.yaml")
    (tmp_path / "data/folder.yaml").mkdir()
    (tmp_path / AGENCY).unlink()
    run = project.run("validate", "--format", "json")
    assert run.code == 3
    assert "data/pipe.yaml" in {p["file"] for p in run.json["problems"]}
    (tmp_path / "data/pipe.yaml").unlink()
    run = project.run("validate", "--format", "json")
    assert AGENCY in {p["file"] for p in run.json["problems"]}
    locked = tmp_path / CONTACTS
    locked.chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o55)
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            assets.read(tmp_path)
        except ProblemsFound as stop:
            os._exit(0 if [p.place.file for p in stop.problems] == [CONTACTS] else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
