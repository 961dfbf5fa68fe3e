"""Imports point one way, as docs/architecture.md says, never in a circle, and only to packages that pyproject names."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
PACKAGE = HOME / "congvan"
FILES = sorted(PACKAGE.rglob("*.py"))

#: The floors of docs/architecture.md, from the ground up: a room imports from its own floor and those below.
FLOORS = (
    {"problems", "text", "units", "job", "cache", "locale"},
    {"assets", "source"},
    {"model"},
    {"documents"},
    {"plan"},
    {"pipeline"},
    {"commands"},
    {"cli"},
)
TOP = 5  # from this floor up, the rooms beside the stair are open
#: Rooms beside the stair, each with what it may import besides the ground floor.
BESIDE: dict[str, set[str]] = {
    **{name: set() for name in ("formats", "signs", "nd30", "publish", "report", "launch", "starter", "freshness")},
    "interrupt": set(),
    "returns": {"assets", "source", "model"},
    "keys": {"assets", "publish", "noop"},
    "render": {"formats", "signs", "inspection"},
    "inspection": {"nd30"},
    "cluster": {"render", "keys"},
    "parallel": {"render", "cluster"},
    "checking": {"nd30", "report"},
    "noop": {"freshness"},
    "screen": {"assets", "source", "model", "documents", "plan", "formats", "report"},
    "numbering": {"assets", "source", "model", "documents", "publish"},
}
#: What the stair may use of those rooms below the top: geometry, and the one closed Jinja environment.
OPEN = {"documents": ("congvan.signs", "congvan.formats.jinja"), "plan": ("congvan.formats.jinja",)}

#: Module → the package named in pyproject.toml that brings it, where the names differ.
DISTRIBUTIONS = {
    "yaml": "pyyaml",
    "ruamel": "ruamel.yaml",
    "docx": "docxtpl",
    "markupsafe": "jinja2",
    "pydantic_core": "pydantic",
    "fontTools": "weasyprint",
    "numpy": "scipy",
}
#: What --help, --version and a no-op load: the standard library alone.
EARLY = (
    *("__init__.py", "cli.py", "interrupt.py", "launch.py"),
    *("freshness.py", "noop.py", "problems.py", "locale/__init__.py"),
)


def room(path: Path) -> str:
    """congvan/formats/docx.py → formats; congvan/plan.py, plan_paths.py → plan; congvan/__init__.py → ""."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0].partition("_")[0]


def dotted(path: Path) -> str:
    parts = path.relative_to(HOME).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, *, functions: bool = True, types: bool = True) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of every import of the file; `from a import b` gives a.b.

    `functions`: those inside functions too; `types`: those under TYPE_CHECKING too.
    """
    tree = ast.parse(path.read_text("utf-8"), str(path))
    nodes: list[ast.AST] = list(tree.body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = dotted(path).split(".")
                up = node.level - (path.name == "__init__.py")
                base = ".".join([*here[: len(here) - up], *filter(None, [base])])
            yield from ((f"{base}.{name.name}", node.lineno) for name in node.names)
        elif not functions and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        elif not types and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            nodes.extend(node.orelse)
        else:
            nodes.extend(ast.iter_child_nodes(node))


def reachable(name: str) -> set[str]:
    """The rooms that a room may import."""
    if name in BESIDE:
        return FLOORS[0] | BESIDE[name] | {name}
    floor = next(i for i, rooms in enumerate(FLOORS) if name in rooms)
    below: set[str] = set().union(*FLOORS[: floor + 1])
    return below | set(BESIDE) if floor >= TOP else below


def test_the_floors_are_those_of_the_architecture() -> None:
    text = (HOME / "docs/architecture.md").read_text("utf-8")
    line = re.search(r"^    (problems .*←.*)$", text, re.MULTILINE)
    assert line, "docs/architecture.md has lost the line that gives the order of the imports"
    words = re.sub(r"\(.*\)", "", line[1])
    assert [set(floor.split()) for floor in words.split("←")] == [*FLOORS, {"build.py"}]
    for name in BESIDE:
        assert re.search(rf"\b{name}\b", text), f"docs/architecture.md does not name the room {name}"


@pytest.mark.parametrize("path", FILES, ids=dotted)
def test_imports_point_one_way(path: Path) -> None:
    name = room(path)
    if not name:
        assert not [n for n, _ in imports(path) if n.startswith("congvan")]
        return
    known = set().union(*FLOORS, BESIDE)
    assert name in known, f"{name} is no room yet: give it its place in docs/architecture.md and in this test"
    allowed = reachable(name)
    wrong = []
    for target, line in imports(path):
        head, _, rest = target.partition(".")
        other = rest.partition(".")[0].partition("_")[0]
        if f"{target}.".startswith(tuple(f"{opened}." for opened in OPEN.get(name, ()))):
            continue
        if head == "congvan" and other in known and other not in allowed:
            wrong.append(f"{path.relative_to(HOME)}:{line}: {name} must not import {other}")
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_in_a_circle() -> None:
    modules = {dotted(path): path for path in FILES}

    def targets(name: str) -> set[str]:
        found = set()
        for target, _ in imports(modules[name]):
            hit = target if target in modules else target.rpartition(".")[0]
            if hit in modules and hit != name:
                found.add(hit)
        return found

    graph = {name: targets(name) for name in modules}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "a circle: " + " → ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*trail, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_only_declared_packages_are_imported() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    declared = {re.match(r"[\w.-]+", line)[0].lower() for line in listed}
    wrong = []
    for path in FILES:
        for target, line in imports(path):
            head = target.partition(".")[0]
            if head == "congvan" or head in sys.stdlib_module_names:
                continue
            if DISTRIBUTIONS.get(head, head.replace("_", "-")) not in declared:
                wrong.append(f"{path.relative_to(HOME)}:{line}: {head} is not among the dependencies in pyproject.toml")
    assert not wrong, "\n".join(wrong)


def test_the_launcher_knows_every_dependency() -> None:
    from congvan.launch import MODULES

    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]}
    known = {{"yaml": "pyyaml"}.get(name, name.replace("_", "-")) for name in MODULES}
    assert known == declared


@pytest.mark.parametrize("name", EARLY)
def test_what_help_loads_is_the_standard_library_alone(name: str) -> None:
    path = PACKAGE / name
    heads = {target.partition(".")[0] for target, _ in imports(path, functions=False, types=False)}
    assert heads <= sys.stdlib_module_names | {"congvan"}
