"""Change the code in small ways, one at a time, and count the changes that no test sees; `make mutants` runs it.

It works on a copy in .cache/mutants with mutmut in an environment of its own beside the packages of this one. The score
of each module goes to tests/promises/figures.json, from where tools/promises.py takes it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
FIGURES = HOME / "tests/promises/figures.json"
#: Module → the tests that are to see its changes. Few and quick: each change runs all of them that reach it.
SCOPE = {
    "congvan/text.py": ["tests/test_text.py"],
    "congvan/source.py": ["tests/test_source.py"],
    "congvan/keys.py": ["tests/promises/test_i_same.py"],
    "congvan/plan.py": ["tests/promises/test_g_paths.py", "tests/test_bad_input.py"],
}
SETTINGS = """
[tool.mutmut]
source_paths = {modules}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-k", "not a3"]
also_copy = ["congvan", "tests", "data", "templates", "build.py", "docs", "tools", "Makefile", "requirements.lock"]
"""


def main() -> int:
    """Run mutmut on the modules named, or on all of SCOPE; print and keep the score."""
    modules = [name for name in SCOPE if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    folder = HOME / ".cache/mutants"
    program = environment(folder / "venv")
    kept = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    for module in modules:
        tree = copied(folder / "tree", [module], SCOPE[module])
        subprocess.run([program, "-m", "mutmut", "run", "--max-children", "2"], cwd=tree, check=False)
        words = [program, "-m", "mutmut", "results", "--all", "true"]
        listed = subprocess.run(words, cwd=tree, capture_output=True, text=True, check=False)
        counts = Counter(re.findall(r"__mutmut_\d+: ([a-z ]+)", listed.stdout))
        killed, total = counts["killed"] + counts["timeout"], sum(counts.values())
        if total and not counts["not checked"]:  # else it did not come to its end
            kept.setdefault("Mutants", {})[f"{module}: killed of {total}"] = killed
            print(f"{module}: {killed} of {total} killed ({100 * killed // total} %)", dict(counts))
            kept["Mutants"] = {k: v for k, v in kept["Mutants"].items() if not k.startswith(module) or f" {total}" in k}
        FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


def environment(venv: Path) -> str:
    """The interpreter of an environment with mutmut that sees this one's packages too."""
    python = venv / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "mutmut>=3,<4"], check=True)
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        where = subprocess.check_output([str(python), "-c", ask], text=True)
        (Path(where.strip()) / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return str(python)


def copied(tree: Path, modules: list[str], tests: list[str]) -> Path:
    """A copy of the checkout, with mutmut's settings."""
    shutil.rmtree(tree, ignore_errors=True)
    skip = shutil.ignore_patterns(".*", "outputs", "dist", "__pycache__", "node_modules")
    shutil.copytree(HOME, tree, ignore=skip)
    with (tree / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(modules=json.dumps(modules), tests=json.dumps(tests)))
    return tree


if __name__ == "__main__":
    sys.exit(main())
