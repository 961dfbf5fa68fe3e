"""Files that mean harm: refused in one sentence or read in bounds, in bounded memory and time, touching nothing."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.grids import csv, xlsx
from congvan.grids import docx as docx_grid
from congvan.grids.intake import OfficePackage
from tests.canary import listening
from tests.examples import examples
from tests.pace import Watch
from tests.package import parts_of, zipped
from tests.returns.filling import HOME, blank, fill, people, read, read_path

SHEET, RELS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
END = b"</sheetData>"


def form() -> bytes:
    return fill(blank("viettel-lang-son", "cao-loc"), people(1, 3))


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The package with its parts changed."""
    parts = parts_of(data)
    change(parts)
    return zipped(parts)


def codes(found: Any) -> set[str]:
    return {problem.code for problem in found.problems}


def _bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/bomb.bin"] = b"\0" * (100 << 20)


def _many(parts: dict[str, bytes]) -> None:
    parts.update({f"xl/x{number}.xml": b"<a/>" for number in range(2_100)})


def _macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"x"


def _macro_type(parts: dict[str, bytes]) -> None:
    old = b"spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument." + old, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )


def _binary(parts: dict[str, bytes]) -> None:
    old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    new = b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, new)


def _links(parts: dict[str, bytes]) -> None:
    parts["xl/externalLinks/externalLink1.xml"] = b"<a/>"


def _laughs(parts: dict[str, bytes]) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
    )
    parts[SHEET] = lol + b"]>" + parts[SHEET].partition(b"?>")[2].replace(b"<v>", b"<v>&j;", 1)


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_bomb, "file-bomb"),
        (_many, "file-bomb"),
        (_macros, "file-macros"),
        (_macro_type, "file-macros"),
        (_binary, "file-kind"),
        (_links, "file-links"),
        (_laughs, "file-entities"),
    ],
)
def test_refused_in_one_sentence(tmp_path: Path, change: Any, code: str) -> None:
    found = read(tmp_path, repacked(form(), change))
    assert (found.kind, codes(found)) == ("refused", {code})


def test_a_password_and_two_parts_of_one_name(tmp_path: Path) -> None:
    data = bytearray(form())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert codes(read(tmp_path, bytes(data))) == {"file-password"}
    out = io.BytesIO(form())
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, b"<worksheet/>")
    assert codes(read(tmp_path, out.getvalue())) == {"file-bomb"}


def test_a_header_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(repacked(form(), lambda parts: parts.update({SHEET: parts[SHEET] + b" " * 5_000_000})))
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = (500).to_bytes(4, "little")
    assert codes(read(tmp_path, bytes(data))) == {"file-damaged"}


@pytest.mark.full("long runs")
def test_the_bomb_costs_no_memory(tmp_path: Path) -> None:
    """The guard holds in a child of its own; the same bomb read without it takes a hundred MiB."""
    (tmp_path / "a.xlsx").write_bytes(repacked(form(), _bomb))

    def peak(code: str) -> int:
        lines = ["import sys", f"sys.path[:0] = [{str(HOME)!r}]", code]
        lines.append("print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])")
        command = [sys.executable, "-c", "\n".join(lines), str(tmp_path / "a.xlsx")]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) >> 10

    guarded = (
        "from congvan.grids.intake import FileRefused, OfficePackage, unreadable_as_refused\n"
        "try:\n with unreadable_as_refused('a'): OfficePackage(open(sys.argv[1], 'rb').read(), 'a')\n"
        "except FileRefused: pass"
    )
    bare = "import zipfile; z = zipfile.ZipFile(sys.argv[1]); x = [z.read(n) for n in z.namelist()]"
    assert peak(guarded) < 100 < peak(bare)


def test_a_far_cell_and_a_million_empty_rows(tmp_path: Path) -> None:
    def far(parts: dict[str, bytes]) -> None:
        last = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        empty = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2_000, 102_000))
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", empty + last)

    watch = Watch()
    found = read(tmp_path, repacked(form(), far))
    assert found.kind == "answer"
    assert len(found.body["sections"]["bang"]) == 3
    assert "cell-far" in codes(found)
    assert watch.seconds() < 5


