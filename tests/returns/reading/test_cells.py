"""Round trip of every type of column: what was typed is what is merged, or is asked about; nothing changes in silence.

The judge knows nothing of the readers: it says which values a typed text can mean, from the words of the design.
"""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.problems import Place
from congvan.grids import csv as csv_grid
from congvan.grids import docx as docx_grid
from congvan.grids import xlsx as xlsx_grid
from congvan.grids.grid import GridCell
from congvan.grids.intake import OfficePackage
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.cells import CellReader, as_meant
from congvan.returns.reading.identity import KnownForms
from congvan.returns.reading.plan import plan_of
from congvan.values.columns.table import TYPES
from tests.forms.office import files
from tests.returns.reading.filled import Page, csv_text, docx, xlsx

COLUMN = {"choice": "type: choice, choices: [Nam, Nữ, Khác]", "reference": "type: xa"}
KINDS = [*(name for name in TYPES if name != "ordinal"), "reference"]
FORM = """\
forms:
  - id: bieu
    name: Biểu
    subject: thử
    per: {{don_vi: don-vi}}
    columns: [{{id: so, label: Dòng số, type: integer, required: true}}, {{id: o, label: Nội dung, {type}}}]
    rows: 3
"""


@functools.cache
def known(kind: str) -> KnownForms:
    return KnownForms(load(files(FORM.format(type=COLUMN.get(kind, f"type: {kind}")))))


def written(value: Any) -> Page:
    made = Page(form_id="cv/bieu/1/don_vi=dv-a")
    made.line("BIỂU THỬ")
    made.line("Dòng số", "Nội dung")
    made.line(1, value)
    made.first["bang"] = 3
    return made


def taken(kind: str, value: Any, form: str) -> tuple[bool, Any, bool]:
    """Whether the row counts, what stands in it then, and whether anything is told of it."""
    if form == "csv":
        filled = csv_grid.read(csv_text(written(value)), "dv-a.csv")
    elif form == "docx":
        filled = docx_grid.read(OfficePackage(docx(written(value)), "a.docx"))
    else:
        filled = xlsx_grid.read(OfficePackage(xlsx(written(value)), "a.xlsx"))
    answers, problems = read_answers(filled, known(kind), form)
    assert len(answers) == 1, [(p.code, str(p.message)) for p in problems]
    (row,) = answers[0].body["sections"]["bang"]
    told = bool([problem.text for problem in answers[0].problems])
    return row["state"] == "taken", row["values"].get("o", ""), told


def bare(text: str) -> str:
    """A text without what may be mended: spaces, invisible characters, marks, case, letters that only look Latin."""
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text)).casefold().replace("đ", "d")
    return "".join(
        c for c in split if not unicodedata.combining(c) and not c.isspace() and unicodedata.category(c) != "Cf"
    )


def is_blank(text: str) -> bool:
    return not re.sub(r"[\s.…·_\-–—‑]", "", "".join(c for c in text if unicodedata.category(c) != "Cf"))


def numbers(text: str) -> set[Decimal]:
    """Every number that a text can mean to somebody."""
    said = re.sub(r"[\s\u00a0]", "", text).replace("\u2212", "-")
    said = re.sub(r"(?i)(?:vnđ|vnd|đồng|đ)\.?$|%$", "", said)
    found = set()
    for grouped, point in ((".", ","), (",", ".")):
        pattern = rf"-?(?:\d+|[1-9]\d{{0,2}}(?:\{grouped}\d{{3}})+)(?:\{point}\d+)?"
        if re.fullmatch(pattern, said):
            found.add(Decimal(said.replace(grouped, "").replace(point, ".")))
    with suppress(InvalidOperation):
        found.add(Decimal(said))
    return {number.normalize() for number in found}


def same_digits(typed: str, value: str) -> bool:
    said, kept = (
        re.sub(r"\D", "", re.sub(r"\(0\)", "", unicodedata.normalize("NFKC", text))) for text in (typed, value)
    )
    tail = re.sub(r"^(?:00)?84|^0", "", kept)
    return said.removesuffix("0") == kept or f"0{said}" == kept or re.sub(r"^(?:00)?84|^0", "", said) == tail


def holds_number(typed: str, value: Any, whole: bool) -> bool:
    meant = numbers(typed)
    if whole and re.fullmatch(r"[1-9]\d{0,2}(?:\.000)+", typed):
        meant = {Decimal(typed.replace(".", "")).normalize()}  # thousands: nobody writes one as 1.000
    if whole and (len(meant) == 1 or typed.rstrip("đ %").endswith("0")):
        meant = {number for number in meant if number == number.to_integral_value()}
    return meant == {Decimal(str(value)).normalize()}


def holds_day(typed: str, value: str) -> bool:
    pieces = [int(piece) for piece in re.findall(r"\d+", typed)]
    year, month, day = map(int, value.split("-"))
    return pieces in ([day, month, year], [year, month, day])


