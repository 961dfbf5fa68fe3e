"""What the documentation says of speed is what was measured, and says so where the code is another since."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

from tests.sample_project import HOME

ABOUT: dict[str, Any] = {
    "machine": {"processor": "p", "cores": 2, "system": "s", "python": "3.11", "files": "tmpfs"},
    "fingerprint": {"merge": "m", "command": "c"},
    "quick": False,
    "rounds": 1,
}
PAGE = "Before.\n<!-- figures: {} -->\nold\n<!-- /figures -->\nAfter.\n"


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(HOME / "benchmarks"))
    return importlib.import_module("figures")


def row(work: str, tool: str, mode: str, n: int, wall: float) -> dict[str, Any]:
    found = {"work": work, "tool": tool, "mode": mode, "n": n, "docs_per_s": n / wall, "wall_s": wall, "walls": [wall]}
    return found | {"peak_mib": 64.0, "bytes_per_file": 2048, "cpu_s": wall / 2}


ROWS = [
    row("letter.docx", "congvan", "warm", 1000, 0.25),
    row("letter.docx", "congvan, untagged", "warm", 1000, 0.2),
    row("letter.docx", "docxtpl", "warm", 1000, 100.0),
    row("letter.docx", "docx-mailmerge2", "warm", 1000, 3.125),
    row("growth roster.xlsx", "congvan", "warm", 100, 0.02),
    row("growth roster.xlsx", "congvan", "warm", 10_000, 3.0),
    row("year", "no-op", "cold, warm cache", 1, 0.1),
    row("year", "no-op", "cold, warm cache", 3000, 0.15),
    row("districts pdf", "congvan", "cold", 900, 4.0),
]
CLUSTER = [row("cluster", "congvan", "1 worker", 20_000, 80.0), row("cluster", "congvan", "2 workers", 20_000, 40.0)]


def written(figures: Any, mark: str, older: frozenset[str] = frozenset()) -> list[str]:
    """The lines of a page with one mark, written."""
    cluster = figures.Figures({**ABOUT, "machine": {**ABOUT["machine"], "processor": "c"}, "rows": CLUSTER}, older, "")
    found = figures.Figures({**ABOUT, "rows": ROWS}, older, "../benchmarks/", cluster)
    text = figures.page(PAGE.format(mark), found)
    assert figures.page(text, found) == text
    assert text.startswith(f"Before.\n<!-- figures: {mark} -->\n\n")
    assert text.endswith("\n\n<!-- /figures -->\nAfter.\n")
    return [line for line in text.splitlines() if line.startswith(("|", "!", "M"))]


@pytest.mark.full("all code is read, as `make lint` does too")
def test_every_page_quotes_what_was_measured(figures: Any) -> None:
    """A change of what a figure depends on makes this red until the rows say that they are older: `make figures`."""
    about = figures.measured()
    pages = dict(figures.pages(about, importlib.import_module("fingerprint").fingerprint()))
    assert {path.name for path in pages} >= {"benchmarks.md", "results.md", "national-run.md"}
    for path, text in pages.items():
        assert path.read_text("utf-8") == text, f"{path.name} quotes other figures: type `make figures`"


def test_every_mark_is_understood(figures: Any) -> None:
    for path in [*HOME.glob("*.md"), *(HOME / "docs").glob("*.md")]:
        text = path.read_text("utf-8")
        marks = [found["name"] for found in figures.REGION.finditer(text)]
        assert set(marks) <= figures.TABLES.keys(), path.name
        assert len(marks) == text.count("\n<!-- figures: ") == text.count("\n<!-- /figures -->\n"), path.name


def test_no_speed_is_quoted_outside_the_marks(figures: Any) -> None:
    """Times that nobody can measure again."""
    for path in [HOME / "README.md", HOME / "README.vi.md", *(HOME / "docs").glob("*.md")]:
        text = re.sub(r"`[^`\n]*`", "", figures.REGION.sub("", path.read_text("utf-8")))
        assert re.findall(r".*\d (?:s|ms|µs|giây|(?:[\w-]+ )?a second)\b.*", text) == [], path.name


@pytest.mark.parametrize(
    ("mark", "line"),
    [
        ("rates letter.docx", "| Letter, DOCX | 4,000 | 12.5 × docx-mailmerge2 | p, 2 cores, Python 3.11 |"),
        (
            "growth roster.xlsx",
            "| Roster form, XLSX | 100: 0.02 s | 10,000: 3 s | 0.3 ms | 64, 64 MiB | p, 2 cores, Python 3.11 |",
        ),
        (
            "commands year-no-op",
            "| nothing to do in a folder of 3,000 dispatches | 0.15 s | p, 2 cores, Python 3.11 |",
        ),
        ("country pdf", "| PDF | 900 | 64 MiB | 2.2 ms | 1.1 s | 37 s | p, 2 cores, Python 3.11 |"),
        ("cluster", "| 2 workers | 20,000 | 40 s | 500 | c, 2 cores, Python 3.11 |"),
    ],
)
def test_a_row_names_the_machine_and_whether_the_code_is_another(figures: Any, mark: str, line: str) -> None:
    assert written(figures, mark)[-1] == line
    ours, other = ("merge", "command") if mark.startswith(("rates", "growth")) else ("command", "merge")
    assert written(figures, mark, frozenset({other}))[-1] == line
    older = line.removesuffix(" |") + "; measured on an older version |"
    assert written(figures, mark, frozenset({ours}))[-1] == older


def test_the_package_of_the_country_is_counted(figures: Any) -> None:
    *_before, last = written(figures, "package")
    assert last == "|  | all | 23,451 | 60,152 |"


def test_a_cluster_that_was_not_measured_is_told(figures: Any) -> None:
    found = figures.Figures({**ABOUT, "rows": ROWS}, frozenset(), "")
    assert figures.page(PAGE.format("cluster"), found).count("not measured") == 1


def test_a_plot_says_on_what_it_was_measured(figures: Any) -> None:
    older = frozenset({"command"})  # the plot of growth shows whole commands too
    assert written(figures, "plot plot growth", older) == [
        "![Files a second beside other tools](../benchmarks/plot.png)",
        "Measured on p, 2 cores, Python 3.11.",
        "![Time over the number of records and of dispatches](../benchmarks/growth.png)",
        "Measured on p, 2 cores, Python 3.11; measured on an older version.",
    ]


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ({"merge": "m", "command": "c"}, []),
        ({"merge": "other", "command": "c"}, ["letter DOCX", "letter DOCX", "growth roster.xlsx"]),
        ({"merge": "m"}, ["year"]),
        ({}, ["letter DOCX", "letter DOCX", "growth roster.xlsx", "year"]),
    ],
)
def test_results_say_which_rows_are_older(figures: Any, then: dict[str, str], said: list[str]) -> None:
    about = {**ABOUT, "rows": ROWS, "fingerprint": then}
    path, text = next(figures.pages(about, {"merge": "m", "command": "c"}))
    assert path.name == "results.md"
    found = re.findall(r"^\| ([^|]+?) \|.*reached, measured on an older version \|$", text, re.MULTILINE)
    assert found == said
    assert ("\nMeasured on an older version.\n" in text) == bool(said)
