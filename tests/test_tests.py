"""Tests mirror the code: whoever reads a module knows where its tests are, and the other way round.

- `tests/room/test_module.py` tests `congvan/room/module.py`; `tests/room/test_room.py` tests what the modules of
  `congvan/room/` do together, and those of them that have no file of their own.
- tests/tools and tests/benchmarks mirror tools/ and benchmarks/ alike.
- tests/acceptance holds what goes through the whole: promises, fuzzing, the browser, every kind, the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.sample_project import HOME

TESTS, PACKAGE = HOME / "tests", HOME / "congvan"
SMALL = 60  # lines: a module of no more may be tested where it is used


def modules() -> Iterator[str]:
    """What may have a test file: `plan/planner` is a module, `plan/plan` a room, `tools/sbom` a tool."""
    for path in PACKAGE.rglob("*.py"):
        named = path.with_stem(path.parent.name) if path.stem == "__init__" else path
        yield named.relative_to(PACKAGE).with_suffix("").as_posix()
    for folder in ("tools", "benchmarks"):
        yield from (f"{folder}/{path.stem}" for path in (HOME / folder).iterdir() if path.suffix in (".py", ".sh"))


def mirrored() -> Iterator[str]:
    """The test files that mirror something, by what they mirror."""
    for path in TESTS.rglob("test_*.py"):
        if path != Path(__file__) and TESTS / "acceptance" not in path.parents:
            yield path.relative_to(TESTS).with_name(path.name.removeprefix("test_")).with_suffix("").as_posix()


def test_a_test_file_has_its_module() -> None:
    known, lost = set(modules()), []
    for tested in sorted(set(mirrored()) - known):
        folder = tested.rpartition("/")[0]
        near = sorted(name for name in known if name.rpartition("/")[0] == folder)
        lost.append(f"tests/{folder}/test_{tested.removeprefix(f'{folder}/')}.py: name it after one of {near}")
    assert not lost, "\n".join([*lost, "What goes through the whole belongs in tests/acceptance."])


def test_a_module_has_its_tests() -> None:
    tested, bare = set(mirrored()), []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("")
        room = path.parent.relative_to(PACKAGE) / path.parent.name
        long = len(path.read_text("utf-8").splitlines()) > SMALL
        if long and path.stem != "__init__" and not {module.as_posix(), room.as_posix()} & tested:
            bare.append(f"{path.relative_to(HOME)}: tests/{module.with_name(f'test_{module.name}')}.py is not there")
    assert not bare, "\n".join(bare)


EXCEPTION = re.compile(r"# (?:ruff: )?(?:noqa|type: ignore|fmt: skip|pragma)\b(?P<rest>.*)")
REASON = re.compile(r"(?:: [A-Z0-9, ]+ - |\[[a-z, -]+\]  # |  # )\S")


def test_an_exception_has_its_reason_beside_it() -> None:
    """From a rule of the linters, of types or of the formatter."""
    bare = []
    for folder in (PACKAGE, TESTS, HOME / "tools", HOME / "benchmarks"):
        for path in sorted(folder.rglob("*.py")):
            if any(part.startswith(".") or part == "node_modules" for part in path.relative_to(HOME).parts):
                continue
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                found = EXCEPTION.search(line)
                if found and not REASON.match(found["rest"]) and path != Path(__file__):
                    bare.append(f"{path.relative_to(HOME)}:{number}: {line.strip()}")
    assert not bare, "\n".join(bare)
    assert not REASON.match(EXCEPTION.search("x = 1  # noqa: E501")["rest"])