def holds_mark(typed: str, value: str) -> bool:
    said = bare(re.sub(r"[-–.,;:!?()'\"/☐□○]", " ", typed))
    no = {"", "khong", "ko", "k", "0", "no", "n", "sai", "chua", "khongphai", "khongco", "chuaco", "false", "khongdung"}
    no |= {"☐", "□", "-", "–", "—", "○"}
    return (value == "") == (said in no or is_blank(typed) or not said)


JUDGES: dict[str, Callable[[str, Any], bool]] = {
    "text": lambda typed, value: bare(typed) == bare(str(value)),
    "name": lambda typed, value: bare(typed) == bare(str(value)),
    "email": lambda typed, value: bare(typed) == bare(str(value)),
    "phone": lambda typed, value: same_digits(typed, str(value)),
    "cccd": lambda typed, value: re.sub(r"\D", "", typed).rjust(12, "0") == value,
    "date": lambda typed, value: holds_day(typed, str(value)) or typed == str(serial(str(value))),
    "year": lambda typed, value: str(value) == typed.strip(),
    "integer": lambda typed, value: holds_number(typed, value, whole=True),
    "money": lambda typed, value: holds_number(typed, value, whole=True),
    "decimal": lambda typed, value: holds_number(typed, value, whole=False),
    "percent": lambda typed, value: holds_number(typed, value, whole=False),
    "choice": lambda typed, value: bare(typed) == bare(str(value)),
    "yes-no": lambda typed, value: bare(typed) != "" and value in ("true", "false"),
    "mark": holds_mark,
    "reference": lambda typed, value: str(value) in ("xa-a", "xa-b") and bare(typed)[-1] == str(value)[-1],
}


def serial(day: str) -> int:
    """The number by which spreadsheets know a day, which a CSV may hold in its place; it is told."""
    return (datetime.date.fromisoformat(day) - datetime.date(1899, 12, 30)).days


WORDS = [
    "0912345001",
    "912345001",
    "+84912345001",
    "84912345001",
    "0205 3812345",
    "098742943",
    "18001166",
    "0084912345001",
    "020090000001",
    "20090000001",
    "081234567",
    "5/4/1990",
    "05-04-1990",
    "1990-04-05",
    "5/4/90",
    "30/2/2020",
    "1990",
    "ngày 5 tháng 4 năm 1990",
    "1.500",
    "1.500.000",
    "12.375",
    "1,5",
    "1.5",
    "0,923",
    "92,3 %",
    "1,500,000",
    "1 500",
    "1e3",
    "1,5 triệu",
    "1.500.000đ",
    "150 %",
    "-5",
    "007",
    "Nam",
    "NỮ",
    "nu",
    "Nam/Nữ",
    "có",
    "Không",
    "không phải",
    "x",
    "X",
    "✓",
    "☐",
    "☒",
    "nt",
    "-",
    "/",
    "N/A",
    "true",
    "xa-a",
    "Xã Mẫu A",
    "mẫu b",
    "P. Mẫu B",
    "Xã Lạ",
    "a@mau.vn",
    "a@mau.vn; b@mau.vn",
    "Nguyễn Văn An",
    "NguyÔn V¨n An",
    "Nguyeãn Vaên An",
    "Trần Thị Bình, Lê Văn Chín",
    "Tổ 5",
    "王",
    "👍",
    "➢ A",
    "= 1+1",
]
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐNÔ0123456789 .,/-–:;%()@xX✓☐\u200b\u00a0\u0301Ав→"
TYPED = st.one_of(
    st.sampled_from(WORDS),
    st.text(LETTERS, min_size=1, max_size=14),
    st.integers(-999, 10**12).map(str),
    st.integers(0, 10**9).map(lambda n: f"{n:,}".replace(",", ".")),
    st.decimals(0, 10**6, places=2).map(lambda n: str(n).replace(".", ",")),
)


def fits(kind: str, typed: str, form: str) -> None:
    text = unicodedata.normalize("NFC", typed).strip()
    if not text or text.startswith(("=", "@")):
        return  # nothing, or a formula of a spreadsheet
    counts, value, told = taken(kind, text, form)
    if not counts:
        assert told
    elif value == "":
        assert is_blank(text) or (kind == "mark" and holds_mark(text, "")), f"{text!r} was lost"
    else:
        legacy = kind in ("text", "name") and told and bare(str(value)) != bare(text)
        assert legacy or JUDGES[kind](text, value), f"{text!r} became {value!r}"


@pytest.mark.every(2)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=TYPED)
def test_typed_into_a_csv(kind: str, typed: str) -> None:
    fits(kind, typed, "csv")


@pytest.mark.every(8)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_typed_into_a_workbook_and_a_document(kind: str, form: str) -> None:
    for typed in WORDS[:: 3 if form == "xlsx" else 20]:
        fits(kind, typed, form)


