"""PDF by LibreOffice: where it is not installed, or makes nothing of a file, that is told."""

from __future__ import annotations

import pytest

from congvan import libreoffice
from congvan.formats import compile_template
from congvan.job import BY_LIBREOFFICE
from congvan.problems import EnvironmentFault
from tests.formats.docx_samples import docx, p

TEMPLATE = docx(p("Kính gửi: {{ a }}"))


def test_a_record_is_merged_and_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bytes, str, str]] = []
    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "convert", lambda *words: asked.append(words) or b"%PDF-")
    template = compile_template(BY_LIBREOFFICE, TEMPLATE, name="t.docx")
    assert template.render({"a": "Sở Y tế"}) == b"%PDF-"
    assert asked == [(compile_template("docx", TEMPLATE).render({"a": "Sở Y tế"}), "docx", "pdf")]
    assert template.names() == {"a"}
    assert template.ways.counts["rendered"] == 1


def test_without_libreoffice_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(BY_LIBREOFFICE, TEMPLATE, name="t.docx").render({"a": "x"})
    assert libreoffice.APT in str(stop.value.problems[0].hint)


def test_what_it_can_not_convert_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_words: object) -> bytes:
        raise libreoffice.ConversionFailed

    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "convert", fails)
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(BY_LIBREOFFICE, TEMPLATE, name="t.docx").render({"a": "x"})
    assert stop.value.problems[0].code == "libreoffice-failed"
