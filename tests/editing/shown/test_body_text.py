"""The toolbar: what each tool does to a text, and that it takes back what it did."""

from __future__ import annotations

import pytest

from congvan.editing.shown.body_text import TOOLS, SelectedText, facts, inserted, tool_label
from congvan.project.assets import Assets, read
from tests.editing.files import DISPATCH
from tests.sample_project import HOME

TEXT = "Mở đầu.\n\nMột\ntiếp\n\nHai\n\n- Ba\n"


@pytest.mark.parametrize(
    ("tool", "start", "end", "after"),
    [
        ("numbered", 9, 24, "Mở đầu.\n\n1. Một\ntiếp\n\n2. Hai\n\n- Ba\n"),
        ("numbered", 9, 28, "Mở đầu.\n\n1. Một\ntiếp\n\n2. Hai\n\n3. Ba\n"),
        ("lettered", 9, 24, "Mở đầu.\n\na) Một\ntiếp\n\nb) Hai\n\n- Ba\n"),
        ("dashed", 10, 10, "Mở đầu.\n\n- Một\ntiếp\n\nHai\n\n- Ba\n"),
        ("dashed", 26, 26, "Mở đầu.\n\nMột\ntiếp\n\nHai\n\nBa\n"),
        ("bold", 9, 12, "Mở đầu.\n\n**Một**\ntiếp\n\nHai\n\n- Ba\n"),
        ("italic", 9, 13, "Mở đầu.\n\n*Một*\ntiếp\n\nHai\n\n- Ba\n"),
    ],
)
def test_a_tool(tool: str, start: int, end: int, after: str) -> None:
    made = TOOLS[tool](SelectedText(TEXT, start, end))
    assert made.text == after
    assert 0 <= made.start <= made.end <= len(made.text)
    assert tool_label(tool).text("vi") != tool_label(tool).id


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_a_tool_used_again_takes_back_what_it_did(tool: str) -> None:
    once = TOOLS[tool](SelectedText("Một hai\n\nBa", 0, 7))
    assert TOOLS[tool](once).text == "Một hai\n\nBa"


def test_numbers_go_on_from_those_above() -> None:
    text = "1. Một\n\n2. Hai\n\nBa\n"
    assert TOOLS["numbered"](SelectedText(text, 17, 17)).text == "1. Một\n\n2. Hai\n\n3. Ba\n"
    letters = "\n\n".join("abcdef")
    assert [line[0] for line in TOOLS["lettered"](SelectedText(letters, 0, len(letters))).text.split("\n\n")] == list(
        "abcdđe"
    )


def test_a_fact_is_inserted_with_its_name() -> None:
    assert inserted(SelectedText("a b", 2, 3), "agency.name") == SelectedText("a {{ agency.name }}", 19, 19)


def test_facts_have_their_present_values() -> None:
    found = {each.name: each.value for each in facts(read(HOME), DISPATCH)}
    assert found["agency.name"] == "Sở Thông tin và Truyền thông"
    assert found["facts.so_nguoi_moi_huyen"] == "02"
    assert found["deadlines.danh_sach.short"] == "20/8/2020"
    assert found["deadlines.danh_sach.long"] == "ngày 20 tháng 8 năm 2020"
    assert found["deadlines.bao_cao_ngay.time"] == "16h00"
    assert found["contacts.bao_cao.phone"] == "0934.531.666"
    files = dict(read(HOME))
    files[DISPATCH] = files[DISPATCH].replace(b"year: 2020}", b"year: 2026}")
    found = {each.name: each.value for each in facts(Assets(files), DISPATCH)}
    assert found["agency.name"] == "Sở Khoa học và Công nghệ"
