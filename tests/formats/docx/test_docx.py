"""DOCX templates give the same bytes every time: in any order, from the cache, in another process."""

import io
import marshal
import os
import re
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from congvan.core.cache import MemoryCache
from congvan.core.problems import ProblemsFound
from congvan.formats.docx import template as docx_module
from congvan.formats.docx.template import KIND, compile_template
from tests.formats.docx_dialect import DIALECT, PNG
from tests.formats.docx_samples import docx, p, text_of
from tests.package import parts_of


def test_the_same_bytes_in_any_order_and_from_the_cache() -> None:
    template, context = DIALECT["values in every part"]
    cache = MemoryCache()
    compiled = compile_template(template, cache=cache)
    first = compiled.render(context)
    compiled.render({"a": "other", "b": "x"})
    assert compiled.render(context) == first
    assert compile_template(template, cache=cache).render(context) == first
    assert compile_template(template).render(context) == first
    assert compile_template(template, cache=cache).names() == compiled.names() == {"a", "b"}


def test_the_cache_knows_strict_from_foreign() -> None:
    cache = MemoryCache()
    template = docx(p("{{ a }}"))
    compile_template(template, cache=cache)
    assert text_of(compile_template(template, strict=False, cache=cache).render({})) == ""
    with pytest.raises(ProblemsFound):
        compile_template(template, cache=cache).render({})


def whole_templates(cache: MemoryCache) -> dict[str, bytes]:
    """The entries of templates by their keys; a part that this process has not met yet has one of its own."""
    return {key: data for (kind, key), data in cache._entries.items() if kind == KIND}


def test_a_damaged_entry_of_the_cache_is_rebuilt() -> None:
    template = docx(p("{{ a }}"))
    cache = MemoryCache()
    compile_template(template, cache=cache)
    ((key, data),) = whole_templates(cache).items()
    for damaged in (b"", data[:20], b"\xff" * 40):
        cache.put(KIND, key, damaged)
        assert text_of(compile_template(template, cache=cache).render({"a": "x"})) == "x"


def test_another_process_makes_the_same_bytes_and_a_warm_one_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(DIALECT["rows"][0])
    script = textwrap.dedent("""
        import hashlib, pathlib, sys
        from congvan.core.cache import DiskCache
        from congvan.formats.docx.template import compile_template
        folder = pathlib.Path(sys.argv[1])
        compiled = compile_template((folder / "t.docx").read_bytes(), cache=DiskCache(folder / "cache"))
        data = compiled.render({"rows": [{"x": "1", "y": "2"}]})
        tracing = {"congvan.formats.docx.fastpath", "congvan.formats.fastpath.recorder"}  # of several records
        heavy = {"docx", "docxtpl", "lxml", *tracing} & set(sys.modules)
        print(hashlib.sha256(data).hexdigest(), sorted(heavy))
    """)
    outputs = []
    for seed in ("0", "1"):
        command = [sys.executable, "-c", script, str(tmp_path)]
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        outputs.append(done.stdout.split(maxsplit=1))
    assert outputs[0][0] == outputs[1][0]
    assert outputs[0][1].strip() != "[]"
    assert outputs[1][1].strip() == "[]"


def test_unchanged_members_are_copied_as_they_are() -> None:
    template = docx(p("{{ a }}"), footer1=p("trang"), files={"word/media/i.png": PNG})
    data = compile_template(template).render({"a": "x"})
    assert parts_of(data)["word/footer1.xml"] == parts_of(template)["word/footer1.xml"]
    assert parts_of(data)["word/media/i.png"] == PNG
    assert zipfile.ZipFile(io.BytesIO(data)).namelist()[0] == "[Content_Types].xml"


def test_what_is_in_the_cache_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    template, context = DIALECT["values in every part"]
    cache = MemoryCache()
    first = compile_template(template, cache=cache).render(context)
    (key,) = whole_templates(cache)
    assert re.fullmatch("[0-9a-f]{64}", key)
    monkeypatch.setattr("congvan.formats.docx.compiler.compile_parts", None)
    assert compile_template(template, cache=cache).render(context) == first


@pytest.mark.parametrize(
    "damaged", [b"", b"\xff" * 40, marshal.dumps(5), marshal.dumps(((), 5)), marshal.dumps(((), (), 5)), b"[\xff"]
)
def test_an_entry_that_is_no_template_is_made_again(damaged: bytes) -> None:
    template, cache = docx(p("{{ a }}")), MemoryCache()
    compile_template(template, cache=cache)
    (key,) = whole_templates(cache)
    cache.put(KIND, key, damaged)
    assert text_of(compile_template(template, cache=cache).render({"a": "x"})) == "x"
    assert cache.get(KIND, key) != damaged


def test_other_programs_have_other_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    template, cache = docx(p("{{ a }}")), MemoryCache()
    compile_template(template, cache=cache)
    monkeypatch.setattr(docx_module, "library", lambda name: f"{name}-0")
    compile_template(template, cache=cache)
    monkeypatch.setattr(docx_module, "__version__", "0")
    compile_template(template, cache=cache)
    compile_template(docx(p("{{ b }}")), cache=cache)
    assert len(whole_templates(cache)) == 4


def test_a_trace_spares_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    template = compile_template(docx(p("{{ a }}"), header1=p("{{ b }}")))
    for letter in "xyz":
        template.render({"a": letter, "b": ""})
    monkeypatch.setattr(template, "_renders", [None])  # what would run
    for letter in "zxz":
        data = template.render({"a": letter, "b": letter})
        assert text_of(data) == letter
        assert f">{letter}</w:t>".encode() in parts_of(data)["word/header1.xml"]
