"""Rows that are alike are read once, and what is written is the same as if each of them had been read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.formats import compile_template
from congvan.formats.docx.blocks import block_source
from congvan.formats.docx_html.markup import VALUE, VALUE_END
from congvan.formats.docx_html.source import DocxSource
from congvan.formats.docx_html.tables import alike_rows
from congvan.formats.docx_html.tables.alike_rows import with_alike_rows, without_alike_rows
from tests.examples import FULL
from tests.formats.docx.blocks.test_blocks import run, template

ROWS = 50
MOST_MIB = 400  # of a process that makes a PDF of 9,000 rows
TEXTS = st.sampled_from(["một", "m & <n>", '"hai"', "it’s 'x'", "", "hai\u00adba", "một\u2003hai", "dòng\nhai", "a-b"])
ODD = st.sampled_from(
    [[], [run("a", bold=True), run("b")], [run("a-b", parts=["a", "b"])], [run("x", underline=True)], [run("")] * 2]
)
TEMPLATE = template("{{p x }}")


def table(cells: Sequence[list[dict[str, Any]]]) -> dict[str, Any]:
    columns = [{"id": name, "label": name, "mm": 40, "align": "left", "kind": "text"} for name in ("TT", "Tên")]
    rows = [{"across": [], "cells": [{"runs": [run(str(n))]}, {"runs": each}]} for n, each in enumerate(cells, 1)]
    return {"x": [{"text": "Trên"}, {"columns": columns, "rows": rows, "row_mm": 7}, {"text": "Dưới"}]}


@pytest.fixture
def long_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_source, "LONG", ROWS // 2)
    monkeypatch.setattr(alike_rows, "MANY", ROWS // 2)


@pytest.mark.usefixtures("long_here")
@settings(max_examples=50 if FULL else 4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=ROWS, max_size=ROWS), st.dictionaries(st.integers(0, ROWS - 1), ODD, max_size=2))
def test_rows_are_written_as_if_each_had_been_read(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], odd: dict[int, list[dict[str, Any]]]
) -> None:
    record = table([odd.get(n, [run(text)]) for n, text in enumerate(texts)])
    source = DocxSource(TEMPLATE, "t.docx", True)
    few = source._run(record)
    with monkeypatch.context() as patch:
        patch.setattr(alike_rows, "MANY", 10**9)
        assert few == source._run(record)


@pytest.mark.usefixtures("long_here")
def test_most_rows_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    plain = alike_rows.without_alike_rows

    def noted(xml: str) -> Any:
        found = plain(xml)
        read.append(found[0].count("</w:tr>"))
        return found

    monkeypatch.setattr("congvan.formats.docx_html.converter.without_alike_rows", noted)
    DocxSource(TEMPLATE, "t.docx", True)._run(table([[run("một")]] * ROWS))
    assert read[0] < 10


def test_pages_of_a_long_table_are_those_of_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long table has its texts in fields, for the speed alone: byte by byte it is the same file."""
    record = table([[run("một")], [], [run("a", bold=True), run(" & b")], [run("a-b", parts=["a", "b"])]] * 10)
    made = compile_template("pdf", TEMPLATE, name="t.docx").render(record)
    monkeypatch.setattr(block_source, "LONG", 20)
    monkeypatch.setattr(alike_rows, "MANY", 20)
    assert compile_template("pdf", TEMPLATE, name="t.docx").render(record) == made


def test_rows_that_more_than_values_tells_apart_are_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike_rows, "MANY", 20)
    rows = "".join(f"<w:tr>{VALUE}{n}{VALUE_END}</w:tr>" for n in range(30))
    few, left_out = without_alike_rows(f"<w:tbl>{rows}</w:tbl>")
    html = few.replace("w:", "")
    assert with_alike_rows(html, left_out) == f"<tbl>{rows}</tbl>".replace("w:", "")
    assert with_alike_rows(html.replace(f"<tr>{VALUE}28", f"<tr class='x'>{VALUE}28"), left_out) is None
    assert with_alike_rows(html.replace(f"{VALUE}28{VALUE_END}", "28"), left_out) is None
    assert with_alike_rows("", left_out) is None


@pytest.mark.full("long runs")
def test_nine_thousand_rows_take_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(TEMPLATE)
    script = f"""if True:
        from pathlib import Path
        from congvan.formats import compile_template
        template = compile_template("pdf", Path({str(tmp_path / "t.docx")!r}).read_bytes(), name="t.docx")
        columns = [{{"id": str(n), "label": "Cột", "mm": 20, "align": "left", "kind": "text"}} for n in range(8)]
        texts = ("Máy in", "Máy chiếu đa năng", "12", "15.000")
        rows = [
            {{"across": [], "cells": [{{"runs": [{{"text": texts[(n + k) % 4]}}]}} for k in range(8)]}}
            for n in range(9000)
        ]
        template.render({{"x": [{{"columns": columns, "rows": rows, "row_mm": 7}}]}})
        assert template.ways.counts["laid out"] == 1
        print(int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) >> 10)
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < MOST_MIB
