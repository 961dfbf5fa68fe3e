"""tools/size.py: what is counted, and that a number rises with a reason alone."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from tests.sample_project import HOME
from tools import size

STORED = size.Sizes({"lines/web": 100, "messages": 7}, [{"what": "messages", "from": 5, "to": 7, "why": "a form"}])


def nodes(code: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(dedent(code))))


def test_lines_of_code_are_those_that_say_something() -> None:
    code = '"""Doc.\n\nMore.\n"""\n# comment\nx = 1\n\n\ndef f():\n    "Doc."\n    y = """a\nb"""\n    return y  # z\n'
    assert size.code_lines(code, nodes(code)) == 5


def test_imports_in_functions_are_counted_once() -> None:
    code = "import a\nif a:\n    import b\ndef f():\n    import c\n    def g():\n        from d import e\n"
    assert size.late_imports(nodes(code)) == 2


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("layout.make_page = f", "weasy.layout.make_page"),
        ("layout.Page.draw, x = f, 1", "weasy.layout.Page.draw"),
        ("del layout.make_page", "weasy.layout.make_page"),
        ("setattr(layout, name, f)", "weasy.layout._"),
        ("vars(layout)['ZipFile'] = f", "weasy.layout.ZipFile"),
        ("ctypes.util.find_library = f", "ctypes.util.find_library"),
        ("sys.modules['a'] = f", "sys.modules"),
        ("own.text = f", None),
        ("other.text = f", None),
        ("layout = f", None),
    ],
)
def test_what_is_replaced_in_a_library_is_seen(line: str, name: str | None) -> None:
    head = "import sys, ctypes.util\nfrom weasy import layout\nfrom congvan import own\n"
    assert size.replaced_names(nodes(head + line)) == ({name} if name else set())


def test_kinds_of_cache_entries_are_those_that_are_put() -> None:
    code = "cache.put('pdf', k, d)\nself._cache.put(KIND, k, d)\nqueue.put(x)\ncache.get('docx', k)\n"
    assert size.cache_kinds(nodes(code), "m") == {"pdf", "m.KIND"}


def test_the_file_is_read_as_it_was_written() -> None:
    assert size.Sizes.read(STORED.dump()) == STORED
    assert json.loads(STORED.dump())["raised"] == STORED.raised


@pytest.mark.parametrize(
    ("web", "found"),
    [
        (100, []),
        (99, []),
        (101, ["lines/web rose from 100 to 101", 'give the reason: python tools/size.py --write --why "…"']),
        (90, ["store what fell (lines/web): python tools/size.py --write"]),
    ],
)
def test_what_rises_and_what_fell_far_is_a_fault(web: int, found: list[str]) -> None:
    assert size.faults(STORED.dump(), {"lines/web": web, "messages": 7}) == found


def test_a_reason_given_again_is_one() -> None:
    once = STORED.with_counted({"messages": 9}, STORED.numbers, "a list")
    twice = once.with_counted({"messages": 12}, once.numbers, "a list")
    assert twice.numbers == {"messages": 12}
    assert twice.raised == [*STORED.raised, {"what": "messages", "from": 7, "to": 12, "why": "a list"}]


def test_a_merge_keeps_both_sides_and_history_is_held_to_reasons(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        user = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(tmp_path), *user, *words], check=True, capture_output=True)

    def commit(sizes: size.Sizes) -> None:
        (tmp_path / size.STORED).write_text(sizes.dump(), "utf-8")
        git("add", ".")
        git("commit", "-m", "x")

    git("init", "-b", "main")
    (tmp_path / size.STORED).parent.mkdir(parents=True)
    (tmp_path / ".gitattributes").write_bytes((HOME / ".gitattributes").read_bytes())
    commit(STORED)
    git("checkout", "-b", "side")
    commit(STORED.with_counted({**STORED.numbers, "lines/web": 110}, STORED.numbers, "a button"))
    git("checkout", "main")
    commit(ours := STORED.with_counted({**STORED.numbers, "lines/web": 105}, STORED.numbers, "a list"))
    git("rebase", "main", "side")
    both = size.Sizes.read((tmp_path / size.STORED).read_text("utf-8"))
    assert both.numbers == ours.numbers
    assert {entry["why"] for entry in both.raised} == {"a form", "a list", "a button"}
    assert size.faults((tmp_path / size.STORED).read_text("utf-8"), {**STORED.numbers, "lines/web": 105})
    commit(final := both.with_counted({**STORED.numbers, "lines/web": 115}, both.numbers, "a button"))
    assert size.unexplained(size.history(tmp_path) or "", final) == []
    commit(size.Sizes({**final.numbers, "messages": 8, "new": 1}, final.raised))
    found = size.unexplained(size.history(tmp_path) or "", final)
    assert [line.partition(": ")[2] for line in found] == [
        "messages rose from 7 to 8 without a reason",
        "new rose from 0 to 1 without a reason",
    ]
    git("clone", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "shallow"))
    assert size.history(tmp_path / "shallow") is None
