"""Write the pages about the promises from docstrings of tests and measured figures; `make promises` runs it last."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
TESTS = HOME / "tests/acceptance/promises"
FIGURES, PAGE, MUTANTS = TESTS / "figures.json", TESTS / "README.md", TESTS / "mutants.md"
EXPLAINED = HOME / "tools/mutants-explained.toml"


def tests_of(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (promise, text, test) of every test whose name begins with a promise's id."""
    for path in sorted(folder.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (found := re.match(r"test_([a-k]\d+)_", node.name)):
                text = " ".join((ast.get_docstring(node) or "").split())
                yield found[1].upper(), text, f"{path.relative_to(HOME).as_posix()}::{node.name}"


def elsewhere() -> dict[str, list[str]]:
    """Return promise → tests outside tests/acceptance/promises that name it, in their name or docstring."""
    found: dict[str, list[str]] = {}
    for path in sorted((HOME / "tests").rglob("test_*.py")):
        if path.parent == TESTS:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                named = re.findall(r"_([a-k]\d+)(?=_)", node.name.removeprefix("test"))
                named += re.findall(r"\b([A-K]\d+)\b", (ast.get_docstring(node) or "").partition(":")[0])
                for promise in dict.fromkeys(name.upper() for name in named):
                    found.setdefault(promise, []).append(f"{path.relative_to(HOME).as_posix()}::{node.name}")
    return found


def mutants() -> str:
    """Return the page of `make mutants`: its table, and the explanations of undetectable changes."""
    scores = _figures()["Mutants"]
    out = [
        "# Mutants",
        "",
        "Small changes to the code, one at a time, each module in its own last run of `make mutants`: how many",
        "its tests see.",
        "A module with more changes than were tried was judged by a sample, the same in every run. What survived there",
        "was killed by a further test or explained, so that the share speaks of the changes tried: of those that were",
        "not, some would survive. What is changed are",
        "the bodies of functions, but for what runs only when a module is loaded; messages, types, asserts and the",
        "letters' case of words are not",
        "([tools/mutations.py](../../../tools/mutations.py)). Those *explained* change nothing that anybody could see;",
        "the reasons stand below.",
        "",
        "| module | killed | explained | of those tried | of all | |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for module, s in sorted(scores.items()):
        share = 100 * (s["killed"] + s["explained"]) // s["tried"]
        out.append(f"| {module} | {s['killed']} | {s['explained']} | {s['tried']} | {s['of']:,} | {share} % |")
    whole = [sum(score[key] for score in scores.values()) for key in ("killed", "explained", "tried", "of")]
    out.append(
        f"| all | {whole[0]:,} | {whole[1]:,} | {whole[2]:,} | {whole[3]:,} | {100 * sum(whole[:2]) // whole[2]} % |"
    )
    reasons = tomllib.loads(EXPLAINED.read_text("utf-8"))["same"]
    for entry in sorted(reasons, key=lambda entry: (entry["module"], entry["why"])):
        out += ["", f"{entry['module']}: {entry['why']}", ""]
        out += [f"- `{change}`" if "`" not in change else f"- `` {change} ``" for change in entry["changes"]]
    return "\n".join([*out, ""])


def measured(figures: dict[str, int]) -> Iterator[str]:
    """Yield the figures of a promise in words; figures of the same place are listed call by call."""
    places: dict[str, dict[str, int]] = {}
    for what, count in sorted(figures.items()):
        if found := re.fullmatch(r"(.+) at (\w+) of (\w+)", what):
            places.setdefault(f"{found[1]} at calls on the {found[3]}", {})[found[2]] = count
        else:
            yield f"{what} {count:,}"
    for place, calls in places.items():
        yield f"{place} {sum(calls.values()):,} ({', '.join(f'{call} {count:,}' for call, count in calls.items())})"


def _figures() -> dict[str, dict[str, Any]]:
    figures: dict[str, dict[str, Any]] = json.loads(FIGURES.read_text("utf-8"))
    return figures


def forget() -> None:
    """Delete the figures of the promises, which a complete run measures again."""
    figures = _figures()
    kept = {name: value for name, value in figures.items() if not re.fullmatch(r"[A-K]\d+", name)}
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def page() -> str:
    """Return the page of promises."""
    figures = _figures()
    others, groups = elsewhere(), dict[str, str]()
    for path in sorted(TESTS.glob("test_?_*.py")):
        title = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
        groups.setdefault(path.name[5].upper(), title)  # of several files the first says it
    promises: dict[str, list[tuple[str, str]]] = {}
    for promise, text, test in tests_of(TESTS):
        promises.setdefault(promise, []).append((text, test))
    out = [
        "# Every promise, and the test that keeps it",
        "",
        "What is promised in short is in [docs/promises.md](../../../docs/promises.md). This page is made by",
        "`tools/promises.py` from the tests here and from the figures of the last `make promises` and `make fuzz`,",
        "which may be of an older version;",
        "those of `make mutants` are in [mutants.md](mutants.md). `make test` runs every test here, the long ones",
        "shortened.",
        "",
    ]
    for letter, title in sorted(groups.items()):
        out += [f"## {title.rstrip('.')}", ""]
        for promise in sorted((p for p in promises if p[0] == letter), key=lambda p: int(p[1:])):
            for index, (text, test) in enumerate(promises[promise]):
                out += [f"**{promise}** {text}" if index == 0 else f"— {text}", f"`{test.rpartition('::')[2]}`", ""]
            if promise in others:
                count = len(others[promise])
                where = ", ".join(f"`{name}`" for name in dict.fromkeys(t.partition("::")[0] for t in others[promise]))
                out += [f"Kept too by {count} test{'s' if count > 1 else ''} in {where}.", ""]
            if promise in figures:
                out += [f"Measured: {'; '.join(measured(figures[promise]))}.", ""]
    if "Fuzzing" in figures:
        out += [
            "## Fuzzing",
            "",
            "Inputs tried so far at each door by `make fuzz`: sound files damaged in every way, guided by what each",
            "input reaches ([tools/fuzz.py](../../../tools/fuzz.py)). Those that led somewhere new are kept in",
            "[fuzz/corpus](../fuzz/corpus) and tried by `make test`; what was found and mended has tests of its own in",
            "[fuzz/test_found.py](../fuzz/test_found.py).",
            "",
            "| door | inputs |",
            "|---|---:|",
        ]
        out += [f"| {what} | {count:,} |" for what, count in sorted(figures["Fuzzing"].items())] + [""]
    return "\n".join(out)


if __name__ == "__main__":
    if sys.argv[1:] == ["--forget"]:
        forget()
    else:
        PAGE.write_text(page(), "utf-8")
        MUTANTS.write_text(mutants(), "utf-8")