def test_too_many_rows_are_told_and_cut(tmp_path: Path) -> None:
    row = "".join(f'<row r="{n}"><c r="B{n}" t="inlineStr"><is><t>A</t></is></c></row>' for n in range(50, 3_000))
    found = read(
        tmp_path,
        repacked(
            form(), lambda p: p.update({SHEET: p[SHEET].replace(b"</sheetData>", row.encode() + b"</sheetData>")})
        ),
    )
    assert "rows-many" in codes(found)
    assert sum(row["state"] == "taken" for row in found.body["sections"]["bang"]) == 3


def _put(rels: bytes, parts: dict[str, bytes]) -> None:
    parts[RELS] = rels


def test_nothing_outside_is_ever_asked(tmp_path: Path) -> None:
    """An external relation of any kind but a hyperlink is refused; a canary server sees no request at all."""
    relation = '<Relationship Id="rX" Type="http://x/{kind}" Target="{url}/" TargetMode="External"/>'
    with listening() as (url, asked):
        for kind, code in (("image", "file-links"), ("hyperlink", "")):
            rels = f'<?xml version="1.0"?><Relationships>{relation.format(kind=kind, url=url)}</Relationships>'
            found = read(tmp_path, repacked(form(), partial(_put, rels.encode())))
            assert codes(found) == ({code} if code else set())
    assert asked == []


def test_links_and_pipes_in_the_inbox_are_not_followed(tmp_path: Path) -> None:
    import os

    (tmp_path / "victim").write_text("secret")
    os.symlink(tmp_path / "victim", tmp_path / "a.csv")
    os.mkfifo(tmp_path / "b.csv")
    for name in ("a.csv", "b.csv"):
        found = read_path(tmp_path / name, name)
        assert found.kind == "refused"
        assert codes(found) <= {"file-unreadable", "file-refused"}


