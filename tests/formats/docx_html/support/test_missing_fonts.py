"""A font that the machine lacks is told once, at the first text that is in it."""

from __future__ import annotations

import pytest

from congvan.core.opc.reader import read_members
from congvan.core.problems import Severity
from congvan.formats.docx_html.converter import WordConverter
from congvan.formats.docx_html.styles import measures
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.support import missing_fonts
from tests.formats.docx_html.word_parts import par, style, word_document
from tests.sample_project import HOME


def face(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def told(docx: bytes) -> list[tuple[str, str, str]]:
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    found = [each for each in WordConverter(package, "mau.docx").unsupported if each.message.id.endswith(".font")]
    return [(each.message.values["font"], str(each.place.part), str(each.place.where)) for each in found]


def test_each_face_is_told_where_it_is_first() -> None:
    styles = style("A", run=face("Phong La")) + style("B", run=face("Khong Ai Dung"))
    styles += style("CV Khối", run=face("Phong Khoi"))
    body = par("x", '<w:pStyle w:val="A"/>') + par("y", run=face("PHONG LA")) + par(" ", run=face("Trang"))
    body += par("z", run=face("Phong Khac")) * 2 + par("t", run=face("times new roman"))
    assert told(word_document(body, styles=styles)) == [
        ("Phong La", "body", "paragraph 1"),
        ("Phong Khac", "body", "paragraph 4"),
        ("Phong Khoi", "", "style “CV Khối”"),
    ]


def test_a_face_that_the_machine_replaces_by_one_of_its_own_ends_the_pages_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(missing_fonts, "has_face", lambda family: False)
    package = {m.name: m.content() for m in read_members(word_document(par("x", run=face("Phong La"))), name="a.docx")}
    (found,) = WordConverter(package, "a.docx").unsupported
    assert (found.message.id, found.severity) == ("docx-unsupported.no-font", Severity.ERROR)
    assert (found.message.values["font"], str(found.place)) == ("Phong La", "a.docx, body, paragraph 1")


def codes(body: str, **parts: str) -> list[tuple[str, str, str]]:
    docx = word_document(body, **parts)
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    found = WordConverter(package, "mau.docx").unsupported
    return [(each.message.id.partition(".")[2], each.text, str(each.place.where)) for each in found]


def test_letters_that_a_face_lacks_are_told_where_they_are_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_fonts, "lacking_letters", lambda text, form: "ạảẩậắằ" if "Đề" in text else "")
    body = par("Muc luc") + par("Đề nghị") + par("Đề nghị")
    assert codes(body) == [
        (
            "letters-several",
            "the font Times New Roman (ạ, ả, ẩ, ậ, ắ, …) lacks letters of 2 paragraphs, this one is the first",
            "paragraph 2",
        )
    ]


def test_letters_that_a_face_lacks_are_told_once_of_a_template_with_the_count_of_paragraphs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(missing_fonts, "lacking_letters", lambda text, form: text[0] if text[0] in "ạả" else "")
    docx = word_document(par("ạ") + par("ả") + par("a") + par("ả", run=face("Arial")), header1=par("ả"))
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    found = WordConverter(package, "mau.docx").unsupported
    assert [(each.text, str(each.place.where)) for each in found] == [
        ("the font Times New Roman (ạ) lacks letters of 3 paragraphs, this one is the first", "paragraph 1"),
        ("the font Arial (ả) lacks letters of this text", "paragraph 4"),
    ]


def test_what_a_face_lacks_are_letters_as_they_are_shown() -> None:
    assert measures.lacking_letters("Đề nghị ☑ \u00ad", RunFormat()) == ""
    assert measures.lacking_letters("字 字", RunFormat()) == "字"
    assert measures.lacking_letters("x", RunFormat("Phong La")) == ""


def test_empty_lines_in_a_face_that_is_missing_are_told_but_those_of_exact_height() -> None:
    mark = f"<w:rPr>{face('Phong La')}</w:rPr>"
    exact = '<w:spacing w:line="300" w:lineRule="exact"/>'
    assert not codes(par("một", mark) + f"<w:p><w:pPr>{exact}{mark}</w:pPr></w:p>")
    assert [each[0] for each in codes(f"<w:p><w:pPr>{mark}</w:pPr></w:p>")] == ["font"]


def test_the_templates_name_faces_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    template = (HOME / "templates/van-ban.docx").read_bytes()
    assert told(template) == []
    monkeypatch.setattr(measures, "is_metric_compatible", lambda family, own: False)
    assert {name for name, *_place in told(template)} <= {"Times New Roman", "Arial"}


def test_unknown_letters_typed_in_a_font_of_symbols_are_an_error() -> None:
    body = par("ü", run=face("Wingdings")) + par("z ü", run=face("Wingdings"))
    package = {each.name: each.content() for each in read_members(word_document(body), name="mau.docx")}
    (found,) = WordConverter(package, "mau.docx").unsupported
    assert (found.severity, str(found.place.where)) == (Severity.ERROR, "paragraph 2")
    assert "Wingdings" in found.text
