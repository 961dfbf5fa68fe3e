"""Round trip is the law: render → fill → save → collect gives exactly the rows that were typed."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.returns.collect import CollectedFile, read_file
from congvan.returns.forms.recognise import Recogniser
from congvan.text import check_text
from tests.package import parts_of, zipped
from tests.returns.filling import COLUMNS, FIRST, SHEET, blank, dataset, fill

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_MARKS = "&<>\"'{}%=+-@#|/\\()[],;:!?~^`$*“”–"


def _possible(text: str, least: int) -> bool:
    """Whether our own data could hold the text: a name has a letter, a title a letter or a digit or nothing at all."""
    if check_text(text):
        return False
    return any(c.isalpha() for c in text) if least else not text or any(c.isalnum() for c in text)


def texts(least: int) -> Any:
    alphabet = st.sampled_from(_LETTERS + _LETTERS.upper() + _MARKS + "0123456789 ")
    return (
        st.text(alphabet, min_size=least, max_size=40)
        .map(lambda text: unicodedata.normalize("NFC", text.strip()))
        .filter(lambda text: _possible(text, least))
    )


@st.composite
def phone(draw: Any) -> tuple[Any, str]:
    """(what is typed, what must be kept)."""
    start = draw(st.sampled_from(["091", "093", "094", "098", "036", "079"]))
    number = start + "".join(draw(st.lists(st.sampled_from("123456789"), min_size=7, max_size=7)))
    form = draw(st.sampled_from(["text", "dots", "spaces", "number", "lost", "float"]))
    shown = f"{number[:4]}.{number[4:7]}.{number[7:]}"
    return {
        "text": (number, number),
        "dots": (shown, shown),
        "spaces": (shown.replace(".", " "), shown.replace(".", " ")),
        "number": (int(number), number),
        "lost": (number[1:], number),
        "float": (float(number), number),
    }[form]


ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": texts(2), "title": texts(0), "phone": phone(), "lead": st.booleans(), "gap": st.booleans()}
    ),
    min_size=1,
    max_size=9,
    unique_by=(lambda row: row["phone"][1].replace(".", "").replace(" ", ""),),
)


def typed(rows: list[dict[str, Any]]) -> bytes:
    """The form of Cao Lộc with the rows typed, blank rows between some of them."""
    import openpyxl

    book: Any = openpyxl.load_workbook(io.BytesIO(blank("viettel-lang-son", "cao-loc")))
    sheet, at = book[SHEET], FIRST
    for row in rows:
        if row["gap"] and at - FIRST + len(rows) < 15:
            at += 1
        mark = "x" if row["lead"] else None
        cells = {"name": row["name"], "title": row["title"], "phone": row["phone"][0], "lead": mark}
        for key, value in cells.items():
            if value not in (None, ""):
                cell = sheet[f"{COLUMNS[key]}{at}"]
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        at += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def collected(path: Path) -> list[tuple[str, str, str, bool]]:
    read: CollectedFile = read_file(path, path.name, Recogniser(dataset()))
    assert read.kind == "answer", read.problems
    assert not [row["ask"] for row in read.body["rows"] if row["ask"]], read.problems
    return [
        (row["values"]["ho-ten"], row["values"]["chuc-vu"], row["values"]["dien-thoai"], row["lead"])
        for row in read.body["rows"]
    ]


def expected(rows: list[dict[str, Any]]) -> list[tuple[str, str, str, bool]]:
    return [(row["name"], row["title"], row["phone"][1], row["lead"]) for row in rows]


@settings(max_examples=40, suppress_health_check=QUIET)
@given(rows=ROWS)
def test_rows_typed_by_openpyxl_come_back(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    (tmp_path / "a.xlsx").write_bytes(typed(rows))
    assert collected(tmp_path / "a.xlsx") == expected(rows)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice: apt-get install libreoffice-calc")
def test_saved_again_by_libreoffice(tmp_path: Path) -> None:
    """Several forms in one start of the program: what it saves says the same, the form id is still there."""
    cases: list[list[dict[str, Any]]] = []

    @settings(max_examples=5, database=None)
    @given(rows=ROWS)
    def gather(rows: list[dict[str, Any]]) -> None:
        cases.append(rows)

    gather()
    (tmp_path / "in").mkdir()
    names = [f"{number}.xlsx" for number in range(len(cases))]
    for name, rows in zip(names, cases, strict=True):
        (tmp_path / "in" / name).write_bytes(typed(rows))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        [*command, *(str(tmp_path / "in" / name) for name in names)], check=True, capture_output=True, timeout=240
    )
    for name, rows in zip(names, cases, strict=True):
        assert collected(tmp_path / "out" / name) == expected(rows)


def test_typed_by_another_writer(tmp_path: Path) -> None:
    """XlsxWriter's shared strings, prefixes of other programs, rich text and phonetic marks are read the same."""
    import re

    rows = [{"name": "Nguyễn Văn A", "title": "", "phone": "0942215080", "lead": "x"}]
    data = fill(blank("viettel-lang-son", "cao-loc"), rows)
    parts = {name: part.decode("utf-8") for name, part in parts_of(data).items()}
    plain = "<is><t>Nguy&#7877;n V&#259;n A</t></is>"
    assert plain in parts["xl/worksheets/sheet1.xml"]
    sheet = re.sub(f'(<c r="B9"[^>]*) t="inlineStr">{plain}', r'\1 t="s"><v>0</v>', parts["xl/worksheets/sheet1.xml"])
    rich = "<si><r><t>Nguyễn </t></r><r><t>Văn A</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    parts["xl/sharedStrings.xml"] = f"<sst>{rich}</sst>"
    relation = '<Relationship Id="rIdS" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", relation)
    sheet = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", sheet).replace("xmlns=", "xmlns:x=")
    parts["xl/worksheets/sheet1.xml"] = sheet
    (tmp_path / "a.xlsx").write_bytes(zipped(parts))
    assert collected(tmp_path / "a.xlsx") == [("Nguyễn Văn A", "", "0942215080", True)]
