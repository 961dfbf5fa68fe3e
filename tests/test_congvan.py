"""What is promised to programs: docs/python.md is true, nothing heavy comes with the import, an act can be stopped."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import congvan
from congvan.core.job import Progress
from tests.sample_project import HOME, new_project

PAGE = HOME / "docs/python.md"


def test_every_example_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_project(tmp_path / "my-project")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        exec(compile(example, str(PAGE), "exec"), names)
    assert {path.name for path in tmp_path.glob("*.pdf")} == {"Nguyễn Văn An.pdf", "Trần Thị Bình.pdf"}


def test_the_page_names_all_that_is_promised() -> None:
    table = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8").partition("\n## ")[0], re.MULTILINE)
    assert sorted(name for row in table for name in re.findall(r"`(\w+)`", row)) == congvan.__all__
    assert {"build", "check", "compile_template", "load", "validate", "Outcome", "Problem"} <= set(dir(congvan))
    for name in congvan.__all__:
        assert getattr(congvan, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing"):
        _ = congvan.nothing


def test_types_are_told_of_the_same_names() -> None:
    stub = (HOME / "congvan/__init__.pyi").read_text("utf-8")
    pairs = {(module, name) for module, name in re.findall(r"^from (\S+) import \w+ as (\w+)$", stub, re.MULTILINE)}
    assert pairs == {(module, name) for module, names in congvan._HOMES.items() for name in names}


def test_the_import_alone_loads_nothing_heavy() -> None:
    code = "import sys; before = set(sys.modules); import congvan; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOME)
    assert done.stdout.split() == ["congvan"]


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "congvan", "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=HOME)
    assert done.stdout == f"congvan {congvan.__version__}\n"


class After(Progress):
    """Stops an act after so many steps."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().check()


def test_a_build_that_is_stopped_leaves_everything_as_it_was(tmp_path: Path) -> None:
    project = new_project(tmp_path / "p")
    want = congvan.Selection(documents=["letter"], formats=["docx"])
    assert congvan.build(congvan.BuildRequest(project.root, want)).exit_code == 0
    before = project.tree()
    again = congvan.BuildRequest(project.root, want, number="77", workers=1)
    for steps in range(4):  # before it begins, at a file, before all is put in its place
        outcome = congvan.build(again, After(steps))
        assert (outcome.exit_code, [p.code for p in outcome.problems]) == (130, ["cancelled"])
        assert project.tree() == before
    assert congvan.build(again, After(100)).exit_code == 0
    assert project.tree() != before


def test_every_act_can_be_stopped(tmp_path: Path) -> None:
    from congvan.editing.drafting.number import NumberRequest, number
    from congvan.pipeline.verify import VerifyRequest, verify
    from congvan.returns.overview import StatusRequest, status

    project = new_project(tmp_path / "p")
    before = {path: path.read_bytes() for path in (project.root / "data").rglob("*.yaml")}
    stopped = [
        congvan.validate(congvan.ValidateRequest(project.root), After(1)),
        congvan.check(congvan.CheckRequest((str(HOME / "templates"),), workers=1), After(1)),
        number(NumberRequest(project.root, "5"), After(1)),
        verify(VerifyRequest(project.root / "outputs"), After(0)),
        status(StatusRequest(root=project.root), After(1)),
    ]
    assert [outcome.exit_code for outcome in stopped] == [130] * len(stopped)
    assert before == {path: path.read_bytes() for path in (project.root / "data").rglob("*.yaml")}


CORE = """
import importlib.machinery, sys
class Missing:  # what is not installed
    def find_spec(self, name, *_rest):
        if name in ("alembic", "phonenumbers", "sqlalchemy", "fastapi"):
            return importlib.machinery.ModuleSpec(name, self)
    def create_module(self, spec):
        raise ModuleNotFoundError(f"No module named {spec.name!r}", name=spec.name)
    exec_module = create_module
sys.meta_path.insert(0, Missing())
from congvan.cli.app import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_core_merges_checks_and_builds_without_the_extra_office(tmp_path: Path) -> None:
    def ran(*words: str) -> tuple[int, str]:
        run = [sys.executable, "-c", CORE, *words]
        done = subprocess.run(run, capture_output=True, text=True, cwd=HOME)
        return done.returncode, done.stdout + done.stderr

    folder = str(tmp_path / "moi")
    agency = ("--agency", "Sở Y tế tỉnh Mẫu", "--abbreviation", "SYT", "--place", "Mẫu")
    assert ran("init", folder, *agency, "--signer", "Người Mẫu", "--title", "GIÁM ĐỐC")[0] == 0
    assert ran("--root", folder)[0] == 0
    assert ran("check", f"{folder}/outputs")[0] in (0, 1)
    (tmp_path / "moi/office.db").touch()  # what came back is in there
    for needing in (("status", "--lang", "en"), ("--lang", "en")):
        code, words = ran("--root", folder, *needing)
        assert code == congvan.Exit.CANNOT, words
        assert words.count("pip install 'congvan[office]'") == 1
        assert "Traceback" not in words
