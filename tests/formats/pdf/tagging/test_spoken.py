"""What a voice says in the place of marks, in the language of the document."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.tagging.spoken import spoken_words
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import structure_faults, tree
from tests.formats.pdf.tagging.sound import GAP, compiled


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KT. GIÁM ĐỐC", ["Ký thay"]),
        ("TUQ. CHỦ TỊCH", ["Thừa ủy quyền"]),
        ("Q. GIÁM ĐỐC", ["Quyền"]),
        ("ông Q. bà", []),
        (f"{'KT. GIÁM ĐỐC ký, ' * 40}hết", ["Ký thay"] * 40),
        ("V/v phối hợp", ["Về việc"]),
        ("- UBND tỉnh (b/c);", ["Ủy ban nhân dân", "để báo cáo"]),
        ("- Lưu: VT, BCVT.", ["Văn thư"]),
        ("SVT-UBNDX", []),
        ("thực hiện./.", ["hết văn bản"]),
        ("./. sau", []),
        (f"một ./. {'hai ' * 60}./. ba ./.", ["hết văn bản"]),
        (f"{'một ' * 19}thực hiện./. {'hai ' * 60}./. ba", []),
        (f"ngày{GAP}tháng", [" để trống "]),
        ("ngày\u00a0\u00a0tháng", []),
        ("Số người: ………… người", [" để trống "]),
        ("Điện thoại: ......................", [" để trống "]),
        ("và những việc khác…", []),
    ],
)
@pytest.mark.parametrize("mark", ["", " data-f"])
def test_a_voice_says_what_the_table_has(text: str, said: list[str], mark: str) -> None:
    data = compiled(f"<p{mark}>{text}</p>").render({})
    (_document, paragraph) = tree(data)
    assert list(paragraph.said) == said
    assert paragraph.text == text
    assert structure_faults(data) == pdf_faults(data) == []


def test_what_is_said_is_of_the_language_of_the_document() -> None:
    assert spoken_words("vi") is spoken_words("vi")
    assert next(iter(spoken_words("vi-VN").cuts("V/v"))).entry.startswith(b"/E")
    assert list(spoken_words("en").cuts("V/v KT. GIÁM ĐỐC")) == []
    assert spoken_words("").blank == ""
