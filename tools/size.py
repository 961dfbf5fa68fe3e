"""Count the size of the project and compare it with tests/acceptance/size.json, which may only fall.

    python tools/size.py                      print what is above or below the stored numbers
    python tools/size.py --write              store lower numbers
    python tools/size.py --write --why "…"    store higher numbers too, each with this reason

A number that rises needs its reason in the same commit. In a conflict of size.json keep both sides (git does) and run
`--write` again: numbers are counted anew, reasons are kept.

- `lines/ROOM`: lines of code of a room of congvan/ (of each format) without blanks, comments and docstrings;
  `files/ROOM`: its modules; `tests/FOLDER`: lines of the test files, blank ones too.
- `messages`: entries of the English catalogue of messages; `terms`: of docs/code-terms.md.
- `replaced names`: attributes of libraries that congvan assigns or deletes, each counted once; `sys.modules` too.
- `late imports`: imports within functions; `cache kinds`: kinds with which entries are put into a cache.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HOME = Path(__file__).resolve().parent.parent
STORED = "tests/acceptance/size.json"
SLACK = 0.98  # of a stored number: one that fell further is stored anew


class Sizes(NamedTuple):
    """What size.json holds: numbers by name, and why some of them rose."""

    numbers: dict[str, int]
    raised: list[dict[str, Any]]  # what, from, to, why

    @classmethod
    def read(cls, text: str) -> Sizes:
        """Read line by line, so that a file with both sides of a merge is read too: of two numbers the lower one."""
        numbers: dict[str, int] = {}
        raised: dict[str, dict[str, Any]] = {}  # by their lines: each once, without comparing it with all others
        for line in text.splitlines():
            if found := re.match(r'\s*"(.+)": (\d+),?$', line):
                numbers[found[1]] = min(int(found[2]), numbers.get(found[1], sys.maxsize))
            elif (entry := line.strip(", ")).startswith('{"what"'):
                raised[entry] = json.loads(entry)
        return cls(numbers, [*raised.values()])

    def dump(self) -> str:
        """Return the text of the file: a number and a reason a line, in a fixed order."""
        order = sorted(self.raised, key=lambda entry: (entry["what"], entry["from"], entry["to"], entry["why"]))
        lines = [f"  {json.dumps(name)}: {number}," for name, number in sorted(self.numbers.items())]
        reasons = ",\n".join(f"    {json.dumps(entry, ensure_ascii=False)}" for entry in order)
        return "\n".join(["{", *lines, '  "raised": [', *([reasons] if reasons else []), "  ]", "}"]) + "\n"

    def with_counted(self, counted: Mapping[str, int], before: Mapping[str, int], why: str) -> Sizes:
        """Return the counted numbers; those above `before` get the reason, joined with the same one given earlier."""
        raised = list(self.raised)
        for what, number in counted.items():
            start = before.get(what, 0)
            if number > start:
                same = [entry for entry in raised if (entry["what"], entry["why"]) == (what, why)]
                raised = [entry for entry in raised if entry not in same]
                start = min([start, *(entry["from"] for entry in same)])
                raised.append({"what": what, "from": start, "to": number, "why": why})
        return Sizes(dict(counted), raised)


# ---- counting


def code_lines(text: str, found: Iterable[ast.AST]) -> int:
    """Return the number of lines without blanks, comments and docstrings."""
    documented: set[int] = set()
    for node in found:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                documented.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines = [line.strip() for line in text.splitlines()]
    return sum(line[:1] not in ("", "#") and number not in documented for number, line in enumerate(lines, 1))


def room(path: Path, top: Path) -> str:
    """Return the folder below `top` that a file is counted in; each format has its own."""
    parts = path.relative_to(top).parts[:-1]
    return "/".join(parts[: 2 if parts[:1] == ("formats",) else 1]) or top.name


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield a module and every statement in it; `ast.walk` would go through all expressions too, which are most."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            if isinstance(inner := getattr(node, name, ()), list):  # that of a lambda is no list
                waiting += inner


def late_imports(found: Iterable[ast.AST]) -> int:
    """Return the number of imports within functions."""
    functions = (node for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    inner = (node for function in functions for node in statements(function))
    return len({id(node) for node in inner if isinstance(node, ast.Import | ast.ImportFrom)})


def _foreign(found: Iterable[ast.AST]) -> dict[str, str]:
    """Return the names that imports of other packages bind, with what they are."""
    bound: dict[str, str] = {}
    for node in found:
        if isinstance(node, ast.Import):
            for name in node.names:
                bound[name.asname or name.name.partition(".")[0]] = (
                    name.name if name.asname else name.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            bound |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    return {name: full for name, full in bound.items() if full.partition(".")[0] not in ("congvan", "__future__")}


def _targets(node: ast.AST) -> list[ast.expr]:
    """Return what a node assigns or deletes; `setattr(x, …)` is `x._`."""
    if isinstance(node, ast.Assign | ast.Delete):
        return [
            each for target in node.targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])
        ]
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return [node.target]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr"):
        return [ast.Attribute(node.args[0], "_")]
    return []


def replaced_names(found: Sequence[ast.AST]) -> set[str]:
    """Return the attributes of other packages that a module assigns or deletes, by their full names."""
    foreign, replaced = _foreign(found), set()
    for node in found:
        for target in _targets(node):
            if isinstance(target, ast.Name):
                continue
            text = re.sub(r"^vars\((\w+)\)\['(\w+)'\]", r"\1.\2", ast.unparse(target))
            head, dot, rest = text.partition(".")
            if text.startswith("sys.modules"):
                replaced.add("sys.modules")
            elif dot and head in foreign and head not in ("os", "sys"):
                replaced.add(f"{foreign[head]}.{rest}")
    return replaced


def cache_kinds(found: Iterable[ast.AST], name: str) -> set[str]:
    """Return the kinds with which something named cache is asked to `put` an entry; a name is one of its module."""
    calls = (node for node in found if isinstance(node, ast.Call))
    puts = (node for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "put")
    kinds = (node.args[0] for node in puts if ast.unparse(node.func).endswith("cache.put"))
    return {str(kind.value) if isinstance(kind, ast.Constant) else f"{name}.{ast.unparse(kind)}" for kind in kinds}


def count(home: Path = HOME) -> dict[str, int]:
    """Return every number that size.json holds."""
    package, tests, numbers = home / "congvan", home / "tests", Counter[str]()
    replaced, kinds = set[str](), set[str]()
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        found = list(statements(tree))
        numbers[f"lines/{room(path, package)}"] += code_lines(text, found)
        numbers[f"files/{room(path, package)}"] += 1
        numbers["late imports"] += late_imports(found)
        replaced |= replaced_names([*ast.walk(tree)] if "attr(" in text else found)
        kinds |= cache_kinds(ast.walk(tree) if "cache.put(" in text else (), path.stem)
    for path in tests.rglob("*.py"):
        if "node_modules" not in path.parts:
            numbers[f"tests/{room(path, tests)}"] += path.read_bytes().count(b"\n")
    messages = (package / "core/i18n/en/LC_MESSAGES/messages.po").read_text("utf-8")
    terms = (home / "docs/code-terms.md").read_text("utf-8")
    numbers["messages"] = len(re.findall(r"^msgid ", messages, re.MULTILINE)) - 1  # its head
    numbers["terms"] = len(re.findall(r"^- \*\*", terms, re.MULTILINE))
    return dict(numbers) | {"replaced names": len(replaced), "cache kinds": len(kinds)}


# ---- comparing


def git(*arguments: str, home: Path = HOME) -> str | None:
    """Return what git says; None where there is no git, or no repository."""
    try:
        done = subprocess.run(["git", "-C", str(home), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def rises(before: Mapping[str, int], counted: Mapping[str, int]) -> list[str]:
    """Return in what the counted numbers are higher."""
    return [
        f"{name} rose from {before.get(name, 0)} to {number}"
        for name, number in sorted(counted.items())
        if number > before.get(name, 0)
    ]


def faults(text: str, counted: Mapping[str, int]) -> list[str]:
    """Return in what the numbers differ from the stored ones in a way that has to be mended."""
    stored = Sizes.read(text)
    if risen := rises(stored.numbers, counted):
        return [*risen, 'give the reason: python tools/size.py --write --why "…"']
    fell = [name for name, number in stored.numbers.items() if counted.get(name, 0) < number * SLACK]
    if fell or text != stored.dump():
        return [f"store what fell ({', '.join(fell) or 'both sides of a merge'}): python tools/size.py --write"]
    return []


def unexplained(history: str, stored: Sizes) -> list[str]:
    """Return the rises without a reason in a log of size.json with patches of the whole file.

    The reason stands in the same commit; one that is given later for the whole rise counts too.
    """
    found = []
    for commit in re.split(r"^commit ", history, flags=re.MULTILINE)[1:]:
        lines = re.findall(r"^([-+ ])(\s.*)$", commit, re.MULTILINE)
        before, after = (Sizes.read("\n".join(line for mark, line in lines if mark != side)) for side in "+-")
        risen = [what for what, new in after.numbers.items() if new > before.numbers.get(what, 0)]
        for what in risen if "\n--- /dev/null" not in commit else ():
            old, new = before.numbers.get(what, 0), after.numbers[what]
            named = any(entry["what"] == what and entry not in before.raised for entry in after.raised)
            later = any(each["what"] == what and each["from"] <= old and each["to"] >= new for each in stored.raised)
            if not named and not later:
                found.append(f"{commit.split()[0]}: {what} rose from {old} to {new} without a reason")
    return found


def history(home: Path = HOME) -> str | None:
    """Return the changes of size.json, those not yet committed first; None where there is no whole history."""
    if (git("rev-parse", "--is-shallow-repository", home=home) or "").strip() != "false":
        return None
    changed = git("diff", "-U9999", "HEAD", "--", STORED, home=home) or ""
    log = git("log", "-p", "-U9999", "--format=commit %h", "--", STORED, home=home)
    return None if log is None else f"commit work-tree\n{changed}\n{log}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="store the numbers")
    parser.add_argument("--why", default="", help="the reason for those that rose")
    request = parser.parse_args()
    path, counted = HOME / STORED, count()
    text = path.read_text("utf-8") if path.exists() else ""
    before = Sizes.read(git("show", f"HEAD:{STORED}") or text).numbers or counted
    if request.write and (request.why or not rises(before, counted)):
        text = Sizes.read(text).with_counted(counted, before, request.why).dump()
        path.write_text(text, "utf-8")
    for top in ("lines/", "files/", "tests/"):
        print(f"{top} {sum(number for name, number in counted.items() if name.startswith(top))}")
    found = faults(text, counted)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
