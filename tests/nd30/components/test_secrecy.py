"""A mark of secrecy in its box ends the paper; the same words elsewhere do not."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest

from congvan import nd30
from congvan.nd30.opening import read_view
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import Letter, P, c
from tests.nd30.word_files import xml

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
BOTH = pytest.mark.parametrize("form", ["docx", "pdf"])


def made(letter: Letter, form: str) -> bytes:
    return to_docx(letter) if form == "docx" else to_pdf(letter)


def is_closed(data: bytes) -> bool:
    view = read_view(data)
    assert not (view.unreadable and view.paragraphs), "nothing is kept of a paper that is closed"
    return view.unreadable == "classified"


@pytest.mark.every(4)
@BOTH
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("framed", [True, False])
def test_a_mark_above_the_head(form: str, mark: str, framed: bool) -> None:
    letter = letters.dispatch()
    letter.marks.insert(0, c(mark, 13, bold=True, framed=framed, frame=(40, 8)))
    assert is_closed(made(letter, form))


@BOTH
def test_a_mark_below_the_number(form: str) -> None:
    letter = letters.decision()
    letter.head[1][0].append(c("MẬT", 13, bold=True, before=6))
    assert is_closed(made(letter, form))


@pytest.mark.every(4)
@BOTH
@pytest.mark.parametrize("text", ["MẬT - HỎA TỐC", "HỎA TỐC, MẬT", "Độ mật: Tối mật", "Tuyệt mật", "T Ố I  M Ậ T"])
def test_a_mark_in_the_head_beside_another_word_or_in_small_letters(form: str, text: str) -> None:
    letter = letters.decision()
    letter.head[1][0].append(c(text, 13, bold=True, before=6))
    assert is_closed(made(letter, form))


@pytest.mark.every(4)
@BOTH
@pytest.mark.parametrize(
    "about",
    ["Rà soát tài liệu mật, tối mật", "Rà soát tài liệu MẬT, TỐI MẬT", "Bảo vệ bí mật", "Về độ mật, thời hạn bảo vệ"],
)
def test_what_a_paper_is_about_is_no_mark(form: str, about: str) -> None:
    letter = letters.decision()
    letter.find("Ban hành").text = about
    assert not is_closed(made(letter, form))


@BOTH
def test_the_words_in_running_text_do_not_count(form: str) -> None:
    letter = letters.dispatch()
    letter.body[2:2] = [P("Độ mật của tài liệu: MẬT, TỐI MẬT, TUYỆT MẬT theo quy định."), P("MẬT"), c("TỐI MẬT", 14)]
    letter.marks.insert(0, c("KHẨN", 13, bold=True, framed=True, colour="C00000"))
    assert not is_closed(made(letter, form))
    assert nd30.check(made(letter, form), "x").results


@pytest.mark.every(4)
@BOTH
@pytest.mark.parametrize("word", ["MẮT", "MẶT", "MAT", "BẢO MẬT", "MẬT ONG"])
def test_other_words_are_no_marks(form: str, word: str) -> None:
    letter = letters.dispatch()
    letter.marks.insert(0, c(word, 13, bold=True))
    assert not is_closed(made(letter, form))


def word_file(change: Any) -> bytes:
    document = docx.Document(io.BytesIO(to_docx(letters.dispatch())))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_mark_in_a_text_box_anywhere() -> None:
    box = (
        "<w:r><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml' style='width:60pt;height:20pt'><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
    )
    assert is_closed(word_file(lambda document: document.paragraphs[5]._p.append(xml(box))))


@pytest.mark.parametrize(("rows", "closed"), [(1, True), (4, False)])
def test_a_ruled_table_of_one_cell_is_a_frame_a_larger_one_is_a_table(rows: int, closed: bool) -> None:
    def add(document: Any) -> None:
        table = document.add_table(rows, 1)
        table.style = "Table Grid"
        for row in table.rows:
            row.cells[0].text = "MẬT"
        document.element.body.insert(0, table._tbl)

    assert is_closed(word_file(add)) is closed


def test_nothing_of_it_is_told() -> None:
    letter = letters.dispatch()
    letter.marks.insert(0, c("MẬT", 13, framed=True))
    report = nd30.check(to_pdf(letter), "x.pdf")
    assert {r.verdict for r in report.results} == {"not-evaluated"}
    assert (report.unreadable and report.unreadable.id, report.document_kind) == ("unreadable.classified", "")
    assert not any(r.location.text for r in report.results)


def test_a_letter_without_a_mark_is_open() -> None:
    for letter in (letters.dispatch(), letters.decision(), replace(letters.plan(), marks=[])):
        assert not is_closed(to_docx(letter))
