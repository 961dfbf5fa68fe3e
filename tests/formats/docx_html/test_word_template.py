"""Versions of a Word template share what is read of their common members, and nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from congvan.formats.docx_html import word_template as module
from congvan.formats.docx_html.converter import WordConverter
from congvan.formats.docx_html.word_template import word_template
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import par, word_document


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_kept", {})


def test_versions_with_another_body_share_styles_and_written_blocks() -> None:
    first, second = (members(word_document(par("Chung") + par(text))) for text in ("một", "hai"))
    html = WordConverter(first, "mau.docx").html({})
    one, other = word_template(first), word_template(second)
    assert one.styles is other.styles
    written = len(other.remembered)
    assert "hai" in (changed := WordConverter(second, "mau.docx").html({}))
    assert len(other.remembered) == written + 1
    assert "một" in html
    assert "một" not in changed
    assert html == WordConverter(first, "mau.docx").html({})


def test_other_styles_or_settings_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 1)
    old, new = (members(word_document(par("Một"), mode=mode)) for mode in (14, 15))
    assert [word_template(each).mode for each in (old, new, old)] == [14, 15, 14]
    assert len(module._kept) == 1


def test_a_picture_that_is_none_is_known() -> None:
    good = io.BytesIO()
    Image.new("RGB", (2, 2)).save(good, "PNG")
    members = {
        "word/media/a.png": b"\x89PNG\r\n\x1a\njunk",
        "word/media/b.png": good.getvalue(),
        "word/media/c.bmp": b"",
    }
    assert word_template(members).damaged_pictures == {"word/media/a.png"}


def test_a_paragraph_whose_note_a_file_lacks_is_not_remembered_for_another_file() -> None:
    """Templates that share their styles share what alike paragraphs are written as."""
    body = '<w:p><w:r><w:t>x</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    notes = f'<w:footnote w:id="1">{par("một chú thích")}</w:footnote>'
    for other in ("", notes.replace("1", "2")):
        WordConverter(members(word_document(body, footnotes=other)), "mau.docx").html({})
        html = WordConverter(members(word_document(body, footnotes=notes)), "mau.docx").html({})
        assert "một chú thích" in str(html)
