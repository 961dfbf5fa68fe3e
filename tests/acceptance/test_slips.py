"""The slips of a clerk's hand: each is told at its line, in words of an office, with what to write instead.

One slip at a time is made in the sample project, which is read as `validate` reads it; only the letter is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.request import BuildRequest
from tests.sample_project import HOME

AGENCY, DOCUMENTS, DISPATCH = "data/agency.yaml", "data/documents.yaml", "data/dispatches/bluezone-2020.yaml"
CONTACTS, BODIES, FIRMS = "data/lists/dau-moi.yaml", "data/lists/co-quan.yaml", "data/lists/doanh-nghiep.yaml"

PHONE, NAME, ID = "phone: 0942215080", "name: Trình Thị Nga", "- id: vuong-mac"
DAY, TO, FILLED = "date: {day: blank, month: 8, year: 2020}", "- to: tinh-doan-lang-son", "{{ contacts.bao_cao.phone }}"
FIELD = "type: text, label: Đơn vị}"


class Slip(NamedTuple):
    """What was typed in place of what, where it is told, words of the message, words of the remedy."""

    file: str
    right: str
    typed: str
    line: int
    said: str
    remedy: str


SLIPS = [
    # a space, a dash, an indent
    Slip(CONTACTS, PHONE, "phone:0942215080", 22, "Sau dấu hai chấm phải có dấu cách", "“phone: 0942215080”"),
    Slip(CONTACTS, "  " + PHONE, "   " + PHONE, 22, "thụt 3 dấu cách, các dòng trên thụt 2", "Bỏ bớt 1 dấu cách"),
    Slip(CONTACTS, "  " + PHONE, "\t" + PHONE, 22, "bằng phím Tab", "bằng dấu cách"),
    Slip(CONTACTS, ID, ID[2:], 19, "Thiếu dấu gạch đầu dòng “- ” trước “id”", "“- id: …”"),
    Slip(CONTACTS, ID, "-id: vuong-mac", 19, "Sau dấu gạch đầu dòng phải có dấu cách", "“- id: vuong-mac”"),
    Slip(DISPATCH, TO, TO[2:], 15, "Thiếu dấu gạch đầu dòng “- ” trước “to”", "“- to: …”"),
    Slip(DISPATCH, "  1. Các doanh", "1. Các doanh", 49, "thuộc nội dung “body”", "Thêm 2 dấu cách"),
    # braces, brackets, commas, quotes
    Slip(DISPATCH, FILLED, FILLED[:-1], 102, "không đủ hai dấu ngoặc nhọn", FILLED),
    Slip(DISPATCH, FILLED, FILLED[1:-1], 102, "không đủ hai dấu ngoặc nhọn", FILLED),
    Slip(DISPATCH, FILLED, "«Ten»", 102, "không đủ hai dấu ngoặc nhọn", "{{ Ten }}"),
    Slip(DISPATCH, FILLED, "{{ contacts bao_cao }}", 102, "không đúng cách ghi chỗ điền", "nối bằng dấu chấm"),
    Slip(DISPATCH, FILLED, "{{ contacts.bao_cao.fone }}", 102, "contacts.bao_cao.fone", "contacts.bao_cao.phone"),
    Slip(DISPATCH, FILLED, "{{ agency.name + 1 }}", 102, "chữ không cộng trừ được với số", "chỉ tính với số"),
    Slip(DISPATCH, DAY, DAY.replace("blank,", "blank"), 7, "Thiếu dấu phẩy trước “month”", "dấu phẩy"),
    Slip(CONTACTS, FIELD, FIELD.replace(",", ""), 10, "Thiếu dấu phẩy trước “label”", "dấu phẩy"),
    Slip(CONTACTS, FIELD, FIELD[:-1], 10, "Dấu “{” ở dòng này chưa đóng", "Ghi “}”"),
    Slip(FIRMS, "buu-chinh]", "buu-chinh", 12, "Dấu “[” ở dòng này chưa đóng", "Ghi “]”"),
    Slip(CONTACTS, NAME, "name: “Trình Thị Nga”", 20, "ngoặc kép cong", "Bỏ dấu ngoặc kép cong: Trình Thị Nga"),
    Slip(CONTACTS, NAME, 'name: "Trình Thị Nga', 20, "chưa đóng", "Đóng lại"),
    Slip(CONTACTS, NAME, "name: đ/c: Nga", 20, "dấu hai chấm", 'name: "đ/c: Nga"'),
    # values
    Slip(CONTACTS, PHONE, "phone: 942215080", 22, "đã được sửa thành 0942215080", ""),
    Slip(CONTACTS, PHONE, "phone: 09422l5080", 22, "không phải số điện thoại", "hỏi lại số điện thoại"),
    Slip(CONTACTS, NAME, "name:", 20, "chưa có nội dung", "ghi nội dung"),
    Slip(DISPATCH, DAY, "date: 31/9/2020", 7, "không có ngày 31/9/2020", "19/8/2026"),
    Slip(BODIES, "2025-06-30", "30/6/25", 22, "năm chỉ ghi hai chữ số", "19/8/2026"),
    Slip(BODIES, "copies: 11", "copies: mười một", 21, "không phải là số", "chỉ ghi chữ số"),
    # keys and ids
    Slip(CONTACTS, PHONE, "fone: 0942215080", 22, "không có mục “fone”", "“phone”"),
    Slip(CONTACTS, PHONE, f"{PHONE}\n  {PHONE}", 23, "ghi hai lần; lần đầu ở dòng 22", "Chỉ giữ một"),
    Slip(CONTACTS, ID, "- id: Vướng mắc", 19, "chữ thường không dấu", "ghi mã: vuong-mac"),
    Slip(CONTACTS, ID, "- id: bao-cao", 19, "“bao-cao” bị trùng", "một mã riêng"),
    Slip(DISPATCH, "signer: phuong-thi-huong-lan", "signer: Phương Thị Hương Lan", 12, "", "phuong-thi-huong-lan"),
    Slip(DISPATCH, TO, "- to: Tỉnh đoàn Lạng Sơn", 15, "chữ thường không dấu", "tinh-doan-lang-son"),
    Slip(DISPATCH, "- each: huyen", "- each: Huyện", 16, "chữ thường không dấu", "huyen"),
    Slip(DISPATCH, "signer: phuong", "signers: phuong", 12, "không có mục nào tên là “signers”", "“signer”"),
    Slip(DISPATCH, "kind: cong-van", "kind: Công văn", 5, "không thuộc 29 loại văn bản", "“cong-van”"),
    Slip(DOCUMENTS, "van-ban.docx", "vanban.docx", 13, "không tìm thấy mẫu", "“van-ban.docx”"),
    Slip(AGENCY, "signers:", "signer:", 16, "không có mục nào tên là “signer”", "“signers”"),
    Slip(DISPATCH, "kind == 'vien", "kind = 'vien", 126, "So sánh bằng viết hai dấu bằng", "=="),
]
FOREIGN = re.compile(
    r"\b(?:YAML|Jinja|regex|pydantic|CSS|mapping|literal|token|expected|None|dict|str|int|object|attribute|string|"
    r"error|undefined|invalid|input|pattern|biểu thức chính quy)\b"
)


@pytest.fixture(scope="module")
def sample() -> Assets:
    return assets.read(HOME)


def told(files: Assets) -> list[Problem]:
    try:
        dataset, problems = parse(files, BuildRequest(HOME))
        planned = plan(dataset, Selection(documents=["letter"]))
        planned.check()
        return dataset.faults + problems + list(_of_letters(planned.expand()))
    except ProblemsFound as found:
        return list(found.problems)


def _of_letters(items: Iterator[object]) -> Iterator[Problem]:
    yield from (item for item in items if isinstance(item, Problem))


@pytest.mark.every(4)
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.typed.strip().replace("\n", " "))
def test_a_slip_is_told_with_its_line_and_remedy(slip: Slip, sample: Assets) -> None:
    text = sample[slip.file].decode()
    assert slip.right in text
    files = Assets({**sample, slip.file: text.replace(slip.right, slip.typed, 1).encode()})
    with using_language("vi"):
        problems = told(files)
        assert problems, "nothing is told"
        first = problems[0]
        assert (first.place.file, first.place.line) == (slip.file, slip.line), first.text
        assert slip.said in first.text
        assert slip.remedy in str(first.hint or "")
        for problem in problems:
            words = f"{problem.text} {problem.hint or ''}".replace(slip.typed, "")
            assert not FOREIGN.search(words), words


@pytest.mark.parametrize("day", ["19/8/2020", "19-8-2020", "2020-08-19"])
def test_a_day_is_taken_as_an_office_writes_it(day: str, sample: Assets) -> None:
    text = sample[DISPATCH].decode().replace(DAY, f"date: {day}", 1)
    assert told(Assets({**sample, DISPATCH: text.encode()})) == []


def test_a_file_named_by_notepad_is_told_first(sample: Assets) -> None:
    files = {("data/lists/dau-moi.yaml.txt" if name == CONTACTS else name): data for name, data in sample.items()}
    with using_language("vi"):
        first = told(Assets(files))[0]
        assert first.place.file == "data/lists/dau-moi.yaml.txt"
        assert "đổi tên" in f"{first.text} {first.hint}"
        assert "dau-moi.yaml" in str(first.hint)
