"""`template names`: what may be written, what it means in the reader's language, and its value today."""

from __future__ import annotations

from congvan.i18n import using_language
from congvan.pipeline.template_names import TemplateNamesRequest, template_names
from tests.sample_project import HOME


def names(document: str) -> dict[str, tuple[str, str]]:
    outcome = template_names(TemplateNamesRequest(HOME, document))
    return {row["name"]: (row["meaning"], row["value"]) for row in outcome.data["names"]}


def test_names_of_a_letter_with_their_values() -> None:
    found = names("letter")
    assert found["head.issuer[]"] == ("lines of the issuing body (2)", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG")
    assert found["noi_nhan.label"][1] == "Nơi nhận:"
    with using_language("vi"):
        assert names("letter")["head.number"][0] == "số, ký hiệu (ô 3)"
        assert "như `" not in names("letter")["sign.left.lines[]"][0]


def test_names_without_a_content_are_the_facts_and_the_loop() -> None:
    text = (HOME / "data/documents.yaml").read_text("utf-8")
    assert "content" in text  # every document of the sample has one: facts are tested by the page on new documents
    outcome = template_names(TemplateNamesRequest(HOME))
    assert {"id": "letter", "name": "Công văn"} in outcome.data["documents"]


def test_an_unknown_document_is_told_with_the_nearest() -> None:
    outcome = template_names(TemplateNamesRequest(HOME, "leter"))
    assert outcome.exit_code == 2
    assert "letter" in outcome.problems[0].hint