@pytest.mark.every(4)
@pytest.mark.parametrize("number", [0, 7, 12.375, 0.923, 20090000001, 912345001])
@pytest.mark.parametrize("kind", KINDS)
def test_number_cells_keep_their_number(kind: str, number: float) -> None:
    counts, value, told = taken(kind, number, "xlsx")
    if not counts:
        assert told
    elif kind == "mark":
        assert (value == "") == (number == 0)
    elif kind == "yes-no":
        assert value == "false"
    elif kind in ("phone", "cccd"):
        assert str(value).lstrip("0") == str(number)
    else:
        assert Decimal(str(value)) == Decimal(str(number))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("L\u00adu V¨n An", "Lưu Văn An"), ("D\u00ad¬ng ThÞ H\u00ad¬ng", "Dương Thị Hương"), ("Ng\u00adêi", "Người")],
)
def test_the_letter_of_tcvn3_that_is_a_soft_hyphen_elsewhere_is_kept(typed: str, read: str) -> None:
    assert taken("name", typed, "xlsx") == (True, read, True)
    assert taken("name", "Nguy\u00adễn Văn An", "xlsx")[1] == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("kind", "typed", "counts"),
    [
        ("name", "Nguy?n V?n An", False),
        ("text", "T? tr??ng", False),
        ("text", "Có ai không?", True),
        ("text", "A? B", True),
    ],
)
def test_letters_that_a_program_could_not_save_are_asked_about(kind: str, typed: str, counts: bool) -> None:
    assert taken(kind, typed, "xlsx")[0] is counts


@pytest.mark.parametrize(("typed", "value"), [("Cã", "true"), ("Kh«ng", "false"), ("Coù", "true")])
def test_a_choice_in_a_legacy_encoding_is_the_one_that_it_can_mean(typed: str, value: str) -> None:
    counts, kept, _told = taken("yes-no", typed, "xlsx")
    assert (counts, kept) == (True, value)


@pytest.mark.parametrize(
    ("kind", "typed", "code", "counts", "told"),
    [
        ("integer", 12, '0"000"', False, True),
        ("integer", 12, "#,##0", True, False),
        ("decimal", 12.46, "0.0", False, True),
        ("decimal", 92.307692307, "0.0", True, True),
        ("percent", 0.923, "0%", False, True),
        ("integer", 5, ";;;", False, True),
        ("integer", 0, "0;-0;;@", True, False),
        ("phone", 912345001, '"0"#', True, True),
        ("date", datetime.date(2020, 8, 19), "mm/yyyy", False, True),
        ("date", datetime.date(2020, 8, 19), "dd/mm/yyyy", True, False),
    ],
)
def test_a_cell_that_shows_another_value_than_it_holds_is_asked_about(
    kind: str, typed: Any, code: str, counts: bool, told: bool
) -> None:
    def change(_book: Any, sheet: Any) -> None:
        sheet.cell(3, 2).number_format = code

    answers, _problems = read_answers(
        xlsx_grid.read(OfficePackage(xlsx(written(typed), change), "a.xlsx")), known(kind), "xlsx"
    )
    (row,) = answers[0].body["sections"]["bang"]
    assert ((row["state"] == "taken"), bool(answers[0].problems)) == (counts, told)


NO_FIGURES = (
    "l2 1O О5 ⑫ XII (5) 12k >10 15-20 ~5 1e5 2½ 12;13 +5 5. 1'000 khoảng_15 1_tỷ_2 2_triệu_rưỡi một_nghìn_hai_trăm"
)


@pytest.mark.parametrize("kind", ["integer", "money", "decimal", "year"])
def test_what_stands_for_a_figure_in_words_or_signs_is_asked_about(kind: str) -> None:
    for typed in NO_FIGURES.split():
        assert not taken(kind, typed.replace("_", " "), "csv")[0], typed


def test_figures_of_other_scripts_and_parted_by_what_nobody_sees_are_read_and_told() -> None:
    assert taken("integer", "１２", "xlsx") == (True, 12, True)
    assert taken("integer", "1\u200b2", "xlsx") == (True, 12, True)
    assert taken("phone", "0912\u200b345001", "xlsx") == (True, "0912345001", True)
    assert taken("integer", "12\u200b", "xlsx") == (True, 12, False)
    assert taken("integer", "\u200b", "xlsx") == (True, "", False)


@pytest.mark.parametrize(
    ("kind", "text", "whole", "value"),
    [
        ("text", "máy photoc opy", "máy photocopy", None),
        ("name", "Khuy ên", "Khuyên", None),
        ("integer", "12.500. 000", "12.500.000", 12_500_000),
        ("reference", "xa-m au-a", "xa-a", "xa-a"),
        ("choice", "Na m", "Nam", "Nam"),
    ],
)
def test_a_word_that_may_be_parted_is_asked_about_unless_its_column_tells(
    kind: str, text: str, whole: str, value: Any
) -> None:
    form = known(kind).of("cv")["bieu"]
    plan = plan_of(form, form.sections[0]).columns["o"]
    found = CellReader().read(GridCell(text, whole=whole), plan, Place("a.pdf"))
    assert (found.ask.code if found.ask else found.value) == (value or "cell-parted")
    if kind == "text":
        for printed, expected in (({"may photocopy"}, ""), ((), whole)):
            assert as_meant(GridCell(text, whole=whole), plan, printed, expected) == GridCell(whole)
