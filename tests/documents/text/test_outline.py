"""The blocks of a text."""

from __future__ import annotations

from congvan.documents.text.outline import blocks_of


def test_a_line_that_a_table_stands_for_is_a_block_of_its_own() -> None:
    text = "1. Kết quả\n{{ tables.ket_qua }}\n  Trên đây\n\n{{ charts.ngay }}\nxem {{ tables.x }}\n"
    found = list(blocks_of(text))
    assert [block for _at, block in found] == [
        "1. Kết quả",
        "{{ tables.ket_qua }}",
        "Trên đây",
        "{{ charts.ngay }}",
        "xem {{ tables.x }}",
    ]
    assert all(text[at:].startswith(block) for at, block in found)
