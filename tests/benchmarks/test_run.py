"""The harness of benchmarks/ on two records, with congvan and with openpyxl in place of its peers."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.sample_project import HOME, Project

BENCH = HOME / "benchmarks"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of benchmarks/ by name."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What prepare.py writes for all peers."""
    made = tmp_path_factory.mktemp("bench")
    subprocess.run([sys.executable, str(BENCH / "prepare.py"), str(made)], check=True)
    return made


def measure(folder: Path, out: Path, peer: str, work: str, *more: str) -> dict[str, Any]:
    command = [sys.executable, str(BENCH / "measure.py"), peer, work, "2", str(out), f"--folder={folder}", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.full("long runs")
@pytest.mark.parametrize(("peer", "more"), [("ours", "--cold"), ("book_openpyxl", "--warm")])
def test_a_sample_of_each_tool_says_what_it_wrote(folder: Path, tmp_path: Path, peer: str, more: str) -> None:
    flags = ["--warm"] if more == "--warm" else []
    found = measure(folder, tmp_path / "out", peer, "roster.xlsx", *flags)
    assert found["made"] == 2
    assert 0 < found["loop_s"] < 60
    assert found["peak_mib"] > 5


@pytest.mark.full("long runs")
def test_both_tools_print_the_same_words(folder: Path, tmp_path: Path) -> None:
    import openpyxl

    texts = []
    for peer in ("ours", "book_openpyxl"):
        measure(folder, tmp_path / peer, peer, "roster.xlsx")
        path = next((tmp_path / peer).rglob("00002.xlsx"))
        sheet = openpyxl.load_workbook(path).worksheets[0]
        texts.append([[str(cell.value or "") for cell in row] for row in sheet.iter_rows()])
    assert texts[0] == texts[1]
    assert any("Huyện" in cell for row in texts[0] for cell in row)


@pytest.mark.full("long runs")
def test_the_peers_of_word_are_given_a_letter_with_their_own_marks(folder: Path) -> None:
    import zipfile

    tags = zipfile.ZipFile(folder / "letter-tags.docx").read("word/document.xml").decode()
    fields = zipfile.ZipFile(folder / "letter-fields.docx").read("word/document.xml").decode()
    for mark in ("{receiver}", "{#noi_nhan}", "{/noi_nhan}", "{#rows}", "{/rows}"):
        assert mark in tags
    for name in ("receiver", "number", "place_date", "reference", "line0", "line7"):
        assert f"MERGEFIELD {name} " in fields
    assert "@@" not in tags + fields


@pytest.mark.full("long runs")
def test_records_vary_and_say_that_they_are_samples(bench: Any, folder: Path) -> None:
    samples: ModuleType = bench("samples")
    for kind in ("letter", "roster"):
        loaded = samples.load(folder, kind)
        records = list(samples.MAKE[kind](loaded, 100))
        assert len({json.dumps(record) for record in records}) == 100
        name = "receiver" if kind == "letter" else "district"
        real = len(loaded["kinds"])
        assert all(("(mẫu " in record[name]) == (n >= real) for n, record in enumerate(records))
        assert len({len(record[name]) for record in records}) >= 5
        assert records[3:5] == list(samples.MAKE[kind](loaded, 2, 3))


def row(work: str, tool: str, mode: str, n: int, *walls: float) -> dict[str, Any]:
    middle = sorted(walls)[len(walls) // 2]
    rate = round(n / middle, 2)
    found = {"work": work, "tool": tool, "mode": mode, "n": n, "docs_per_s": rate, "wall_s": middle}
    return found | {"peak_mib": 1.0, "bytes_per_file": 2048, "walls": list(walls)}


def test_a_ratio_is_the_median_within_rounds_and_a_figure_is_reached_or_not(bench: Any) -> None:
    report: ModuleType = bench("report")
    rows = [
        row("roster.xlsx", "congvan", "warm", 100, 1.0, 2.0, 4.0),
        row("roster.xlsx", "openpyxl", "warm", 100, 36.0, 80.0, 100.0),
        row("roster.xlsx", "XlsxWriter, in memory", "warm", 100, 9.0, 18.0, 36.0),
    ]
    assert report.times(rows, "roster.xlsx", "openpyxl") == 36
    verdicts = {what: reached for _work, what, value, reached in report.targets(rows) if value is not None}
    assert verdicts == {"35 × openpyxl": True, "10 × XlsxWriter in memory": False}
    machine = {"processor": "p", "cores": 2, "system": "s", "python": "3", "files": "tmpfs"}
    text = report.markdown({"rows": rows, "rounds": 3, "quick": False, "machine": machine})
    assert "| roster XLSX | 10 × XlsxWriter in memory | 9 | not reached |" in text


def test_of_loops_and_lists_the_least_sample_counts(bench: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A machine in company is slow for one tool and not for the other; neither is quicker than it is."""
    report: ModuleType = bench("report")
    run = bench("run").Bench(quick=False, only=(), tools=())
    run.rounds = 1
    assert run.turns == 3
    for tool, walls in (("congvan", (2.0, 1.0, 5.0)), ("WeasyPrint", (20.0, 13.0, 12.0))):
        samples = [{"wall_s": wall, "cpu_s": wall, "peak_mib": 1.0, "bytes_per_file": 1, "made": 10} for wall in walls]
        for mode in ("first", "cold"):
            run.add("list.pdf", tool, mode, 10, samples, least=mode == "first")
    assert "10.0 docs/s" in capsys.readouterr().out
    assert [row["wall_s"] for row in run.rows] == [1, 2, 12, 13]
    assert report.times(run.rows, "list.pdf", "WeasyPrint", "first") == 12
    assert report.times(run.rows, "list.pdf", "WeasyPrint", "cold") == 10


def test_what_tags_cost_is_judged_by_turns_of_its_own(bench: Any) -> None:
    def least(work: str, tool: str, wall: float) -> dict[str, Any]:
        return row(work, tool, "warm", 1000, wall) | {"least": True}

    rows = [least("roster.pdf", "congvan", 1.16), least("roster.pdf", "congvan, untagged", 1)]
    rows += [least("tags roster.pdf", "congvan", 1.02), least("tags roster.pdf", "congvan, untagged", 1)]
    found = [(value, reached) for _work, what, value, reached in bench("report").targets(rows) if "tags: " in what]
    assert found == [(None, None), (1.02, True)]


def test_whole_processes_alone_are_a_report(bench: Any) -> None:
    rows = [row("roster.pdf", "congvan", "cold", 55, 1.0), row("roster.pdf", "Typst", "cold", 55, 2.0)]
    machine = {"processor": "p", "cores": 2, "system": "s", "python": "3", "files": "tmpfs"}
    text = bench("report").markdown({"rows": rows, "rounds": 1, "quick": False, "machine": machine})
    assert "| roster.pdf | Typst | cold | 55 | 2 | 1 |" in text
    assert "## Roster form, PDF" not in text


def test_growth_is_measured_by_the_record_and_by_the_dispatch(bench: Any) -> None:
    report: ModuleType = bench("report")
    rows = [
        *(
            row("growth letter.pdf", "congvan", "warm", n, wall)
            for n, wall in ((100, 1.0), (1000, 2.0), (10_000, 26.5))
        ),
        *(row("year", "one letter", "cold, warm cache", n, wall) for n, wall in ((1, 1.0), (3000, 1.25))),
        *(row("year", "no-op", "cold, warm cache", n, wall) for n, wall in ((1, 0.05), (3000, 0.25))),
        *(row("year", "validate", "cold, warm cache", n, wall) for n, wall in ((1, 1.0), (300, 3.0), (3000, 36.0))),
        row("receivers", "congvan", "cold", 2000, 20.5),
    ]
    assert {what: reached for _work, what, value, reached in report.targets(rows) if value is not None} == {
        "a record of 10,000: 1.3 × one of 1,000 at most": False,
        "one letter of 3,000 dispatches: 1.3 × the same alone at most": True,
        "no-op with 3,000 dispatches: 0.2 s at most": False,
        "validate, a dispatch of 3,000: 1.3 × one of 300 at most": True,
        "2,000 receivers: 20.5 s at most": True,
    }
    machine = {"processor": "p", "cores": 2, "system": "s", "python": "3", "files": "tmpfs"}
    text = report.markdown({"rows": rows, "rounds": 1, "quick": False, "machine": machine})
    assert (
        "| s | N=100 | N=1,000 | N=10,000 |\n| --- | ---: | ---: | ---: |\n| growth letter.pdf | 1 | 2 | 26.5 |" in text
    )
    assert "| validate | 1 | 3 | 36 |" in text


def test_memory_for_what_a_sample_writes_was_used_before(
    bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    growth, steps = bench("growth"), list[tuple[str, float]]()

    def sample(_tool: Any, _work: str, n: int, _mode: str, _cap: float, _folder: Any = None) -> dict[str, Any]:
        steps.append(("sample", n))
        return {"wall_s": 1.0, "cpu_s": 1.0, "peak_mib": 1.0, "bytes_per_file": 1000, "made": n}

    monkeypatch.setattr(growth, "sample", sample)
    monkeypatch.setattr(growth, "rehearse", lambda _folder, size: steps.append(("rehearsal", size)))
    monkeypatch.setattr(growth.sampling, "files", tmp_path)
    growth.merges(bench("run").Bench(quick=True, only=(), tools=()), "letter.pdf")
    assert steps[-4:] == [("rehearsal", 10_000), ("sample", 10), ("rehearsal", 2000), ("sample", 2)]


def test_a_rehearsal_leaves_nothing(bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    growth, written = bench("growth"), list[int]()
    monkeypatch.setattr(growth.sampling, "file_system", lambda _folder: "tmpfs")
    monkeypatch.setattr(Path, "unlink", lambda self: (written.append(self.stat().st_size), os.unlink(self)))
    growth.rehearse(tmp_path, 3e6)
    assert written[0] >= 3e6
    assert not list(tmp_path.iterdir())


def test_a_sample_that_would_take_too_long_is_left_out(bench: Any, capsys: pytest.CaptureFixture[str]) -> None:
    forecast = bench("growth").Forecast("validate")
    assert forecast.allows(10)
    forecast.took(10, 1.6)
    assert forecast.allows(900)
    assert capsys.readouterr().out == ""
    assert not forecast.allows(1000)
    assert "left out: validate, n=1000: it would take 160 s" in capsys.readouterr().out


def test_a_command_is_measured_with_what_it_wrote(bench: Any, tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; Path(sys.argv[1], 'a.pdf').write_text('12345')"
    found = bench("sampling").timed([sys.executable, "-c", program, str(tmp_path)], tmp_path)
    assert (found["files"], found["bytes_per_file"], found["said"]) == (1, 5, "")
    assert 0 < found["cpu_s"] < 60
    with pytest.raises(SystemExit, match="no such thing"):
        bench("sampling").timed([sys.executable, "-c", "raise SystemExit('no such thing')"])


@pytest.mark.full("long runs")
def test_a_province_has_a_form_for_each_district_and_enterprise(bench: Any, tmp_path: Path) -> None:
    bench("province").make_province(tmp_path, 3)
    run = Project(tmp_path).run("build", "rosters", "--only", "pdf", "-n", "--format", "json")
    assert run.code == 0
    planned = {path for path in run.out.split('"') if re.search(r"/rosters/.*\.pdf$", path)}
    assert len(planned) == 15
    assert all(re.search(r"/huyen-mau-\d/huyen-mau-\d--", path) for path in planned)


def test_an_edit_of_a_template_leaves_a_template(bench: Any, tmp_path: Path) -> None:
    from congvan.formats import compile_template

    path = tmp_path / "van-ban.docx"
    path.write_bytes((HOME / "templates/van-ban.docx").read_bytes())
    bench("office").widen(path)
    assert path.read_bytes() != (HOME / "templates/van-ban.docx").read_bytes()
    names = [compile_template("docx", each.read_bytes()).names() for each in (path, HOME / "templates/van-ban.docx")]
    assert names[0] == names[1]
