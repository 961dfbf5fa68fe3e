"""Text, JSON, SARIF, notes on the PDF, the manual."""

from __future__ import annotations

import io
import json
import re

import pytest

from congvan import nd30
from congvan.nd30.manual import manual_pages
from congvan.nd30.rules.base import manual_of, message_pattern
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import P
from tests.sample_project import HOME


@pytest.fixture(scope="module")
def wrong() -> bytes:
    letter = letters.dispatch()
    letter.find("Độc lập").size = 12
    letter.find("- Lưu").text = "- Lưu: VT, BCVT;"
    return to_pdf(letter)


def test_text_names_page_line_rule_and_remedy(wrong: bytes) -> None:
    text = nd30.to_text(nd30.check(wrong, "cong-van.pdf"))
    assert text.splitlines()[0] == "cong-van.pdf (Công văn, 3 pages)"
    assert re.search(
        r"page 1, line \d+: error: Tiêu ngữ: size 12; the decree requires 13–14 "
        r"\[ND30-TIEU-NGU-SIZE; PL I/I/II\.1\.b\]",
        text,
    )
    assert "→ Set the size to 13–14 pt." in text
    assert re.search(r"\d+ rules are met, 2 are violated", text)


def test_json_has_a_row_for_every_result(wrong: bytes) -> None:
    report = nd30.check(wrong, "a/cong-van.pdf")
    data = json.loads(json.dumps(nd30.to_json([report, nd30.check(b"", "b")])))
    first, second = data["files"]
    assert first["path"] == "a/cong-van.pdf"
    assert len(first["rules"]) == len(report.results)
    keys = {"id", "clause", "verdict", "severity", "reason", "page", "line", "message", "hint"}
    assert all(keys <= set(row) for row in first["rules"])
    assert sum(first["counts"].values()) == len(report.results)
    assert not first["good"]
    assert second["unreadable"]


def test_sarif_is_2_1_0(wrong: bytes) -> None:
    report = nd30.check(wrong, "thư mục/công văn.pdf")
    sarif = json.loads(json.dumps(nd30.to_sarif([report])))
    assert sarif["version"] == "2.1.0"
    (run,) = sarif["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == list(nd30.RULES)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["kind"] in {"pass", "fail", "notApplicable", "open"}
        assert result["level"] == "none" or result["kind"] == "fail"
        assert result["message"]["text"]
        assert " " not in result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    failed = {r["ruleId"] for r in run["results"] if r["kind"] == "fail"}
    assert failed == {"ND30-TIEU-NGU-SIZE", "ND30-NOI-NHAN-STOP"}


def test_each_finding_is_a_note_at_its_place(wrong: bytes) -> None:
    import pikepdf

    report = nd30.check(wrong, "x")
    copy = nd30.annotate(wrong, report)
    assert nd30.annotate(wrong, report) == copy
    with pikepdf.open(io.BytesIO(copy)) as document:
        notes = [
            (n, a)
            for n, page in enumerate(document.pages, 1)
            for a in page.obj.get("/Annots", [])
            if a.Subtype == "/Text"
        ]
        height = float(document.pages[0].mediabox[3])
    assert len(notes) == len(report.broken)
    for result, (page, note) in zip(sorted(report.broken, key=lambda r: (r.page, r.line)), notes, strict=True):
        assert page == result.page
        assert result.id in str(note.Contents)
        assert result.location.box is not None
        middle = (float(note.Rect[1]) + float(note.Rect[3])) / 2
        assert abs((height - middle) * 25.4 / 72 - (result.location.box.y0 + result.location.box.y1) / 2) < 3


def test_a_file_that_is_no_pdf_comes_back_unchanged() -> None:
    assert nd30.annotate(b"x", nd30.check(b"x", "x")) == b"x"


def test_every_rule_has_its_page() -> None:
    for ident, rule in nd30.RULES.items():
        text = nd30.explain(ident, "en")
        assert text.startswith(f"# {ident}\n")
        assert len(manual_of(rule)) > 20, ident
        assert rule.clause
        assert all(message_pattern(f"{ident}{part}") for part in ("", ".hint"))
        assert rule.right, ident
        assert rule.wrong, ident


def test_an_unknown_rule_has_none() -> None:
    with pytest.raises(KeyError):
        nd30.explain("ND30-NONE", "en")


def test_the_manual_in_docs_is_fresh() -> None:
    folder = HOME / "docs" / "rules"
    here = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.md")}
    fresh = manual_pages()
    assert here.keys() == fresh.keys(), "run: python -m congvan.nd30.manual docs/rules"
    assert {n for n in fresh if here[n] != fresh[n]} == set(), "run: python -m congvan.nd30.manual docs/rules"


def test_messages_survive_braces_in_the_document() -> None:
    letter = letters.dispatch()
    letter.head[1][0][0] = P("Số: 5/{x}-{y}", 13, align="centre", first=0, before=0)
    report = nd30.check(to_docx(letter), "x")
    assert nd30.to_text(report)
    assert nd30.to_sarif([report])
