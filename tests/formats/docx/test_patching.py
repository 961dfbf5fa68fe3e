"""docxtpl's preparation of a part is docxtpl's own, with and without an import of it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import zipfile

import pytest
from docxtpl.template import DocxTemplate

from congvan.formats.docx.patching import NEEDED, patch_xml, taken_out
from tests.sample_project import HOME

TEMPLATES = sorted((HOME / "templates").glob("*.docx"))
MORE = (
    "<w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t>{% colspan n %}x</w:t></w:r></w:p></w:tc>",
    "<w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t>{% cellbg c %}{% vm %}{{ x }}</w:t></w:r></w:p></w:tc>",
    "<w:tr><w:tc><w:p><w:r><w:t>{%tr for a in b %}</w:t></w:r></w:p></w:tc></w:tr>",
    "<w:p><w:r><w:t>{{</w:t></w:r><w:r><w:t> a }}</w:t></w:r><w:r><w:t>{%- if x -%} “y”</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>{{r a }}</w:t></w:r></w:p><w:tc><w:p><w:r><w:t>{% hm %}</w:t></w:r></w:p></w:tc>",
)


def test_it_is_the_method_of_docxtpl() -> None:
    method = taken_out()
    assert method is not None
    sources = list(MORE)
    for template in TEMPLATES:
        with zipfile.ZipFile(template) as package:
            sources += [
                package.read(name).decode()
                for name in package.namelist()
                if name.startswith("word/") and name.endswith(".xml")
            ]
    assert len(sources) > 20
    for source in sources:
        expected = DocxTemplate.patch_xml(None, source)
        assert method(None, source) == expected
        assert patch_xml(source) == expected


def test_what_expressions_need_is_said_of_those_of_docxtpl(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "congvan.formats.docx.patching._sub", lambda pattern, _with, text, **_: asked.append(pattern) or text
    )
    method = taken_out()
    assert method is not None
    method(None, "")
    assert set(NEEDED) < set(asked)


def test_nothing_of_python_docx_is_imported() -> None:
    script = textwrap.dedent("""
        import sys
        from congvan.formats.docx.patching import patch_xml
        assert "{{ a }}" in patch_xml("<w:t>{{ a }}</w:t>")
        print(sorted({"docx", "docxtpl"} & set(sys.modules)))
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_method_that_needs_more_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congvan.formats.docx.patching._IMPORTED", frozenset(["re"]))
    assert taken_out() is None
