"""The boxes of a paper: what each says, where it stands, how sure the reading is."""

from __future__ import annotations

import io
import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import docx
import pytest

import congvan
from congvan import Boxes, Confidence, ReadBox
from congvan.nd30.boxes.reading import boxes_of_view
from congvan.nd30.boxes.values import as_plain
from congvan.nd30.opening import read_view
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import Letter, c

BOTH = pytest.mark.parametrize("form", ["docx", "pdf"])


def boxes_of(letter: Letter, form: str) -> Boxes:
    return boxes_of_view(read_view(to_docx(letter) if form == "docx" else to_pdf(letter)), "letter")


def said(box: ReadBox | None) -> tuple[str, str] | None:
    return None if box is None else (box.value, box.confidence)


@BOTH
def test_a_dispatch(form: str) -> None:
    boxes = boxes_of(letters.dispatch(), form)
    assert boxes.problem is None
    assert [said(box) for box in (boxes.kind, boxes.superior, boxes.issuer, boxes.number, boxes.symbol)] == [
        ("cong-van", "certain"),
        ("UBND TỈNH LẠNG SƠN", "certain"),
        ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "certain"),
        ("123", "certain"),
        ("STTTT-BCVT", "certain"),
    ]
    assert [said(box) for box in (boxes.locality, boxes.date, boxes.subject)] == [
        ("Lạng Sơn", "certain"),
        ("2020-08-19", "certain"),
        ("triển khai cài đặt ứng dụng Bluezone trên địa bàn tỉnh", "certain"),
    ]
    assert boxes.number is not None
    assert boxes.number.text == "Số: 123/STTTT-BCVT"
    (signer,) = boxes.signers
    assert [said(box) for box in (signer.authority, signer.title, signer.name)] == [
        ("KT. GIÁM ĐỐC", "certain"),
        ("PHÓ GIÁM ĐỐC", "certain"),
        ("Nguyễn Văn A", "certain"),
    ]
    assert [box.value for box in boxes.recipients][1:] == [
        "UBND tỉnh (b/c)",
        "Giám đốc, các Phó Giám đốc",
        "Lưu: VT, BCVT",
    ]
    assert boxes.addressees
    assert all(box.confidence is Confidence.CERTAIN for box in (*boxes.addressees, *boxes.recipients))


@BOTH
def test_where_they_stand(form: str) -> None:
    boxes = boxes_of(letters.dispatch(), form)
    assert boxes.number is not None
    assert boxes.date is not None
    number, date = boxes.number.place, boxes.date.place
    if form == "docx":
        assert (number.page, number.box, date.page, date.box) == (0, None, 0, None)
        assert 0 < number.paragraph < date.paragraph
        return
    assert (number.page, number.paragraph, date.page) == (1, 0, 1)
    assert number.box is not None
    assert date.box is not None
    assert 30 <= number.box.x0 < number.box.x1 < 105 < date.box.x0 < date.box.x1 <= 196
    assert abs(number.box.y1 - date.box.y1) < 3
    assert 25 < number.box.y0 < 45


@BOTH
def test_named_kinds_and_two_signers(form: str) -> None:
    plan, minutes = boxes_of(letters.plan(), form), boxes_of(letters.minutes(), form)
    assert said(plan.kind) == ("ke-hoach", "certain")
    assert plan.subject is not None
    assert plan.addressees == ()
    assert len(minutes.signers) == 2
    assert all(signer.name is not None for signer in minutes.signers)


@BOTH
def test_what_is_blank_or_absent(form: str) -> None:
    letter = letters.dispatch()
    letter.find("Số:").text = "Số:       /STTTT-BCVT"
    letter.find("Lạng Sơn, ngày").text = "Lạng Sơn, ngày       tháng 8 năm 2020"
    letter.foot = (letter.foot[0], letter.foot[1][:2])
    boxes = boxes_of(letter, form)
    assert said(boxes.number) == ("", "likely")
    assert said(boxes.symbol) == ("STTTT-BCVT", "certain")
    assert boxes.date is None or said(boxes.date) == ("", "likely")
    assert boxes.signers[0].name is None
    assert said(boxes.signers[0].title) == ("PHÓ GIÁM ĐỐC", "likely")
    letter = letters.dispatch()
    for row in letter.head:
        row[0][:] = [p for p in row[0] if not p.text.startswith("Số")]
    assert boxes_of(letter, form).number is boxes_of(letter, form).symbol is None


