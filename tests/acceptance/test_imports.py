"""What the contracts of pyproject.toml can't say: packages declared, the cold start, names of rooms and classes, the
length of functions, the size of the whole."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sample_project import HOME
from tools import size

pytestmark = pytest.mark.full("all code is read, as `make lint` does too")
PACKAGE = HOME / "congvan"
FILES = sorted(PACKAGE.rglob("*.py"))
MIGRATIONS = PACKAGE / "returns/ledger/migrations"  # scripts that alembic runs by their paths: no room
ROOMS = sorted({path.parent for path in FILES if not path.is_relative_to(MIGRATIONS)} - {PACKAGE})

#: Module → the package named in pyproject.toml that brings it, where the names differ.
DISTRIBUTIONS = {
    "yaml": "pyyaml",
    "PIL": "pillow",
    "ruamel": "ruamel.yaml",
    "docx": "docxtpl",
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "fontTools": "weasyprint",
    "starlette": "fastapi",
    "anyio": "fastapi",
    "markdown_it": "markdown-it-py",
}
#: What --help, --version and a no-op load: the standard library alone.
EARLY = sorted(
    [
        *(PACKAGE / name for name in ("__init__.py", "core/__init__.py", "core/problems.py", "core/i18n/__init__.py")),
        *(path for path in (PACKAGE / "cli").glob("*.py") if path.stem != "output"),
        *(PACKAGE / "core/bootstrap").glob("*.py"),
    ]
)
LONGEST_FUNCTION = 40  # lines


def dotted(path: Path) -> str:
    return path.relative_to(HOME).with_suffix("").as_posix().replace("/", ".")


def early_imports(path: Path) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of the imports of a file but those in functions and under TYPE_CHECKING."""
    nodes: list[ast.AST] = list(ast.parse(path.read_text("utf-8"), str(path)).body)
    while nodes:
        node = nodes.pop()
        yield from imported(node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            nodes.extend(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            nodes.extend(ast.iter_child_nodes(node))


def imported(node: ast.AST) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of what a statement imports."""
    if isinstance(node, ast.Import):
        yield from ((name.name, node.lineno) for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, f"{node.lineno}: imports are absolute"
        yield node.module or "", node.lineno


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(PACKAGE).as_posix())
def test_a_room_says_what_it_is(room: Path) -> None:
    modules = [path.stem for path in room.glob("*.py") if path.stem != "__init__"]
    assert not [name for name in modules if name.startswith(f"{room.name}_")], "a module needs no prefix in its room"
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))) or ""
    assert len(said) > 40, "say in __init__.py what the room holds and what it may import"
    if room.parent == PACKAGE:
        text = (HOME / "docs/architecture.md").read_text("utf-8")
        assert re.search(rf"^      {room.name}/ ", text, re.MULTILINE), "docs/architecture.md does not name the room"


class Read(NamedTuple):
    """What is in all files, which are parsed once for that."""

    defined: list[tuple[str, str, int, bool]]  # place, name, lines, whether it is a class; of every class and function
    imports: list[tuple[str, str]]  # place, dotted name


@functools.cache
def read() -> Read:
    found = Read([], [])
    for path in FILES:
        place = path.relative_to(HOME).as_posix()
        for node in size.statements(ast.parse(path.read_text("utf-8"))):
            found.imports.extend((f"{place}:{line}", name) for name, line in imported(node))
            if (kind := isinstance(node, ast.ClassDef)) or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.defined.append((f"{place}:{node.lineno}", node.name, lines, kind))
    return found


def test_a_class_name_is_given_once() -> None:
    """One name is one thing; a private class has a name of its own too."""
    found: dict[str, list[str]] = {}
    for place, name, _lines, is_class in read().defined:
        if is_class:
            found.setdefault(name.lstrip("_"), []).append(place)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_functions_are_short() -> None:
    long = [
        f"{place} {name}: {lines} lines"
        for place, name, lines, is_class in read().defined
        if not is_class and lines > LONGEST_FUNCTION
    ]
    assert long == []


def test_the_whole_does_not_grow_without_a_reason() -> None:
    """Why not a cap on modules or rooms: both turned growth into more files."""
    found = size.faults((HOME / size.STORED).read_text("utf-8"), size.count())
    assert not found, "\n".join(found)


def test_what_grew_says_why_in_the_same_commit() -> None:
    history = size.history()
    if history is None:
        pytest.skip("no whole git history is here to compare the sizes with")
    found = size.unexplained(history, size.Sizes.read((HOME / size.STORED).read_text("utf-8")))
    assert not found, "\n".join(found)


def test_only_declared_packages_are_imported() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [
        *project["dependencies"],
        *(each for extra in ("cluster", "office", "web") for each in project["optional-dependencies"][extra]),
    ]
    declared = {re.match(r"[\w.-]+", line)[0].lower() for line in listed}
    wrong = []
    for place, target in read().imports:
        head = target.partition(".")[0]
        if head == "congvan" or head in sys.stdlib_module_names:
            continue
        if DISTRIBUTIONS.get(head, head.replace("_", "-")) not in declared:
            wrong.append(f"{place}: {head} is not among the dependencies in pyproject.toml")
    assert not wrong, "\n".join(wrong)


def test_the_launcher_knows_every_dependency() -> None:
    from congvan.core.bootstrap.environment import MODULES

    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    built_with = [*project["dependencies"], *project["optional-dependencies"]["office"]]  # what `make build` installs
    declared = {re.match(r"[\w.-]+", line)[0] for line in built_with}
    known = {{"yaml": "pyyaml", "PIL": "pillow"}.get(name, name.replace("_", "-")) for name in MODULES}
    assert known == declared


@pytest.mark.parametrize("path", EARLY, ids=dotted)
def test_what_help_loads_is_the_standard_library_alone(path: Path) -> None:
    heads = {target.partition(".")[0] for target, _ in early_imports(path)}
    assert heads <= sys.stdlib_module_names | {"congvan"}


@pytest.mark.parametrize("name", ["congvan", "congvan.cli.app", "congvan.core.bootstrap.no_op"])
def test_what_is_imported_early_imports_nothing_heavy(name: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(HOME)!r}); import {name}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    heads = {module.partition(".")[0] for module in done.stdout.split()}
    assert heads <= sys.stdlib_module_names | {"congvan", "__main__"}
    modules = {".".join(module.split(".")[1:3]) for module in done.stdout.split() if module.startswith("congvan.")}
    allowed = {"core", "core.bootstrap", "core.i18n", "core.problems"}
    assert {module for module in modules if module.split(".")[0] != "cli"} <= allowed
