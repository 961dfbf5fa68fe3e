"""`template names`: what may be written, what it means in the reader's language, and its value today."""

from __future__ import annotations

from pathlib import Path

from congvan.core.i18n import using_language
from congvan.pipeline.template_names import TemplateNamesRequest, template_names
from tests.sample_project import HOME, new_project


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


def test_names_of_own_lists_go_down_into_what_their_entries_hold(tmp_path: Path) -> None:
    root = new_project(tmp_path, cold=True).root
    entry = "- {id: an, name: An, viec: [{ten: Thu gom}], ngay: [5/3/2026], noi: {xa: Mẫu}}\n"
    (root / "data/lists/khach.yaml").write_text(entry, "utf-8")
    document = "\n- {id: moi, name: Mời, templates: {docx: van-ban.docx}, for_each: {k: khach}, path: 'm/{{ k.id }}'}\n"
    with (root / "data/documents.yaml").open("a", encoding="utf-8") as documents:
        documents.write(document)
    outcome = template_names(TemplateNamesRequest(root, "moi"))
    found = {row["name"]: row["value"] for row in outcome.data["names"]}
    for stem in ("k", "khach[]"):
        assert found[f"{stem}.viec[].ten"] == "Thu gom"
        assert found[f"{stem}.ngay[]"] == "5/3/2026"
        assert found[f"{stem}.noi.xa"] == "Mẫu"
    assert found["contacts.*.name"]
    assert "contacts[]" not in found


def test_a_template_stands_for_the_first_document_that_uses_it() -> None:
    assert names("van-ban.docx") == names("templates/van-ban.docx") == names("letter")


def test_an_unknown_document_is_told_with_the_nearest() -> None:
    outcome = template_names(TemplateNamesRequest(HOME, "leter"))
    assert outcome.exit_code == 2
    assert "letter" in outcome.problems[0].hint
