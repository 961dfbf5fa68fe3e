"""A face that the machine lacks is told once, at the first text that is in it."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.converter import WordConverter
from congvan.formats.docx_html.followed import missing_faces
from congvan.formats.docx_html.styles import measures
from congvan.opc.reader import read_members
from congvan.problems import Severity
from tests.formats.docx_html.word_parts import par, style, word_document
from tests.sample_project import HOME


def face(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def told(docx: bytes) -> list[tuple[str, str, str]]:
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    found = WordConverter(package, "mau.docx").not_followed
    assert all(each.element in str(each.problem("mau.docx")) for each in found)
    return [(each.element, str(each.part), str(each.where)) for each in found if each.code == "missing-face"]


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
    monkeypatch.setattr(missing_faces, "has_face", lambda family: False)
    package = {m.name: m.content() for m in read_members(word_document(par("x", run=face("Phong La"))), name="a.docx")}
    (found,) = [each.problem("a.docx") for each in WordConverter(package, "a.docx").not_followed]
    assert (found.message.id, found.severity) == ("docx-not-followed.no-face", Severity.ERROR)
    assert (found.message.values["element"], str(found.place)) == ("Phong La", "a.docx, body, paragraph 1")


def test_letters_in_a_face_of_symbols_are_told_and_symbols_are_not() -> None:
    symbol = f'<w:p><w:r><w:rPr>{face("Wingdings")}</w:rPr><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    assert told(word_document(symbol + par("ü þ", run=face("Wingdings")))) == []
    assert [place for _face, *place in told(word_document(symbol + par("z ü", run=face("Wingdings"))))] == [
        ["body", "paragraph 2"]
    ]


def test_the_templates_name_faces_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    template = (HOME / "templates/van-ban.docx").read_bytes()
    assert told(template) == []
    monkeypatch.setattr(measures, "is_metric_compatible", lambda family, own: False)
    assert {name for name, *_place in told(template)} <= {"Times New Roman", "Arial"}
