"""What an entry of data/documents.yaml makes: its formats, each with its template."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from congvan.model.document_specs import Document


def entry(templates: dict[str, str], **more: Any) -> Document:
    return Document.model_validate({"id": "a", "name": "A", "path": "a", "templates": templates, **more})


@pytest.mark.parametrize(
    ("templates", "formats", "made"),
    [
        ({"docx": "a.docx"}, (), {"docx": "a.docx", "pdf": "a.docx"}),
        ({"docx": "a.docx"}, ("docx",), {"docx": "a.docx"}),
        ({"docx": "a.docx"}, ("pdf",), {"pdf": "a.docx"}),
        ({"docx": "a.docx", "xlsx": "a.xlsx"}, (), {"docx": "a.docx", "pdf": "a.docx", "xlsx": "a.xlsx"}),
        ({"xlsx": "a.xlsx", "docx": "a.docx"}, ("xlsx",), {"xlsx": "a.xlsx"}),
        ({"docx": "a.docx", "pdf": "a.html"}, (), {"docx": "a.docx", "pdf": "a.html"}),
        ({"docx": "a.docx", "pdf": "b.docx"}, (), {"docx": "a.docx", "pdf": "b.docx"}),
        ({"docx": "a.docx", "pdf": "libreoffice"}, (), {"docx": "a.docx", "pdf": "libreoffice"}),
        ({"pdf": "a.html"}, (), {"pdf": "a.html"}),
        ({}, (), {}),
    ],
)
def test_pdf_is_made_of_the_docx_template_unless_another_is_named(
    templates: dict[str, str], formats: tuple[str, ...], made: dict[str, str]
) -> None:
    found = entry(templates, formats=formats).made
    assert found == made
    assert list(found) == list(made)


@pytest.mark.parametrize(
    ("templates", "formats", "code"),
    [
        ({"docx": "a.docx"}, ("xlsx",), "formats-without-template"),
        ({"pdf": "libreoffice"}, (), "libreoffice-without-docx"),
    ],
)
def test_a_format_without_a_template_is_refused(templates: dict[str, str], formats: tuple[str, ...], code: str) -> None:
    with pytest.raises(ValidationError) as stop:
        entry(templates, formats=formats)
    assert [error["type"] for error in stop.value.errors()] == [code]


CARD: dict[str, object] = {"id": "the", "name": "Thẻ", "templates": {"docx": "the.docx"}, "path": "the"}


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"together": True}, "together-records"),
        ({"together": True, "for_each": {"a": "b"}, "path": "the/{{ a.id }}"}, "together-path"),
        ({"together": True, "for_each": {"a": "b"}, "formats": ["docx"]}, "together-pdf"),
    ],
)
def test_what_can_not_be_put_together_is_told(keys: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as stop:
        Document.model_validate({**CARD, **keys})
    assert [error["type"] for error in stop.value.errors()] == [code]


def test_records_one_after_the_other_are_pages_alone() -> None:
    one = Document.model_validate({**CARD, "together": True, "for_each": {"a": "b"}})
    sheets = Document.model_validate({**CARD, "together": {"across": "3", "down": "8"}, "for_each": {"a": "b"}})
    assert (list(one.made), one.sheet) == (["pdf"], None)
    assert list(sheets.made) == ["docx", "pdf"]
    assert sheets.sheet is not None
    assert (sheets.sheet.across, sheets.sheet.down) == (3, 8)
