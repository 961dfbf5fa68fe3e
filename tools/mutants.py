"""Mutation testing: change the code in small ways, one at a time, and count the changes no test detects; `make
mutants`.

It works on a copy in .cache/mutants, with mutmut in a separate environment. Surviving changes are printed; those
without visible effect are explained in tools/mutants-explained.toml. The score of each module goes to
tests/acceptance/promises/figures.json, which tools/promises.py reads.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
FIGURES = HOME / "tests/acceptance/promises/figures.json"
EXPLAINED = HOME / "tools/mutants-explained.toml"
TOOLS = ("mutmut==3.8.1", "libcst==1.9.0")
#: Modules of formats/pdf that set text, and those that lay it out: the name of a module and of its tests.
SET = "writer pack typeset shaping"
LAID_OUT = "template layout boxes layout_record html_source weasy"
#: Room → its modules, and the tests that are to see their changes. A module has the changes of one room alone.
ROOMS: dict[str, tuple[list[str], list[str]]] = {
    "text": (["core/text/[!_]*.py"], ["core/text"]),
    "yaml": (["model/project/yaml_reader.py"], ["model/project/test_yaml_reader.py"]),
    "publishing": (["publishing/[!_]*.py", "model/project/atomic_write.py"], ["publishing"]),
    "model": (["model/[!_]*.py"], ["model"]),
    "plan": (
        ["pipeline/plan/[!_]*.py", "pipeline/rendering/build_key.py"],
        ["pipeline/plan", "pipeline/rendering/test_build_key.py"],
    ),
    "rules": (
        ["nd30/rules/[!_b]*.py", "nd30/rules/body_text.py", "nd30/components/[mp]*.py"],
        ["nd30/rules", "nd30/components", "nd30/test_nd30.py", "nd30/pdf/test_pdf.py", "nd30/docx/test_sections.py"],
    ),
    "docx": (["formats/docx/[!_]*.py", "core/opc/[!_]*.py"], ["formats/docx", "core/opc"]),
    "xlsx": (["formats/xlsx/[!_]*.py"], ["formats/xlsx"]),
    "pdf": (
        [f"formats/pdf/{name}.py" for name in SET.split()],
        [f"formats/pdf/test_{name}.py" for name in SET.split()],
    ),
    "layouts": (
        [f"formats/pdf/{name}.py" for name in LAID_OUT.split()],
        [
            *(f"formats/pdf/test_{name}.py" for name in f"pdf typeset {LAID_OUT}".split()),
            "formats/fastpath/test_eligibility.py",
        ],
    ),
    "fastpath": (
        ["formats/fastpath/[!_]*.py", "core/templating/[!_]*.py"],
        ["formats/fastpath", "formats/*/test_fastpath.py", "core/templating"],
    ),
    "fonts": (["core/fonts/[!_]*.py"], ["core/fonts"]),
    "press": (["formats/press/[!_t]*.py"], ["formats/press/test_[!t]*.py"]),
    "plain": (
        ["formats/text.py", "formats/press/template.py"],
        ["formats/test_text.py", "formats/press/test_template.py"],
    ),
}


def main() -> int:
    """Try the changes of the named modules, or of all; print and save the score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="rooms, or modules: text, writer, core/units.py")
    parser.add_argument("--limit", type=int, default=120, help="changes tried in a module, by a fixed chance")
    parser.add_argument("--again", action="store_true", help="only those that survived the last time without a reason")
    options = parser.parse_args()
    folder = HOME / ".cache/mutants"
    python = environment(folder / "venv")
    for room, (patterns, tests) in ROOMS.items():
        modules = matching("congvan", patterns)
        if options.names and room not in options.names:
            modules = [m for m in modules if {Path(m).stem, Path(m).name} & set(options.names)]
        if not modules:
            continue
        tree = copied(folder / f"tree-{room}")
        out = folder / f"{room}.jsonl"
        reasons = explained()
        before = [line for line in lines_of(out) if "name" in line] if options.again else []
        known = [
            (line["module"], line["name"], line["killed"])
            for line in before
            if line["killed"] or line["name"] in reasons.get(line["module"], {})
        ]
        out.unlink(missing_ok=True)
        given = {"modules": modules, "tests": matching("tests", tests), "limit": options.limit}
        asked = {**given, "out": str(out), "known": known}
        command = [python, str(tree / "tools/mutants_run.py")]
        with (folder / f"{room}.log").open("w") as log:
            told, env = json.dumps(asked), os.environ | {"CI": "1"}
            subprocess.run(command, cwd=tree, input=told, text=True, stdout=log, stderr=log, env=env, check=False)
        if not any("all" in line for line in lines_of(out)):
            print(f"{room}: nothing was tried; see {log.name}", file=sys.stderr)
            return 1
        for module, score in scores(lines_of(out)):
            keep(module, score)
    return 0


def lines_of(out: Path) -> list[dict[str, Any]]:
    """Return the results of a run; [] if there is none."""
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else []


def matching(folder: str, patterns: list[str]) -> list[str]:
    """Return the files and folders that match the patterns, relative to the checkout."""
    return [p.relative_to(HOME).as_posix() for pattern in patterns for p in sorted((HOME / folder).glob(pattern))]


def scores(lines: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield (module, score) of every completed module; print survivors without an explanation."""
    reasons = explained()
    for module, count in ((line["module"], line["all"]) for line in lines if "all" in line):
        tried = [line for line in lines if line.get("module") == module and "name" in line]
        alive = [line for line in tried if not line["killed"]]
        known = [line for line in alive if line["name"] in reasons.get(module, {})]
        for line in alive:
            if line not in known:
                print(f"{module}:{line['line']} [{line['tests']}] {line['name']}")
        if tried:
            killed = len(tried) - len(alive)
            yield module, {"killed": killed, "explained": len(known), "tried": len(tried), "of": count}


def explained() -> dict[str, dict[str, str]]:
    """Return module → change → why no test can detect it."""
    found: dict[str, dict[str, str]] = {}
    for entry in tomllib.loads(EXPLAINED.read_text("utf-8"))["same"]:
        found.setdefault(entry["module"], {}).update(dict.fromkeys(entry["changes"], entry["why"]))
    return found


def keep(module: str, score: dict[str, int]) -> None:
    """Save the score of a module in the figures."""
    share = 100 * (score["killed"] + score["explained"]) // score["tried"]
    print(
        "{module}: {killed} killed, {explained} explained of {tried} tried of {of} ({share} %)".format(
            module=module, share=share, **score
        ),
        flush=True,
    )
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    kept.setdefault("Mutants", {})[module] = score
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def environment(venv: Path) -> str:
    """Return the interpreter of an environment with mutmut's operators that also sees this one's packages."""
    python = venv / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-deps", *TOOLS], check=True)
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        where = subprocess.check_output([str(python), "-c", ask], text=True)
        (Path(where.strip()) / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return str(python)


def copied(tree: Path) -> Path:
    """Copy the checkout: changed code may write anywhere."""
    shutil.rmtree(tree, ignore_errors=True)
    skip = shutil.ignore_patterns(".*", "outputs", "dist", "__pycache__", "node_modules")
    shutil.copytree(HOME, tree, ignore=skip)
    return tree


if __name__ == "__main__":
    sys.exit(main())
