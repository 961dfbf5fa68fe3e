"""Each name of WeasyPrint that is replaced is listed with its reason, and its source is the one that was read."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib

from tests.sample_project import HOME
from tools.size import replaced_names, statements

FOLDER = HOME / "congvan/formats/pdf/patches"
LISTED = tomllib.loads((FOLDER / "patched.toml").read_text("utf-8"))
MOST = 18
HASHES = """
import hashlib, importlib, inspect, json, sys

def found(name):
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            value = getattr(value, part)
        return value

print(json.dumps({n: hashlib.sha256(inspect.getsource(found(n)).encode()).hexdigest()[:16] for n in sys.argv[1:]}))
"""
"""Run where WeasyPrint is as it comes."""


def test_the_source_of_what_is_replaced_is_the_one_that_was_read() -> None:
    done = subprocess.run([sys.executable, "-c", HASHES, *LISTED], capture_output=True, text=True, check=True)
    changed = [name for name, source in json.loads(done.stdout).items() if LISTED[name]["source"] != source]
    assert not changed, "read what changed in WeasyPrint, try the samples, then write the new hashes into patched.toml"


def test_what_is_replaced_is_listed_with_its_reason() -> None:
    replaced = {}
    for path in (HOME / "congvan").rglob("*.py"):
        names = replaced_names([*statements(ast.parse(path.read_text("utf-8")))])
        replaced |= {name: path.parent for name in names if name.startswith("weasyprint.")}
    assert {*replaced.values()} == {FOLDER}
    assert {*replaced} == {*LISTED}
    assert len(LISTED) <= MOST
    for each in LISTED.values():
        assert (FOLDER / f"{each['by']}.py").is_file()
        assert each["why"]
