"""Macros of blocks are compiled one by one, kept, and proved, traced and diagnosed as what stands in their place."""

from __future__ import annotations

import io
import marshal
from typing import Any

import pytest
from docx import Document
from jinja2 import Environment

from congvan.core.cache import MemoryCache
from congvan.core.problems import ProblemsFound
from congvan.formats.docx import compiled_macros, compiler
from congvan.formats.docx.compiled_macros import KIND, CompiledMacro
from congvan.formats.docx.template import compile_template
from tests.formats.docx_samples import docx, p, text_of

BODY = {"style": "doan", "runs": [{"text": "lời", "bold": False, "italic": False, "parts": []}]}


def table(cell: Any) -> dict[str, Any]:
    return {"table": {"columns": [{"label": "STT", "mm": 10}], "rows": [[cell]], "row_mm": 7, "total": ["1"]}}


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_macros, "_kept_parts", {})
    monkeypatch.setattr(compiled_macros, "_kept", {})


def test_a_part_with_blocks_is_proved_and_traced() -> None:
    part = compile_template(docx(p("{{p body }}"), p("{{p other }}"))).parts[0]
    assert part.proved
    assert part.traceable
    assert part.names == ("body", "other")


def test_macros_of_the_template_are_not_trusted() -> None:
    first = compile_template(docx(p("{{p body }}"))).parts[0]
    name = first.macros[-1][0]
    part = compile_template(
        docx(p(f"{{%p macro {name}(docx_value) %}}"), p("x"), p("{%p endmacro %}"), p("{{p body }}"))
    ).parts[0]
    assert not part.proved


def test_an_error_in_a_block_stands_at_its_tag() -> None:
    template = compile_template(docx(p("một"), p("{{p before }}"), p("hai"), p("{{p body }}")))
    with pytest.raises(ProblemsFound) as caught:
        template.render({"before": "", "body": [table(None)]})
    (problem,) = caught.value.problems
    assert "4" in str(problem.place.where)
    assert "{{p body }}" in str(problem)


def test_what_is_unknown_is_told_by_its_name() -> None:
    template = compile_template(docx(p("{{p body }}")))
    with pytest.raises(ProblemsFound, match="body"):
        template.render({"bodies": []})


def test_only_what_an_edit_changes_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    first = compile_template(docx(p("một"), p("{{p body }}")), cache=cache)
    monkeypatch.setattr(compiled_macros, "_kept", {})
    monkeypatch.setattr(compiled_macros.MacroCompiler, "_compile", None)
    second = compile_template(docx(p("hai"), p("{{p body }}")), cache=cache)
    assert text_of(second.render({"body": [BODY]})) == "hai\nlời"
    assert second.parts[0].as_tuple()[-1] == first.parts[0].as_tuple()[-1]


def test_a_record_compiles_the_macros_that_it_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: Any, name: str, *more: Any) -> Any:
        compiled.extend([name.rpartition("_")[0]] if name.startswith("docx_") else [])
        return compile_(self, source, name, *more)

    monkeypatch.setattr(Environment, "compile", noted)
    template = compile_template(docx(p("{{p body }}")))
    assert compiled == []
    template.render({"body": [BODY]})
    assert compiled == ["docx_block", "docx_other", "docx_runs"]
    template.render({"body": [BODY, table("ô")]})
    assert compiled[3:] == ["docx_table", "docx_total"]
    compile_template(docx(p("một"), p("{{p body }}"))).render({"body": [table("ô khác")]})
    assert len(compiled) == 5


@pytest.mark.parametrize("damaged", [b"", b"\xff" * 40, b"[\x00"])
def test_a_damaged_entry_is_made_again(damaged: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    compile_template(docx(p("{{p body }}")), cache=cache)
    macros = {key: data for (kind, key), data in cache._entries.items() if kind == KIND}
    for key in macros:
        cache.put(KIND, key, damaged)
    monkeypatch.setattr(compiled_macros, "_kept", {})
    template = compile_template(docx(p("một"), p("{{p body }}")), cache=cache)
    assert text_of(template.render({"body": [BODY]})) == "một\nlời"
    assert {key: cache.get(KIND, key) for key in macros} == macros


def test_what_is_kept_is_all_there_is() -> None:
    cache = MemoryCache()
    compile_template(docx(p("{{p body }}")), cache=cache)
    for (kind, _key), data in cache._entries.items():
        if kind == KIND:
            macro = CompiledMacro.from_bytes(data)
            assert macro.to_bytes() == data
            assert macro.proof is not None
            assert macro.traceable


def test_a_template_cannot_give_markup_to_a_macro() -> None:
    name = compile_template(docx(p("{{p body }}"))).parts[0].macros[-1][0]
    torn = docx(p("{{p body }}"), p(f"{{{{ {name}(body, body, '', false) }}}}"))
    assert not compile_template(torn).parts[0].proved


# -- parts -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the parts that were compiled."""
    kinds: list[str] = []
    prepare = compiler._prepared

    def noted(source: compiler.TemplatePart, *args: object, **more: object) -> object:
        kinds.append(source.kind)
        return prepare(source, *args, **more)

    monkeypatch.setattr(compiler, "_prepared", noted)
    return kinds


def template(body: str, header: str = "{{ head }}") -> bytes:
    document = Document()
    document.add_paragraph(body)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


RECORD = {"head": "Đầu", "value": "giá trị"}


def test_an_edit_of_the_body_compiles_the_body(prepared: list[str]) -> None:
    kinds, cache = prepared, MemoryCache()
    compile_template(template("một {{ value }}"), cache=cache)
    assert kinds.count("header") == 1
    kinds.clear()
    edited = template("hai {{ value }}")
    made = compile_template(edited, cache=cache).render(RECORD)
    assert kinds == ["body"]
    compiled_macros._kept_parts.clear()
    kinds.clear()
    assert compile_template(edited, cache=MemoryCache()).render(RECORD) == made
    assert "header" in kinds
    compiled_macros._kept_parts.clear()
    kinds.clear()
    compile_template(template("ba {{ value }}"), cache=cache)  # as another process does
    assert kinds == ["body"]


def test_what_is_in_the_cache_may_be_damaged(prepared: list[str]) -> None:
    kinds, cache = prepared, MemoryCache()
    compile_template(template("một {{ value }}"), cache=cache)
    for kind, key in list(cache._entries):
        if kind == compiled_macros.PARTS:
            cache.put(kind, key, marshal.dumps((1, 2)))
    compiled_macros._kept_parts.clear()
    kinds.clear()
    assert b"PK" in compile_template(template("hai {{ value }}"), cache=cache).render(RECORD)
    assert "header" in kinds


def test_other_styles_and_errors_are_never_kept(prepared: list[str]) -> None:
    kinds = prepared
    for _turn in range(2):
        with pytest.raises(ProblemsFound):
            compile_template(template("một", "{{ head"))
    assert kinds.count("header") == 2
    compile_template(template("một"))
    document = Document(io.BytesIO(template("một")))
    document.styles["Normal"].font.bold = True
    out = io.BytesIO()
    document.save(out)
    kinds.clear()
    compile_template(out.getvalue())
    assert "header" in kinds


def test_the_parts_in_memory_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_macros, "_MOST_PARTS", 3)
    for number in range(5):
        compile_template(template(f"{number} {{{{ value }}}}"))
    assert len(compiled_macros._kept_parts) <= 3