@BOTH
def test_a_date_in_figures_is_only_likely(form: str) -> None:
    letter = letters.dispatch()
    letter.find("Lạng Sơn, ngày").text = "Lạng Sơn, ngày 19/8/2020"
    assert said(boxes_of(letter, form).date) == ("2020-08-19", "likely")
    letter.find("Lạng Sơn, ngày").text = "Lạng Sơn, ngày 31 tháng 02 năm 2020"
    assert said(boxes_of(letter, form).date) == ("", "likely")


@BOTH
def test_degrees_marks_and_authority_of_two_lines(form: str) -> None:
    letter = letters.dispatch()
    letter.marks.insert(0, c("KHẨN", 13, bold=True, framed=True, colour="C00000"))
    letter.foot[1][:] = [
        c("TL. CHỦ TỊCH", 14, bold=True),
        c("KT. CHÁNH VĂN PHÒNG", 14, bold=True),
        c("PHÓ CHÁNH VĂN PHÒNG", 14, bold=True),
        c("TS. Nguyễn Văn A", 14, bold=True, before=60),
    ]
    boxes = boxes_of(letter, form)
    (signer,) = boxes.signers
    assert said(signer.authority) == ("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG", "certain")
    assert said(signer.title) == ("PHÓ CHÁNH VĂN PHÒNG", "certain")
    assert signer.name is not None
    assert (signer.name.text, signer.name.value) == ("TS. Nguyễn Văn A", "Nguyễn Văn A")
    assert [box.value for box in boxes.marks] == ["KHẨN"]


def test_why_nothing_could_be_read(tmp_path: Path) -> None:
    marked = letters.dispatch()
    marked.marks.insert(0, c("MẬT", 13, bold=True))
    (tmp_path / "mat.docx").write_bytes(to_docx(marked))
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "text.txt").write_text("x")
    codes = {}
    for name in ("mat.docx", "damaged.pdf", "text.txt", "none.pdf"):
        boxes = congvan.read_boxes(tmp_path / name)
        assert boxes.problem is not None
        assert boxes == Boxes(problem=boxes.problem)
        codes[name] = (boxes.problem.message.id, boxes.problem.place.file)
    assert codes == {
        "mat.docx": ("classified", str(tmp_path / "mat.docx")),
        "damaged.pdf": ("unreadable.damaged", str(tmp_path / "damaged.pdf")),
        "text.txt": ("unreadable.not-word", str(tmp_path / "text.txt")),
        "none.pdf": ("check-unreadable", str(tmp_path / "none.pdf")),
    }


def test_a_file_that_is_no_paper_has_none(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Một đoạn văn bất kỳ.")
    out = io.BytesIO()
    document.save(out)
    (tmp_path / "x.docx").write_bytes(out.getvalue())
    assert congvan.read_boxes(tmp_path / "x.docx") == Boxes()


def test_they_are_frozen_and_fit_into_json() -> None:
    boxes = boxes_of(letters.dispatch(), "pdf")
    with pytest.raises(FrozenInstanceError):
        boxes.kind = None
    plain = as_plain(boxes)
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain["number"]) == {"text", "value", "place", "confidence"}
    assert plain["number"]["confidence"] == "certain"
    assert len(plain["number"]["place"]["box"]) == 4
    assert "problem" not in plain


def test_the_check_gives_them_too(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(to_docx(letters.dispatch()))
    outcome = congvan.check(congvan.CheckRequest((str(tmp_path),), form="json"))
    (file,) = outcome.data["files"]
    assert file["boxes"]["number"]["value"] == "123"