def test_a_name_that_is_a_formula_or_markup_stays_text(tmp_path: Path) -> None:
    rows = [people(1)[0] | {"title": "=cmd|' /C calc'!A0"}, people(2)[0] | {"title": "<b>& {{ 7*7 }}</b>"}]
    found = read(tmp_path, fill(blank("viettel-lang-son", "cao-loc"), rows))
    assert [row["values"]["chuc-vu"] for row in found.body["sections"]["bang"]] == [row["title"] for row in rows]


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), what=st.sampled_from(["flip", "cut", "part", "swap"]), word=st.booleans())
def test_mutated_files_give_rows_or_problems(tmp_path: Path, seed: int, what: str, word: bool) -> None:
    import random

    rng = random.Random(seed)
    name, data = ("a.docx", blank("vnpt-lang-son", "cao-loc", "docx")) if word else ("a.xlsx", form())
    if what == "cut":
        data = data[: rng.randrange(len(data))]
    elif what == "flip":
        changed = bytearray(data)
        for _time in range(rng.randrange(1, 20)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        data = bytes(changed)
    else:

        def mutate(parts: dict[str, bytes]) -> None:
            names = sorted(parts)
            one, other = rng.choice(names), rng.choice(names)
            if what == "swap":
                parts[one], parts[other] = parts[other], parts[one]
            else:
                part = bytearray(parts[one] or b"x")
                for _time in range(rng.randrange(1, 8)):
                    at = rng.randrange(len(part))
                    part[at : at + rng.randrange(9)] = rng.randbytes(rng.randrange(6))
                parts[one] = bytes(part)

        data = repacked(data, mutate)
    started = time.process_time()
    found = read(tmp_path, data, name)
    assert found.kind in ("answer", "evidence", "refused")
    assert found.kind == "answer" or found.problems
    assert time.process_time() - started < 5


def test_comments_strikes_and_per_cent_of_a_workbook() -> None:
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    book: Any = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"], sheet["A1"].font = "bỏ", Font(strike=True)
    sheet["B1"], sheet["B1"].number_format = 0.923, "0.0%"
    sheet["C1"] = CellRichText(
        TextBlock(InlineFont(strike=True), "0912"), "0913", TextBlock(InlineFont(vertAlign="superscript"), "1")
    )
    sheet["D1"], sheet["D1"].comment = "còn", Comment("đã  nghỉ", "ai")
    out = io.BytesIO()
    book.save(out)
    read_book = xlsx.read(OfficePackage(out.getvalue(), "a.xlsx"))
    (grid,) = read_book.grids
    cells = grid.lines[0].cells
    assert (cells[1].text, cells[1].struck) == ("bỏ", True)
    assert (cells[2].text, cells[2].kind) == ("0.923", "percent")
    assert (cells[3].text, cells[3].struck) == ("0913¹", False)
    assert [(p.code, p.place.cell) for p in read_book.problems] == [("text-struck", "C1")]
    assert grid.comments == {(1, 4): "đã nghỉ"}


def _windows(text: str) -> bytes:
    """A text in the code page of Vietnamese Windows: letters, and tones behind them."""
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        out += bare.encode("cp1258") + tones.encode("cp1258")
    return out


@pytest.mark.parametrize("text", ["Tên;Số\nA;1,5\n", "Tên;Số\n,,,,;1\n", "Tên,Số\n;;;;;,1\n", "Tên\tSố\nA, B; C\t1\n"])
def test_columns_of_a_csv_are_parted_by_what_is_in_their_titles_too(text: str) -> None:
    (grid,) = csv.read(text.encode(), "a.csv").grids
    assert [sorted(line.cells) for line in grid.lines] == [[1, 2], [1, 2]]


def test_a_csv_in_the_code_page_of_vietnamese_windows_is_read_and_told() -> None:
    text = "Họ và tên;Đơn vị\nNguyễn Thị Thưởng;Sở Nội vụ\n"
    filled = csv.read(_windows(text), "a.csv")
    assert [cell.text for line in filled.grids[0].lines for cell in line.cells.values()] == [
        "Họ và tên",
        "Đơn vị",
        "Nguyễn Thị Thưởng",
        "Sở Nội vụ",
    ]
    assert [problem.code for problem in filled.problems] == ["file-encoding"]


@pytest.mark.parametrize("data", [b"7z\xbc\xaf'\x1c\x00\x04", "Zoë;Müller\n".encode("latin-1"), b"\xff\xfe\x00"])
def test_bytes_that_are_no_vietnamese_text_are_refused(data: bytes) -> None:
    with pytest.raises(ProblemsFound):
        csv.read(data, "a.csv")


@pytest.mark.parametrize(("of", "what"), [("paragraph", "hidden"), ("character", "hidden"), ("paragraph", "strike")])
def test_text_that_a_style_hides_or_strikes_is_not_taken(of: str, what: str) -> None:
    import docx as library
    from docx.enum.style import WD_STYLE_TYPE

    document: Any = library.Document()
    kind = WD_STYLE_TYPE.PARAGRAPH if of == "paragraph" else WD_STYLE_TYPE.CHARACTER
    base = document.styles.add_style("Ẩn", kind)
    setattr(base.font, what, True)
    style = document.styles.add_style("Ẩn hơn", kind)
    style.base_style = base
    table = document.add_table(rows=2, cols=1)
    for row, text in enumerate(("Nguyễn Văn An", "Trần Thị Bình")):
        run = table.cell(row, 0).paragraphs[0].add_run(text)
        if row:
            (table.cell(row, 0).paragraphs[0] if of == "paragraph" else run).style = style
    out = io.BytesIO()
    document.save(out)
    filled = docx_grid.read(OfficePackage(out.getvalue(), "a.docx"))
    taken = [cell.text for line in filled.grids[0].lines for cell in line.cells.values() if not cell.struck]
    assert taken == ["Nguyễn Văn An"]


def test_a_file_that_lost_its_letters_when_it_was_saved_is_refused() -> None:
    lost = "Mã hộ;Tên;Ghi chú\n1;Nguyễn Văn Đức;là hộ già\n".encode("cp1252", "replace")
    with pytest.raises(ProblemsFound) as refused:
        csv.read(lost, "ho.csv")
    assert [each.message.id for each in refused.value.problems] == ["file-encoding.lost"]
    asked = "Tên;Hỏi\nLà già; có gì? https://a.vn/x?y=1\n"
    assert csv.read(_windows(asked), "ho.csv").grids
