"""Macros of blocks are compiled one by one, kept, and proved, traced and diagnosed as what stands in their place."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.cache import MemoryCache
from congvan.formats.docx import compiled_macros
from congvan.formats.docx.compiled_macros import KIND, CompiledMacro
from congvan.formats.docx.template import compile_template
from congvan.problems import ProblemsFound
from tests.formats.docx_samples import docx, p, text_of

BODY = {"style": "doan", "runs": [{"text": "lời", "bold": False, "italic": False, "parts": []}]}


def table(cell: Any) -> dict[str, Any]:
    return {"table": {"columns": [{"label": "STT", "mm": 10}], "rows": [[cell]], "row_mm": 7, "total": ["1"]}}


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert second.parts[0].macros == first.parts[0].macros


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
