"""What a blank printed around its tables, against what came back: facts that differ are asked, words are not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from congvan.forms.keys import FormKeys
from congvan.returns.reading.answer import FoundAnswer
from congvan.returns.reading.texts_around.blank_texts import printed_texts
from tests.returns.reading.filled import Page, csv_text, docx, form, one, page, xlsx

KEYS = {"xa": "xa-a"}
FIGURES = [{"mac": 4, "chet": 1}, {"mac": 0}, {"mac": 2}]
WRITERS: dict[str, Callable[[Page], bytes]] = {"a.xlsx": xlsx, "a.docx": docx, "a.csv": csv_text}


def report(change: Callable[[str], str] = str, more: str = "") -> Page:
    """The weekly report, its label and the line of its dispatch over it; `change` types over each text at its head."""
    made = page("tuan", KEYS, "2026-t37", so_lieu=FIGURES)
    printed = next(
        text for text in printed_texts(form("tuan")).of(FormKeys(KEYS, "2026-t37")) if text.startswith("(Kèm theo")
    )
    above = [form("tuan").label, printed, *([more] if more else [])]
    shift = len(above)
    head = 3  # title, unit, period
    cells = {(row + shift, column): text for (row, column), text in made.cells.items()}
    cells |= {(row, 1): text for row, text in enumerate(above, 1)}
    made.cells = {(r, c): change(text) if r <= shift + head and text else text for (r, c), text in cells.items()}
    made.merges = [(top + shift, left, bottom + shift, right) for top, left, bottom, right in made.merges]
    made.first = {section: row + shift for section, row in made.first.items()}
    made.row += shift
    return made


def told(answer: FoundAnswer) -> tuple[list[str], list[str]]:
    """The questions about the whole answer, and the codes of what else is told of its head."""
    asked = [issue["why"]["id"] for issue in answer.body["asked"]]
    return asked, [each.code for each in answer.problems if each.code == "text-added"]


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def titled(more: str) -> Callable[[str], str]:
    return lambda text: f"{text} {more}" if text.casefold().startswith("báo cáo") else text


@pytest.mark.parametrize(
    "change",
    [
        str,
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "  "),
        lambda text: f"{text}.",
        lambda text: text.replace("(", "").replace(")", ""),
        titled("(bản chính thức)"),
        titled("– Tuần 37"),
        titled("của xã Mẫu A"),
        titled("– MẪU A"),
        titled("của Bảo hiểm xã hội"),
        titled("trên địa bàn xã"),
    ],
)
def test_the_same_words_typed_again_are_not_asked_about(change: Callable[[str], str]) -> None:
    assert told(one(csv_text(report(change)), "a.csv")) == ([], [])


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("(Kèm theo Báo cáo số 45/BC-UBND ngày 05 tháng 9 năm 2026 của UBND xã Mẫu A)", []),
        (
            "(Kèm theo Báo cáo số 45/BC-UBND ngày 05 tháng 9 năm 2026 của UBND phường Mẫu B)",
            ["form-words-differ.text"] * 2,
        ),
    ],
)
def test_a_paper_of_the_sender_s_own_may_be_named(line: str, asked: list[str]) -> None:
    answer = one(csv_text(report(lambda text: line if text.startswith("(Kèm theo") else text)), "a.csv")
    assert told(answer)[0] == asked


def test_a_number_and_a_day_written_over_their_gaps_are_not_asked_about() -> None:
    filled = report(
        lambda text: text.replace("số\u00a0\u00a0\u00a0", "số 99").replace("ngày\u00a0\u00a0\u00a0", "ngày 05 ")
    )
    assert any("99" in str(text) for text in filled.cells.values())
    assert told(one(csv_text(filled), "a.csv")) == ([], [])


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file(name: str) -> None:
    assert told(one(WRITERS[name](report()), name)) == ([], [])
    assert told(one(WRITERS[name](report(titled("TUẦN 38"))), name))[0] == ["form-words-differ.period"]


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        (swap("năm 2026", "năm 2025"), "form-words-differ.text"),
        (swap("tháng 8", "tháng 9"), "form-words-differ.text"),
        (swap("/SM", "/SYT-NV"), "form-words-differ.text"),
        (swap("Phụ lục III", "Phụ lục V"), "form-words-differ.text"),
        (titled("TUẦN 38"), "form-words-differ.period"),
        (titled("năm 2024"), "form-words-differ.period"),
        (titled("của phường Mẫu B"), "form-words-differ"),
        (titled("– Mẫu B"), "form-words-differ"),
        (titled("của xã Mẫu C"), "form-words-unknown"),
    ],
)
def test_another_fact_at_the_head_is_asked_about(change: Callable[[str], str], asked: str) -> None:
    made = report(change)
    assert made.cells != report().cells
    assert told(one(csv_text(made), "a.csv"))[0] == [asked]


def test_a_number_that_was_added_is_told() -> None:
    assert told(one(csv_text(report(titled("đợt 2"))), "a.csv")) == ([], ["text-added"])


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ("Báo cáo Tuần 38", ["form-words-differ.period"]),
        ("Tuần 37", []),
        ("Mẫu A, ngày 20 tháng 9 năm 2026", []),
        ("Số: 12/BC-UBND", []),
        ("Căn cứ báo cáo tuần 36 của phường Mẫu B", []),
        ("cv/tuan/1/xa=xa-b/ky=2026-t37", ["form-words-differ.id"]),
        ("cv/tuan/1/xa=xa-a/ky=2026-t37", []),
    ],
)
def test_a_line_that_was_not_printed(more: str, asked: list[str]) -> None:
    assert told(one(csv_text(report(more=more)), "a.csv"))[0] == asked


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Biểu", []),
        ("Xã Mẫu A", []),
        ("T37", []),
        ("Phường Mẫu B", ["form-words-differ"]),
        ("Tuần 38", ["form-words-differ.period"]),
        ("T38-2026", ["form-words-differ.period"]),
    ],
)
def test_the_name_of_the_sheet_and_of_the_file(name: str, asked: list[str]) -> None:
    def rename(_book: Any, sheet: Any) -> None:
        sheet.title = name

    made = report()
    assert told(one(xlsx(made, rename)))[0] == asked
    assert told(one(xlsx(made), f"Thư mục xa-b/{name}.xlsx"))[0] == asked


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("từ 14-9 đến 20-9", ["form-words-differ.period"]),
        ("BC 14.9-20.9", ["form-words-differ.period"]),
        ("7_9 den 13_9", []),
    ],
)
def test_the_days_in_the_name_of_a_file(name: str, asked: list[str]) -> None:
    assert told(one(xlsx(report()), f"{name}.xlsx"))[0] == asked


@pytest.mark.parametrize(("text", "asked"), [("Xã Mẫu A, Tuần 37", []), ("Phường Mẫu B", ["form-words-differ"])])
def test_the_heads_and_feet_of_pages(text: str, asked: list[str]) -> None:
    def of_sheet(_book: Any, sheet: Any) -> None:
        sheet.oddHeader.center.text = text

    def of_document(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = text

    assert told(one(xlsx(report(), of_sheet)))[0] == asked
    assert told(one(docx(report(), of_document), "a.docx"))[0] == asked


def test_a_question_about_the_head_is_answered_by_the_usual_acts() -> None:
    body = one(xlsx(report(titled("TUẦN 38")))).body
    assert body["asked"][0]["why"]["values"]["meant"].startswith("Tuần 37")
    assert body["keys"] == KEYS
    assert body["asked"][0]["cell"] == "Biểu!A3"


@pytest.mark.parametrize("more", ["Ngày 30 tháng 9 năm 2026", "30/9/2026"])
def test_the_day_beside_a_signature_is_the_senders(more: str) -> None:
    assert told(one(docx(report(more=more)))) == ([], [])


def test_the_title_of_another_form_is_asked_about() -> None:
    asked, _told = told(one(xlsx(report(lambda text: form("ngay").title if "tình hình" in text.casefold() else text))))
    assert asked == ["form-words-differ.text"]
