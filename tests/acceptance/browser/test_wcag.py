"""The first screen and the index keep to WCAG 2.2 AA: axe-core finds nothing, at 390 px, dark, at 400 % zoom.

The pages run no script, so a copy without their Content-Security-Policy is judged.
"""

from __future__ import annotations

import functools
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from congvan.core.cache import MemoryCache
from congvan.core.messages import verbatim
from congvan.core.problems import Place, Problem
from congvan.documents.common.chart import chart
from congvan.editing.drafting.scaffolding import InitRequest, init
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.dashboard import index as dashboard_index
from congvan.pipeline.dashboard import page as dashboard_page
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.browser import packages
from tests.acceptance.browser.test_first_screen import chromium
from tests.examples import FULL
from tests.sample_project import HOME

FRAME = (Path(__file__).parent / "wcag.html").read_text("utf-8")
STATES = ("complete", "nil", "asked", "incomplete", "missing", "not-owed")
RETURNED = {
    "summary": [{"label": "biểu đã nhận", "value": "21/33"}],
    "matrix": {
        "title": "Phụ lục I",
        "head": "Huyện",
        "columns": list("ABCDEF"),
        "rows": [{"name": "Huyện X", "cells": [{"state": state, "why": "thiếu 1"} for state in STATES]}],
    },
    "others": [],
    "charts": [
        chart("Cột", "bars", [{"label": "A", "value": 3, "of": 11}]),
        chart("Đường", "curve", [{"label": str(n), "value": n} for n in range(7)]),
    ],
}
RECORDS = [
    ("bluezone-2020/index.html", "number=12/STTTT-BCVT date=2020-08-19 kind=cong-van subject=V/v một việc"),
    ("bluezone-2020/hai/index.html", "number=12/STTTT-VP date=2020-09-19 kind=cong-van subject=V/v hai việc"),
    ("bluezone-2020/ba/index.html", "number= date=2019 kind=bao-cao subject=Ba"),
]
DARK = "--blink-settings=preferredColorScheme=0"
SEEN = {"telephone": (390, ""), "dark": (390, DARK), "400 % zoom": (320, ""), "desk": (1280, "")}
# In `make test` each page in two of them, each of them once.
NAMES = ("screen", "index")
LOOKS = [(name, seen) for at, name in enumerate(NAMES) for n, seen in enumerate(SEEN) if FULL or n % 2 == at]

pytestmark = pytest.mark.full("Chromium")


@functools.cache
def pages() -> dict[str, str]:
    """Both pages, with all that they can show: errors, what came back, a number given twice."""
    files = assets.read(HOME)
    planned = plan(load(files), Selection())
    problems = [Problem(verbatim("Có lỗi"), Place("data/a.yaml", 1), verbatim("Sửa"))]
    screen = dashboard_page.job(
        planned, "bluezone-2020", lambda _entry, _path: ("0" * 64, ""), lambda: problems, RETURNED
    )
    index = dashboard_index.job(planned, RECORDS)
    return {
        "screen": dashboard_page.render(screen, files, lambda _path: sheet(), MemoryCache()).decode(),
        "index": dashboard_page.page(files, index.template, index.content).decode(),
    }


def sheet() -> bytes:
    """A PDF of one page, for the pictures."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file)
    return file.getvalue()


def judged(text: str, width: int, flag: str, folder: Path) -> dict[str, Any]:
    source = (packages.installed("axe-core") / "axe.min.js").read_text("utf-8")
    page, frame = folder / "page.html", folder / "frame.html"
    page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text), "utf-8")
    written = FRAME.replace("WIDTH", str(width)).replace("PAGE", page.as_uri())
    frame.write_text(written.replace("AXE_SOURCE", json.dumps(source).replace("</", "<\\/")), "utf-8")
    flags = ["--allow-file-access-from-files", "--window-size=1400,900", "--virtual-time-budget=60000", flag]
    dom = chromium(folder, *filter(None, flags), "--dump-dom", frame.as_uri()).decode("utf-8")
    found: dict[str, Any] = json.loads(unescape(dom.partition('<pre id="found">')[2].partition("</pre>")[0]))
    assert "fault" not in found, found
    return found


@pytest.mark.parametrize(("name", "seen"), LOOKS)
def test_axe_finds_nothing(name: str, seen: str, tmp_path: Path) -> None:
    width, flag = SEEN[seen]
    found = judged(pages()[name], width, flag, tmp_path)
    assert found["violations"] == []
    assert found["over"] == 0  # nothing to scroll sideways (1.4.10)
    assert found["dark"] == (seen == "dark")
    assert {"color-contrast", "document-title", "html-has-lang", "link-name", "heading-order"} <= set(found["passes"])


def test_lists_of_65_communes_and_an_index_of_many_fit_the_screen_at_400_percent(tmp_path: Path) -> None:
    """Their fields to search give way (1.4.10)."""
    assert init(InitRequest(tmp_path / "mau", "to-cong-nghe-so-2026")).exit_code == 0
    files = assets.read(tmp_path / "mau")
    planned = plan(load(files), Selection(formats=["pdf"]))
    screen = dashboard_page.job(planned, "to-cong-nghe-so-2026", lambda _entry, _path: ("0" * 64, ""), list)
    said = "number={0} date=2026-08-{0:02} kind=cong-van subject=Việc"
    records = [(f"to-cong-nghe-so-2026/{n}/index.html", said.format(n)) for n in range(1, 25)]
    index = dashboard_index.job(planned, records)
    for text in (
        dashboard_page.render(screen, files, lambda _path: sheet(), MemoryCache()).decode(),
        dashboard_page.page(files, index.template, index.content).decode(),
    ):
        assert '<input type="search"' in text
        found = judged(text, *SEEN["400 % zoom"], tmp_path)
        assert (found["violations"], found["over"]) == ([], 0)


def test_the_pages_show_what_is_judged() -> None:
    assert pages()["index"].count("12/STTTT-BCVT") == 1
    assert all(words in pages()["screen"] for words in ("Có lỗi phải sửa", "21/33", "<img", "<svg"))


def test_axe_sees_what_is_wrong(tmp_path: Path) -> None:
    text = pages()["index"].replace('lang="vi"', "").replace("--soft: #4d5a70", "--soft: #c0c8d0")
    found = judged(text, 390, "", tmp_path)
    assert {"html-has-lang", "color-contrast"} <= {rule for rule, _help, _nodes in found["violations"]}


def test_no_state_is_told_by_colour_alone() -> None:
    """1.4.1: each state of the matrix has a sign of its own and words of its own."""
    cell = r'<td class="([\w-]+)"[^>]*><span aria-hidden="true">(.)</span><span [^>]*>([^<]+)<'
    cells = re.findall(cell, pages()["screen"])
    assert [state for state, _sign, _words in cells] == list(STATES)
    for each in zip(*cells, strict=True):
        assert len(set(each)) == len(STATES)
