"""Marks that would be printed, and paragraphs that others have run into, are told with their place."""

from __future__ import annotations

import json

import pytest

from congvan.model.project.yaml_reader import scan
from congvan.model.text_marks import marks_left
from tests.sample_project import HOME


def told(body: str) -> list[tuple[str, str]]:
    """What is told of a text: the code, and where its line goes on."""
    source = scan(f"body: {json.dumps(body, ensure_ascii=False)}\n".encode(), "data/dispatches/x.yaml")
    found = []
    for each in marks_left(source):
        values = each.message.values
        found.append((each.code, str(values.get("text", values.get("mark")))))
    return found


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("**A\n\nB**", [("text-stars", "**A"), ("text-stars", "B**")]),
        ("| **A | B** |\n|---|---|", [("text-stars", "**A | B** |"), ("text-stars", "** |")]),
        ("Đề nghị: #. Rà soát", [("text-number-mark", "#.")]),
        ("Nêu tại Điều #pham-vi. Khác", [("text-number-mark", "#pham-vi.")]),
        ("Đề nghị:\n1. Rà soát; a) Một;\nb) Hai\n2. Báo cáo", [("text-swallowed", "a) Một; b) Hai 2. Báo cáo")]),
        ("1. Rà soát.\n2. Báo cáo", [("text-swallowed", "2. Báo cáo")]),
        ("Nay: - Giao xã; - Giao thôn", [("text-swallowed", "- Giao xã; - Giao thôn")]),
        ("Điều 1. Ban hành.\nĐiều 2. Hiệu lực", [("text-swallowed", "Điều 2. Hiệu lực")]),
    ],
)
def test_a_mark_that_would_be_printed_is_told(body: str, wanted: list[tuple[str, str]]) -> None:
    assert told(body) == wanted


@pytest.mark.parametrize(
    "body",
    [
        "**A**\n\n***B***: *c* (*)\n\n\\*\\* ghi chú",
        "#. Khoản\n\nĐiều #pham-vi. Phạm vi\n\n#) Điểm\n\n**#. Đậm**",
        "1. Rà soát theo Điều 2. Sở chủ trì; tỷ lệ 1.5; năm 2025. 20 xã, 21. phường",
        "| 1. | Rà soát |\n|---|---|\n| 2. | Báo cáo |",
        "{{ agency.name|x('**') }} theo khoản 1, điểm a) và b) của Luật",
        "Mục tiêu: đạt 1. Việc làm; thời hạn 3. Kết quả",
        "giai đoạn 2025 - 2030. Từ nay - Đà Lạt",
    ],
)
def test_what_is_meant_is_not(body: str) -> None:
    assert told(body) == []


def test_no_text_of_the_samples_is_told() -> None:
    starters = HOME / "congvan/editing/drafting/starters"
    files = [*starters.rglob("data/dispatches/*.yaml"), *(HOME / "data").rglob("*.yaml")]
    assert len(files) > 3
    assert [found for file in files for found in marks_left(scan(file.read_bytes(), file.name))] == []
