"""The text of a dispatch: levels, automatic numbers, references by name, tables, bold titles."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.fonts.times_metrics import text_width
from congvan.core.problems import Place, Problem
from congvan.core.text.numerals import LETTERS
from congvan.core.units import pt_to_mm
from congvan.documents.text.blocks import blocks
from congvan.documents.text.interpolate import merge
from congvan.documents.text.line_breaks import text_run
from congvan.documents.text.outline import Label, merge_and_refer, outline_of
from congvan.documents.text.schema import TableColumn
from congvan.documents.text.tables import TEXT_MM, plain_text, widths, with_room_for_ordinals

LABELS = {"bieu": Label("Phụ lục II", "II")}


def read(text: str) -> tuple[list[dict[str, Any]], list[Problem]]:
    problems: list[Problem] = []

    def locate(offset: int) -> Place:
        return Place("x", text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))

    return blocks(text, {}, problems, locate), problems


def lines(text: str) -> list[str]:
    found, problems = read(text)
    assert not problems
    return ["".join(text_run["text"] for text_run in block["runs"]) for block in found]


CLAUSES = """\
Điều #pham-vi. Phạm vi.

#. Khoản một.

#hai. Khoản hai:

#) Điểm một;

#nop) Điểm hai.

Điều #. Xem {@pham-vi}, {@hai}, {@nop}; số {#hai}.
"""


def test_numbers_and_references() -> None:
    assert lines(CLAUSES) == [
        "Điều 1. Phạm vi.",
        "1. Khoản một.",
        "2. Khoản hai:",
        "a) Điểm một;",
        "b) Điểm hai.",
        "Điều 2. Xem Điều 1, khoản 2 Điều 1, điểm b khoản 2 Điều 1; số 2.",
    ]


def test_an_inserted_clause_renumbers_the_text_and_its_references() -> None:
    changed = CLAUSES.replace("#hai. Khoản hai:", "#. Khoản xen vào.\n\n#hai. Khoản hai:")
    assert lines("Điều #. Mới.\n\n" + changed)[-1] == (
        "Điều 3. Xem Điều 2, khoản 3 Điều 2, điểm b khoản 3 Điều 2; số 3."
    )


def test_typed_numbers_stay_and_automatic_ones_go_on_from_them() -> None:
    text = "Điều 5. Gõ tay.\n\nĐiều #. Tiếp.\n\n3. Gõ tay.\n\n#. Tiếp.\n\nđ) Gõ tay.\n\n#) Tiếp."
    assert lines(text) == ["Điều 5. Gõ tay.", "Điều 6. Tiếp.", "3. Gõ tay.", "4. Tiếp.", "đ) Gõ tay.", "e) Tiếp."]


def test_points_follow_the_vietnamese_alphabet_and_end_with_it() -> None:
    assert "".join(line[0] for line in lines("\n\n".join(["#) Điểm."] * len(LETTERS)))) == LETTERS
    _found, problems = read("\n\n".join(["#) Điểm."] * (len(LETTERS) + 1)))
    assert [problem.code for problem in problems] == ["points-too-many"]


def test_chapters_in_roman_numerals_with_titles_in_capitals() -> None:
    found, _problems = read("Chương #\nQuy định chung\n\nMục #\nPhạm vi\n\nChương #\n\nHIỆU LỰC")
    assert [(block["style"], block["runs"][0]["text"]) for block in found] == [
        ("chuong", "Chương I"),
        ("tieu_de", "QUY ĐỊNH CHUNG"),
        ("muc", "Mục 1"),
        ("tieu_de", "PHẠM VI"),
        ("chuong", "Chương II"),
        ("tieu_de", "HIỆU LỰC"),
    ]


def test_sections_of_a_text_without_articles() -> None:
    found, _problems = read("I#. MỤC ĐÍCH\n\n#. Một.\n\nI#viec. VIỆC PHẢI LÀM\n\n#a. Một, xem {@viec} và {@a}.")
    assert [block["style"] for block in found] == ["la_ma", "khoan", "la_ma", "khoan"]
    assert found[0]["runs"] == [text_run("I. MỤC ĐÍCH", bold=True)]
    assert found[3]["runs"][0]["text"] == "1. Một, xem Mục II và khoản 1 Mục II."


def test_a_khoan_of_an_article_names_no_section_before_it() -> None:
    assert lines("I#. MỘT\n\n#a. Một.\n\nĐiều #. Hai.\n\n#b. Xem {@a} và {@b}.")[-1] == (
        "1. Xem khoản 1 Mục I và khoản 1 Điều 1."
    )


def test_a_section_whose_title_is_in_small_letters_counts_and_is_bold() -> None:
    found, _problems = read("I. Đánh giá chung\n\nMột.\n\nI#viec. Việc phải làm\n\n#. Xem {@viec}.")
    assert [block["style"] for block in found] == ["la_ma", "doan", "la_ma", "khoan"]
    assert found[2]["runs"] == [text_run("II. Việc phải làm", bold=True)]
    assert found[3]["runs"][0]["text"] == "1. Xem Mục II."
    sentence, _problems = read("I. Một câu dài có dấu chấm.\n\nV. I. Lê-nin")
    assert [text_run["bold"] for block in sentence for text_run in block["runs"]] == [False, False]
    assert [block["style"] for block in sentence] == ["la_ma", "doan"]


def test_a_text_of_one_line_knows_facts_and_references() -> None:
    problems: list[Problem] = []
    text = "Như {@bieu} ({#bieu}) của {{ agency.name }}; {@bie}"
    said = merge_and_refer(text, {"agency": {"name": "Sở"}}, LABELS, problems, lambda at: Place("x", 1, at + 1))
    assert said == "Như Phụ lục II (II) của Sở; {@bie}"
    assert [(p.code, p.place.column) for p in problems] == [("ref-unknown", text.index("{@bie}") + 1)]


def test_a_hash_of_its_own() -> None:
    assert lines("\\# 1. Một \\#hai\n\n\\*") == ["# 1. Một #hai", "*"]


def test_a_title_is_bold_and_a_sentence_only_in_its_number() -> None:
    found, _problems = read("Điều #. Phạm vi áp dụng\n\n#. Khoản.\n\nĐiều #. Quyết định có hiệu lực.")
    assert [text_run["bold"] for text_run in found[0]["runs"]] == [True]
    assert [(text_run["text"], text_run["bold"]) for text_run in found[2]["runs"]] == [
        ("Điều 2.", True),
        (" Quyết định có hiệu lực.", False),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "hint"),
    [
        ("Một.\n\nXem {@pham-v}.\n\nĐiều #pham-vi. Có.", "ref-unknown", 3, 5, "pham-vi"),
        ("Xem {@x}.", "ref-unknown", 1, 5, "Điều #x. …"),
        ("Điều #a. Một.\n\nĐiều #a. Hai.", "ref-twice", 3, 7, "a different name"),
        ("Một.\n\n#.Dính liền", "outline-mark", 3, 1, "#. · #)"),
        ("Điều #ten: Hai chấm", "outline-mark", 1, 1, "#. · #)"),
        ("| A | B |\n| 1 | 2 |", "table-ruler", 1, 1, "---"),
        ("| A | B | C |\n|---|---|---|\n| 1 | 2 |", "table-cells", 3, 1, "empty cells"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, code: str, line: int, column: int, hint: str) -> None:
    _found, problems = read(text)
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [(code, line, column)]
    assert hint in problems[0].hint


def test_a_table() -> None:
    found, problems = read("| TT | Việc | Tiền |\n|:-:|---|--:|\n| 1 | a \\| b | 2.000 |\n| 2 | | |")
    assert not problems
    table = found[0]["table"]
    assert [(c["label"], c["align"]) for c in table["columns"]] == [
        ("TT", "center"),
        ("Việc", "left"),
        ("Tiền", "right"),
    ]
    assert cells(table) == [["1", "a | b", "2.000"], ["2", "", ""]]


def cells(table: dict[str, Any]) -> list[list[str]]:
    return [[plain_text(cell["runs"]) for cell in row["cells"]] or [plain_text(row["across"])] for row in table["rows"]]


def test_a_table_with_bold_words_and_a_row_across() -> None:
    found, problems = read("| TT | Việc |\n|:-:|---|\n| **Buổi sáng** (từ 7h00) |\n| 1 | **Khai mạc:** giới thiệu |")
    assert not problems
    across, row = found[0]["table"]["rows"]
    assert [(text_run["text"], text_run["bold"]) for text_run in across["across"]] == [
        ("Buổi sáng", True),
        (" (từ 7h00)", False),
    ]
    assert [(text_run["text"], text_run["bold"]) for text_run in row["cells"][1]["runs"]] == [
        ("Khai mạc:", True),
        (" giới thiệu", False),
    ]


def test_a_centred_line() -> None:
    found, _problems = read("-> **NGÀY 1:** thứ hai <-\n\n-> mũi tên")
    assert [(block["style"], plain_text(block["runs"])) for block in found] == [
        ("giua", "NGÀY 1: thứ hai"),
        ("gach", "-> mũi tên"),
    ]


@given(st.lists(st.lists(st.text("abc XYZ", max_size=40), min_size=3, max_size=3), max_size=5))
def test_columns_fill_the_width(rows: list[list[str]]) -> None:
    found = widths(["TT", "Nội dung", "Ghi chú"], rows, TEXT_MM)
    assert sum(found) == pytest.approx(TEXT_MM)
    assert min(found) > 0


def test_short_texts_are_not_broken_for_long_ones() -> None:
    names = "Ban Quản lý dự án đầu tư xây dựng và phát triển nông thôn"
    rows = [[str(n), f"{names} {n}", "08 giờ 30", "Phòng họp 301"] for n in range(9)]
    found = widths(["TT", "Cơ quan, đơn vị", "Giờ", "Phòng"], rows, 110)
    assert sum(found) == pytest.approx(110)
    for mm, text in zip(found[2:], ("08 giờ 30", "Phòng họp 301"), strict=True):
        assert mm > pt_to_mm(text_width(text, 13, bold=True))


@given(st.integers(1, 60))
def test_any_number_of_articles_counts_on(count: int) -> None:
    text = "\n\n".join(["Điều #. Việc."] * count)
    assert lines(text)[-1] == f"Điều {count}. Việc."
    assert outline_of(text).last_article == str(count)


def test_an_ordinal_column_holds_its_last_number() -> None:
    columns: list[TableColumn] = [
        {"id": "tt", "label": "TT", "mm": 10, "align": "center", "kind": "ordinal"},
        {"id": "ten", "label": "Tên", "mm": 96, "align": "left", "kind": "text"},
        {"id": "so", "label": "Số", "mm": 20, "align": "center", "kind": "number"},
    ]
    for last, mm in (("99", [10, 96, 20]), ("100", [10.5, 95.5, 20]), ("2004", [12.8, 93.2, 20])):
        wide = with_room_for_ordinals(columns, [["1", "Một", "1"], [last, "Hai", "1000000000000"]])
        assert [column["mm"] for column in wide] == mm
    assert with_room_for_ordinals(columns, []) == columns


TITLES = """\
Chương #
QUY ĐỊNH CHUNG

