"""What fuzzing found, each mended, by name."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path

import pytest

from congvan.core.bootstrap import fingerprint
from congvan.core.problems import ProblemsFound
from congvan.formats.fastpath import stored_plans
from congvan.formats.pdf import layout_record
from congvan.pipeline.plan.planner import Selection, plan
from congvan.publishing.manifest import load, load_journal
from congvan.publishing.publisher import Publisher
from congvan.returns.ledger.store import Event, Store
from congvan.returns.records.fold import fold
from tests.acceptance.promises.line import docx_text, loaded, sample, warm
from tests.planned import jobs_of

DEEP = b"[" * 100_000


@pytest.mark.parametrize("line", ["f", "f 1 2", "l 1 2 3 4", "f 1 2 3 4 a\0b"])
def test_a_damaged_record_of_a_no_op_is_passed_over(line: str, tmp_path: Path) -> None:
    """A line cut short or a NUL in a path ended every later build of those options with exit code 70."""
    record = tmp_path / "record"
    record.write_bytes(f"congvan freshness 1\nabout\nnote\n{line}\nend".encode("utf-8", "surrogatepass"))
    assert fingerprint.recall(os.fspath(record), "about") is None


def test_a_document_of_what_came_back_is_made_without_any_word_of_nothing() -> None:
    """A list, a reminder or a báo cáo whose `when:` was lost was a KeyError where nothing had come back yet."""
    documents = sample()["data/documents.yaml"].decode()
    plain = re.sub(r"^  when: .*\n", "", documents, flags=re.MULTILINE)
    assert plain != documents
    changes = {"data/documents.yaml": plain.encode()}
    jobs = {job.document: job for job in jobs_of(plan(loaded(changes), Selection([], {}, ["docx"])))}
    assert {"returned-people", "returned-by-district", "call-list", "reminders", "report-upward"} <= set(jobs)
    for name in ("returned-people", "call-list", "report-upward"):
        assert not re.search(r"\bNone\b|Undefined|\{\{", docx_text(warm().render(jobs[name]).data)), name


@pytest.mark.parametrize("data", [DEEP, b"[2, 5]", b"[2, [5]]", b"[[]]", b'[2, [{"pages": [[1, [1]]]}]]'])
def test_a_kept_layout_of_any_shape_is_made_again(data: bytes) -> None:
    assert layout_record.from_bytes(data) == []
    assert stored_plans.from_bytes(data) == []


@pytest.mark.parametrize("entry", ["5", '{"inputs": 5}', '{"size": [1]}', '{"size": 1e999}', "null"])
def test_a_manifest_with_a_damaged_entry_is_told(entry: str, tmp_path: Path) -> None:
    """A list where a number stands was a TypeError in every later build."""
    outputs = tmp_path / "outputs"
    outputs.mkdir()
    (outputs / "manifest.json").write_text(f'{{"outputs": {{"a/b.docx": {entry}}}}}')
    with Publisher(outputs, sync=False) as publisher:
        publisher.add("a/c.docx", b"new", key="k")
        publisher.commit(["a/"])
    assert set(load((outputs / "manifest.json").read_bytes())) == {"a/c.docx"}


def test_a_manifest_and_a_journal_as_deep_as_you_like() -> None:
    with pytest.raises(ValueError, match="deep"):
        load(DEEP)
    assert load_journal(DEEP) == {}


@pytest.mark.parametrize("body", ["NULL", "'{'", "'[1]'", "'{}'", "x'a5'", "'" + "[" * 100_000 + "'"])
def test_a_damaged_entry_of_the_database_is_told(body: str, tmp_path: Path) -> None:
    """A torn entry was a mistake of ours (exit code 70); now it is the database's, with what to do."""
    path = tmp_path / "r.db"
    with Store.open(f"sqlite:///{path}") as store:
        with store.change() as change:
            change.add(Event("answer", "a", {"form": "f", "keys": {}, "sections": {}}))
        with sqlite3.connect(path) as raw:
            raw.execute("PRAGMA ignore_check_constraints = 1")
            raw.execute("PRAGMA writable_schema = 1")
            raw.execute("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '')")
        raw.close()
        with sqlite3.connect(path) as raw:
            raw.execute(f"UPDATE event SET body = {body}")
        raw.close()
        with pytest.raises(ProblemsFound) as stop:
            fold(store.events())
    assert [problem.code for problem in stop.value.problems] == ["database"]
    assert stop.value.problems[0].hint
