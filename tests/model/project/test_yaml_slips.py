"""Slips of the hand in YAML: each is told at its stroke, with what to write, in words that a clerk can follow."""

from __future__ import annotations

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import blocking
from congvan.model.project.yaml_reader import scan

SLIPS: dict[str, tuple[str, str]] = {
    # file, and what the clerk reads: line and column, problem, remedy
    "- id: a\n  phone:0942215080\n  role: x\n": "2:8 Sau dấu hai chấm phải có dấu cách. → Ghi “phone: 0942215080”.",
    "- id: a\n  role: x\n  phone:0942215080\n": "3:8 Sau dấu hai chấm phải có dấu cách. → Ghi “phone: 0942215080”.",
    "- id:a\n  name: b\n": "1:5 Sau dấu hai chấm phải có dấu cách. → Ghi “id: a”.",
    "- {id: a, phone:0942215080}\n": "1:11 Sau dấu hai chấm phải có dấu cách. → Ghi “phone: 0942215080”.",
    "-id: a\n name: b\n": "1:1 Sau dấu gạch đầu dòng phải có dấu cách. → Ghi “- id: a”.",
    "- id: a\n-id: b\n": "2:1 Sau dấu gạch đầu dòng phải có dấu cách. → Ghi “- id: b”.",
    "body: |\n  1. Một\nhai ba\n  2. Hai\nsigner: a\n": "3:1 Dòng này thuộc nội dung “body” thì phải thụt vào",
    "body: |\n  1. Một\nhai: ba\n  2. Hai\nsigner: a\n": "3:1 Mục",
    "body: |\n  1. Một\nhai ba: bốn\n  2. Hai\nsigner: a\n": "3:1 Dòng này thuộc nội dung “body” thì phải thụt vào",
    "- id: a\n   name: b\n": "2:4 Dòng này thụt 3 dấu cách, các dòng trên thụt 2. → Bỏ bớt 1 dấu cách ở đầu dòng.",
    "- id: a\n  name: b\n   x: 1\n": "3:4 Dòng này thụt 3 dấu cách, các dòng trên thụt 2. → Bỏ bớt 1 dấu cách",
    "- id: a\n  name: b\n x: 1\n": "3:2 Dòng này thụt 1 dấu cách, các dòng trên thụt 2. → Thêm 1 dấu cách ở đầu dòng.",
    "a: b\n c: d\n": "2:2 Dòng này thụt 1 dấu cách, các dòng trên thụt 0. → Bỏ bớt 1 dấu cách ở đầu dòng.",
    "- id: a\n  name: b\n\nid: c\n  name: d\n": "4:1 Thiếu dấu gạch đầu dòng “- ” trước “id”. → Ghi “- id: …”.",
    "a:\n  - id: a\n    name: b\n  id: c\n    name: d\n": "4:3 Thiếu dấu gạch đầu dòng “- ” trước “id”.",
    "a:\n  - id: a\n    x: b\n    id: c\n    y: d\n": "4:5 Mục “id” ghi hai lần; lần đầu ở dòng 2. → Nếu từ đây",
    "- a: 1\n  b: 2\nc: 3\n  d: 4\n": "3:1 Thiếu dấu gạch đầu dòng “- ” trước “c”.",
    "l:\n  a: 1\n  - a: 2\n": "2:3 Thiếu dấu gạch đầu dòng “- ” trước “a”. → Ghi “- a: …”.",
    "a: {b: c d: e}\n": "1:10 Thiếu dấu phẩy trước “d”. → Trong dấu ngoặc, các mục ngăn nhau bằng dấu phẩy",
    "a: {b: c\nd: e\n": "1:4 Dấu “{” ở dòng này chưa đóng. → Ghi “}” ở cuối các mục.",
    "a: [b, c\nd: e\n": "1:4 Dấu “[” ở dòng này chưa đóng. → Ghi “]” ở cuối các mục.",
    "name: “Lạng Sơn”\n": "1:7 Nội dung đặt trong dấu ngoặc kép cong “ ”; dấu này sẽ bị in ra. → Bỏ dấu",
    "- {name: “Lạng Sơn”, id: a}\n": "1:10 Nội dung đặt trong dấu ngoặc kép cong",
    "a:\n  • b\n  • c\n": "2:3 Mỗi mục của danh sách mở đầu bằng dấu gạch ngắn “- ”, không phải “•”. → Ghi “- ”",
}
MACHINE = ("YAML", "Jinja", "regex", "mapping", "literal", "biểu thức chính quy", "None")


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_told_where_the_hand_slipped(text: str) -> None:
    with using_language("vi"):
        problems = blocking(scan(text.encode(), "x.yaml").problems)
        if SLIPS[text].endswith("Mục"):  # a line that reads like a key is one: the model tells that nobody knows it
            assert problems == []
            return
        first = problems[0]
        said = f"{first.place.line}:{first.place.column} {first.text} → {first.hint}"
        assert said.startswith(SLIPS[text])
        assert not any(word in said for word in MACHINE)


@pytest.mark.parametrize(
    "text",
    [
        'name: "“Lạng Sơn”"\n',
        "body: |\n  “Lạng Sơn”\n",
        "text: gọi là “Quy chế” và “Điều lệ”\n",
        "url: https://mau.gov.vn\n",
        "time: 16:00\nbody: |\n  a\n\n  b:c\nsigner: x\n",
        "- id: a\n  tên riêng: b\n",
        "a: – b\n",
        "a: {b: 'c d: e', f: \"g; h: i\"}\n",
        "a: {b: 1,\n  c: 2}\n",
    ],
)
def test_what_is_meant_so_is_no_slip(text: str) -> None:
    assert blocking(scan(text.encode(), "x.yaml").problems) == []


def test_a_condition_cut_by_its_comma_is_told_whole() -> None:
    with using_language("vi"):
        (problem,) = blocking(scan(b"owed: {when: count(a, b) > 0, rows: 2}\n", "x.yaml").problems)
        assert (problem.code, problem.place.column) == ("flow-comma", 14)
        assert problem.hint == 'Đặt cả đoạn trong dấu ngoặc kép: "count(a, b) > 0"'
    assert blocking(scan(b"a: [b (c), d]\nb: (c, d\n", "x.yaml").problems) == []