Điều #. Phạm vi điều chỉnh

#. Khoản.

Mục #
VIỆC LÀM

Điều #. Kiện toàn Tổ công tác.
"""


def test_titles_have_the_level_of_the_outline_and_none_is_skipped() -> None:
    """What a screen reader and Word's navigation go by; the document's title is level 1, a sentence is no title."""
    found, _problems = read(TITLES)
    assert [(block["style"], block.get("level")) for block in found] == [
        ("chuong", 2),
        ("tieu_de", 2),
        ("dieu", 3),
        ("khoan", None),
        ("muc", 3),
        ("tieu_de", 3),
        ("dieu", None),
    ]
    assert read("Điều #. Phạm vi\n\n#. Khoản.")[0][0]["level"] == 2


def test_fractions_have_a_decimal_comma() -> None:
    problems: list[Problem] = []
    facts = {"a": 5, "b": 2.5, "c": 0.0375}
    made = merge("{{ a / 4 }}; {{ a }}; {{ b }}; {{ c }}; {{ a * 19 / 3 }}", facts, problems, lambda _at: Place("x"))
    assert made == "1,25; 5; 2,5; 0,0375; 31,67"
    assert not problems


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [("ab {{ 1/0 }}", "merge-zero", 4), ("{{ a|join(',') }}{{ 'x'|join }}", "filter-arguments", 25)],
)
def test_what_a_tag_can_not_do_is_told_at_its_character(text: str, said: str, column: int) -> None:
    problems: list[Problem] = []
    merge(text, {"a": ["x"]}, problems, lambda at: Place("x", 1, at + 1))
    assert [(each.message.id, each.place.column) for each in problems] == [(said, column)]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{{ xa.xa_a.name }}", "merge-unknown.hint-list"),
        ("{{ agency.name.x }}", "merge-unknown.hint-text"),
        ("{{ nothing.x }}", "known-none"),
    ],
)
def test_a_name_that_is_not_there_has_a_remedy(text: str, hint: str) -> None:
    problems: list[Problem] = []
    facts = {"nothing": {}} if "nothing" in text else {"xa": [{"name": "A"}], "agency": {"name": "Sở"}}
    merge(text, facts, problems, lambda _at: Place("x"))
    (problem,) = problems
    assert problem.advice is not None
    assert problem.advice.id == hint
