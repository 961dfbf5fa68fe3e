"""What the figures depend on: another hash for other work, the same for the same work in other words and files."""

from __future__ import annotations

import importlib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.sample_project import HOME

CODE = '''"""What it is."""

from congvan.deep.under import name
from congvan.deep import under


class Thing:
    """A thing."""

    size: int = 3

    async def work(self, *rest: int, word: str = "a") -> str:
        """Work."""
        match self.size:
            case 1 | 2 if not rest:
                return f"{word!r:>{self.size}}" f"{name}"
        return _("nothing to do") or under.made(self, **{"ữ\\u0378": [1.5, b"x", ...]})
'''
UNDER = '"""Below."""\n\nname = "congvan.deep.under"\n\n\ndef made(thing, **more):\n    return {**more}\n'


@pytest.fixture
def fingerprint(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(HOME / "benchmarks"))
    module = importlib.import_module("fingerprint")
    monkeypatch.setattr(module, "ENTRIES", {"merge": ("start.py",)})
    return module


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A small project: one script, two modules, one that nothing imports, a template in text and one packed."""
    write(tmp_path, "start.py", "def run():\n    from congvan import main\n    return main.Thing()\n")
    write(tmp_path, "congvan/__init__.py", '__version__ = "1"\n')
    write(tmp_path, "congvan/main.py", CODE)
    write(tmp_path, "congvan/alone.py", "x = 1\n")
    write(tmp_path, "congvan/deep/__init__.py", "")
    write(tmp_path, "congvan/deep/under.py", UNDER)
    write(tmp_path, "templates/a.html", "<p>")
    packed(tmp_path / "templates/a.docx", "<w>", 0)
    write(tmp_path, "requirements.lock", "lxml==6.1.3 \\\n    --hash=sha256:1234\n")
    return tmp_path


def write(home: Path, name: str, text: str) -> None:
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_text(text, "utf-8")


def packed(path: Path, text: str, level: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        package.writestr("word/document.xml", text)


def edit(home: Path, name: str, old: str, new: str) -> None:
    text = (home / name).read_text("utf-8")
    assert old in text
    write(home, name, text.replace(old, new))


def test_the_hash_is_the_same_on_every_python(fingerprint: Any, home: Path) -> None:
    assert fingerprint.fingerprint(home) == {"merge": "9299f43ff1c07f91972ed8fc5adec2f2"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("congvan/main.py", "A thing.", "Any thing."),
        ("congvan/main.py", "size: int", "size: float"),
        ("congvan/main.py", " -> str:", ":  # quickly"),
        ("congvan/main.py", "nothing to do", "nothing is left"),
        ("congvan/main.py", "import name\n", "import name as name\nimport os\n"),
        ("congvan/__init__.py", '"1"', '"2"'),
        ("congvan/alone.py", "1", "2"),
        ("requirements.lock", "1234", "5678"),
    ],
)
def test_words_alone_change_nothing(fingerprint: Any, home: Path, name: str, old: str, new: str) -> None:
    before = fingerprint.fingerprint(home)
    edit(home, name, old, new)
    assert fingerprint.fingerprint(home) == before


def test_files_that_move_or_part_change_nothing(fingerprint: Any, home: Path) -> None:
    before = fingerprint.fingerprint(home)
    write(home, "congvan/far/__init__.py", '"""Another room."""\n')
    write(home, "congvan/far/below.py", UNDER.split("\n\n\n")[0].replace("deep.under", "far.below") + "\n")
    write(home, "congvan/far/made.py", UNDER.split("\n\n\n")[1])
    (home / "congvan/deep/under.py").unlink()
    edit(home, "congvan/main.py", "congvan.deep.under import name", "congvan.far.below import name")
    edit(home, "congvan/main.py", "congvan.deep import under", "congvan.far import made as under")
    (home / "congvan/main.py").rename(home / "congvan/far/main.py")
    edit(home, "start.py", "from congvan import", "from congvan.far import")
    packed(home / "templates/a.docx", "<w>", 9)
    assert fingerprint.fingerprint(home) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("start.py", "Thing()", "Thing"),
        ("congvan/main.py", "not rest", "rest"),
        ("congvan/main.py", "async def", "def"),
        ("congvan/main.py", "1.5", "1.25"),
        ("congvan/main.py", "!r:", ":"),
        ("congvan/main.py", "**{", "*{"),
        ("congvan/deep/under.py", "{**more}", "{0: more}"),
        ("congvan/deep/under.py", "{**more}", "{None: more}"),
        ("templates/a.html", "<p>", "<p >"),
        ("requirements.lock", "6.1.3", "6.1.4"),
    ],
)
def test_other_work_is_another_hash(fingerprint: Any, home: Path, name: str, old: str, new: str) -> None:
    before = fingerprint.fingerprint(home)
    edit(home, name, old, new)
    assert fingerprint.fingerprint(home) != before


def test_a_part_of_a_packed_template_is_another_hash(fingerprint: Any, home: Path) -> None:
    before = fingerprint.fingerprint(home)
    packed(home / "templates/a.docx", "<w/>", 0)
    assert fingerprint.fingerprint(home) != before


def test_the_merge_reaches_every_format_and_the_publisher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its modules are found by the imports of the program that is measured, the formats by a table of names."""
    monkeypatch.syspath_prepend(str(HOME / "benchmarks"))
    module = importlib.import_module("fingerprint")
    from congvan import formats
    from congvan.publishing import publisher

    found = module.closure(HOME, module.ENTRIES["merge"])
    assert {module.module(HOME, name) for name in [*formats.FORMATS.values(), publisher.__name__]} <= set(found)
    assert set(found) - {HOME / "benchmarks" / name for name in ("measure.py", "samples.py", "peers/ours.py")} < set(
        module.closure(HOME, module.ENTRIES["command"])
    )
