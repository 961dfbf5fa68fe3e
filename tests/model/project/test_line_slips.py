"""Slips that a line shows by itself: told where the hand slipped, with what to write."""

from __future__ import annotations

import pytest

from congvan.core.i18n import using_language
from congvan.model.project.yaml_reader import scan

SLIPS: dict[str, tuple[str, str]] = {
    # spaces of Word
    "a: 1\n\u00a0b: 2\n": ("2:1 Đầu dòng có dấu cách lạ", ""),
    "a:\n  - id: x\n\u00a0 - id: y\n": ("3:1 Đầu dòng có dấu cách lạ", ""),
    "a: 1\nb:\u00a0Lạng Sơn # nơi\n": ("2:3 Sau dấu hai chấm có dấu cách lạ hoặc ký tự ẩn", ""),
    # the colon
    "a: 1\nplace = Lạng Sơn # nơi\nc: 2\n": (
        "2:7 Sau tên mục là “=”, trong khi phải là dấu hai chấm.",
        "Ghi “place: Lạng Sơn”.",
    ),
    "a: 1\nplace; Lạng Sơn\nc: 2\n": ("2:6 Sau tên mục là “;”", ""),
    "a: 1\nplace\uff1a Lạng Sơn\nc: 2\n": ("2:6 Sau tên mục là “\uff1a”", ""),
    "a: 1\nsigners\n  - id: x\n": (
        "2:8 Thiếu dấu hai chấm sau “signers”.",
        "Ghi “signers:”.",
    ),
    # texts that need quotes
    "a: 1\nid: {{ xa.id }}-{{ name|ma }} # mã\nb: 2\n": (
        "2:5 Nội dung bắt đầu bằng chỗ điền thì phải đặt trong dấu ngoặc kép.",
        'Ghi "{{ xa.id }}-{{ name|ma }}".',
    ),
    "- {each: x, text: Các đơn vị: {{ a }}}\n": (
        "1:19 Đoạn chữ trong dấu ngoặc có dấu hai chấm thì phải đặt trong dấu ngoặc kép.",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "Các đơn vị: {{ a }}".',
    ),
    "- {value: a : b, sum: value}\n": (
        "1:11 Đoạn chữ trong dấu ngoặc có dấu hai chấm thì phải đặt trong dấu ngoặc kép.",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "a : b".',
    ),
    'a: "kiện toàn\nb: 1\nc: ["x", "y"]\n': ("1:4 Dấu nháy mở ở đây chưa đóng.", ""),
    "- {name: Phường 1, thành phố A, id: b}\n": (
        "1:20 Trong { }, dấu phẩy ngăn các mục, nên đoạn chữ bị cắt sau “Phường 1”.",
        'Đặt cả đoạn chữ trong dấu ngoặc kép: "Phường 1, thành phố A"',
    ),
    # dashes and indents
    "a: 1\n- b: 2\nc: 3\n": ("2:1 Thừa dấu gạch đầu dòng “- ” trước “b”.", ""),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_of_a_line_is_told_alone_with_its_remedy(text: str) -> None:
    with using_language("vi"):
        said = [
            f"{each.place.line}:{each.place.column} {each.text} → {each.hint}"
            for each in scan(text.encode(), "a").problems
        ]
    assert len(said) == 1, said
    assert said[0].startswith(SLIPS[text])


@pytest.mark.parametrize(
    "text",
    [
        "body: |\n  a = b\n  {{ agency.name }}\n  Lãnh đạo: #1\n",
        'a: {x: "Sở A, B", y: "a: b"}\n',
        "a:\n  - x\n  - y: 1\n    z: 2\n",
        'a: "dòng một\n  dòng hai"\nb: "c"\n',
    ],
)
def test_what_only_looks_like_a_slip_is_read(text: str) -> None:
    assert scan(text.encode(), "a").problems == ()
