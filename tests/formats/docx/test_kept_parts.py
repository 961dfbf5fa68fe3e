"""Parts of a template that an edit does not change are compiled once: in memory, and all but the body in the cache."""

from __future__ import annotations

import io
import marshal

import docx
import pytest

from congvan.cache import MemoryCache
from congvan.formats.docx import compiler, kept_parts
from congvan.formats.docx.template import compile_template
from congvan.problems import ProblemsFound


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "_kept", {})


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the parts that were compiled."""
    kinds: list[str] = []
    prepare = compiler._prepared

    def noted(source: compiler.TemplatePart, *args: object, **more: object) -> object:
        kinds.append(source.kind)
        return prepare(source, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(compiler, "_prepared", noted)
    return kinds


def template(body: str, header: str = "{{ head }}") -> bytes:
    document = docx.Document()
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
    kept_parts._kept.clear()
    kinds.clear()
    assert compile_template(edited, cache=MemoryCache()).render(RECORD) == made
    assert "header" in kinds
    kept_parts._kept.clear()
    kinds.clear()
    compile_template(template("ba {{ value }}"), cache=cache)  # as another process does
    assert kinds == ["body"]


def test_what_is_in_the_cache_may_be_damaged(prepared: list[str]) -> None:
    kinds, cache = prepared, MemoryCache()
    compile_template(template("một {{ value }}"), cache=cache)
    for kind, key in list(cache._entries):
        if kind == kept_parts.KIND:
            cache.put(kind, key, marshal.dumps((1, 2)))
    kept_parts._kept.clear()
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
    document = docx.Document(io.BytesIO(template("một")))
    document.styles["Normal"].font.bold = True
    out = io.BytesIO()
    document.save(out)
    kinds.clear()
    compile_template(out.getvalue())
    assert "header" in kinds


def test_the_parts_in_memory_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_parts, "_MOST_KEPT", 3)
    for number in range(5):
        compile_template(template(f"{number} {{{{ value }}}}"))
    assert len(kept_parts._kept) <= 3
