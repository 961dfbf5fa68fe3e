"""The promised `compile_template`: its arguments, records of any shape, missing values, filters and pictures."""

from __future__ import annotations

import collections
import dataclasses
import decimal
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PIL import Image

import congvan
from tests.sample_project import HOME

STYLE = "<style>p { font-family: 'Liberation Serif' }</style>"


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    for each in paragraphs:
        document.add_paragraph(each)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def words(data: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def page(*paragraphs: str) -> bytes:
    body = "\n".join(f"<p>{each}</p>" for each in paragraphs)
    return f'<html lang="vi"><head><title>Thư</title>{STYLE}</head><body>\n{body}\n</body></html>'.encode()


def sheet(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = text
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def stand_in(library: str, **members: Any) -> Any:
    """A value of a library that is not installed: what `compiled.plain` asks it."""
    return type("Value", (), {"__module__": f"{library}.core", **members})()


@dataclasses.dataclass
class Guest:
    ten: str
    tien: Any


def told(format_: Any, template: Any, record: Any = None, **options: Any) -> str:
    def rendered() -> bytes:
        return congvan.compile_template(format_, template, **options).render({} if record is None else record)

    with pytest.raises(congvan.ProblemsFound) as stop:
        rendered()
    return " ".join(f"{each.place} {each.text} {each.hint}" for each in stop.value.problems)


def test_wrong_arguments_are_told_in_a_sentence(tmp_path: Path) -> None:
    assert "templates make no “odt” the formats are docx, pdf, xlsx and txt" in told("odt", b"", name="thu.odt")
    assert "templates make no “bytes” the formats" in told(b"PK", "docx")
    assert "assets are the bytes of files" in told("pdf", b"<p>", assets={"a.png": "a.png"})
    assert "assets are the bytes of files" in told("pdf", b"<p>", assets=5)
    assert "not int" in told("docx", 5)
    assert "không-có.docx" in told("docx", tmp_path / "không-có.docx")
    assert "“hoa!” is not a filter" in told("txt", b"", filters={"hoa!": str.upper})
    assert "“hoa” is not a filter" in told("txt", b"", filters={"hoa": "upper"})
    assert "which int does not" in told("txt", b"{{ ten }}", 5)
    assert "which list does not" in told("txt", b"{{ ten }}", [("ten", "An")])


def test_a_template_is_its_bytes_or_the_path_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "thư.txt"
    path.write_text("Kính mời {{ ten }}", "utf-8")
    made = [
        congvan.compile_template("txt", each).render({"ten": "An"}) for each in (path.read_bytes(), path, str(path))
    ]
    assert made == ["Kính mời An".encode()] * 3
    assert str(path) in told("txt", path, {})


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        ({"ten": "An", "tien": 1500}, "An 1.500"),
        (Guest("An", 1500), "An 1.500"),
        (stand_in("pandas", ndim=1, to_dict=lambda _self: {"ten": "An", "tien": 1500}), "An 1.500"),
        ({"ten": "An", "tien": stand_in("numpy", ndim=0, dtype=None, tolist=lambda _self: 1500)}, "An 1.500"),
    ],
)
def test_records_are_mappings_dataclasses_and_rows(record: Any, shown: str) -> None:
    assert congvan.compile_template("txt", b"{{ ten }} {{ tien|tien }}").render(record) == shown.encode()


def test_series_are_lists_and_data_frames_lists_of_rows() -> None:
    series = stand_in("pandas", ndim=1, dtype=None, tolist=lambda _self: [1, float("nan")])
    frame = stand_in("pandas", ndim=2, to_dict=lambda _self, _form: [{"ten": "An"}, {"ten": "Bình"}])
    template = b"{% for x in so %}{{ x|mac_dinh('-') }} {% endfor %}{% for x in nguoi %}{{ x.ten }} {% endfor %}"
    made = congvan.compile_template("txt", template).render({"so": series, "nguoi": frame})
    assert made.decode() == "1 - An Bình "


def test_values_within_mappings_of_any_kind_are_plain() -> None:
    template = b"{{ so.a|mac_dinh('-') }} {{ so.b|mac_dinh('-') }}"
    record = {
        "so": collections.OrderedDict(a=float("nan"), b=stand_in("numpy", ndim=0, dtype=None, tolist=lambda _s: 2))
    }
    assert congvan.compile_template("txt", template).render(record).decode() == "- 2"


@dataclasses.dataclass(frozen=True)
class Score:
    diem: float

    @property
    def words(self) -> str:
        return f"{self.diem} điểm"


def test_a_missing_value_within_a_dataclass_names_its_key() -> None:
    assert "{{ ket_qua.diem }}" in told("docx", word("được {{ ket_qua.diem }}"), {"ket_qua": Score(float("nan"))})
    template = congvan.compile_template("txt", b"{{ ket_qua.words }}")
    assert template.render({"ket_qua": Score(8)}).decode() == "8 điểm"


MISSING = [
    None,
    float("nan"),
    decimal.Decimal("nan"),
    stand_in("pandas", __str__=lambda _self: "NaT"),
    stand_in("pandas", __str__=lambda _s: "<NA>"),
]


@pytest.mark.parametrize("value", MISSING, ids=("None", "NaN", "Decimal", "NaT", "NA"))
def test_a_missing_value_names_its_key_and_is_never_printed(value: Any) -> None:
    record = {"ten": "An", "diem": value}
    assert "{{ diem }}" in told("docx", word("{{ ten }} được {{ diem }} điểm"), record)
    assert "{{ diem }}" in (html := told("pdf", page("{{ ten }} được {{ diem }} điểm"), record))
    assert "{{ ten }}" not in html
    assert "A1" in told("xlsx", sheet("{{ diem }}"), record)
    template = b"{% if diem %}{{ diem }}{% else %}v\xe1\xba\xafng{% endif %}"
    assert congvan.compile_template("txt", template).render(record).decode() == "vắng"


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "txt", "pages"])
def test_filters_of_a_caller_serve_every_format_and_no_other_template(form: str) -> None:
    templates = {
        "docx": word("{{ ten|danh_xung }}"),
        "pdf": page("{{ ten|danh_xung }}"),
        "xlsx": sheet("{{ ten|danh_xung }}"),
    }
    data = templates.get("docx" if form == "pages" else form, b"{{ ten|danh_xung }}")
    as_: Any = "pdf" if form == "pages" else form
    made = []
    for title in ("Ông", "Bà"):
        own = {"danh_xung": lambda name, title=title: f"{title} {name}"}
        template = congvan.compile_template(as_, data, filters=own)
        assert template.names() == {"ten"}
        first = [template.render({"ten": each}) for each in ("An", "Bình", "An")]
        assert first[0] == first[2] != first[1]
        made.append(first[0])
    assert made[0] != made[1]
    if form == "docx":
        assert words(made[0]) == ["Ông An"]
    with pytest.raises(congvan.ProblemsFound, match="danh_xung"):
        congvan.compile_template(as_, data).render({"ten": "An"})


def test_a_word_template_finds_its_pictures_among_the_assets() -> None:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(data, "PNG")
    template = congvan.compile_template("docx", word("{{ anh|anh(20) }}"), assets={"khach/an.png": data.getvalue()})
    made = docx.Document(io.BytesIO(template.render({"anh": "khach/an.png"})))
    assert made.inline_shapes[0].width.mm == pytest.approx(20, abs=0.1)
    assert "khach/b.png" in told("docx", word("{{ anh|anh(20) }}"), {"anh": "khach/b.png"})


REAL = """
import datetime, sys
sys.path[:0] = sys.argv[1:]
import numpy, pandas
import congvan
rows = pandas.DataFrame({"ten": ["An", "Bình"], "tien": [1500000, 2], "ngay": pandas.to_datetime(["2026-03-05", None])})
text = b"{{ ten }} {{ tien|tien }} {% if ngay %}{{ ngay|ngay }}{% else %}-{% endif %};"
template = congvan.compile_template("txt", text)
for _at, row in rows.iterrows():
    print(template.render(row).decode(), end="")
loop = congvan.compile_template("txt", b"{% for x in a %}{{ x }} {% endfor %}{{ d|ngay }} {{ n + 1 }} {{ s|tong }}")
values = {"a": numpy.array([1, 2]), "d": numpy.datetime64("2026-03-05", "ns"), "n": numpy.int64(1500), "s": rows.tien}
print(loop.render(values).decode())
for value in (numpy.nan, pandas.NaT, pandas.NA, numpy.datetime64("NaT")):
    try:
        congvan.compile_template("txt", b"{{ x }}").render({"x": value})
    except congvan.ProblemsFound:
        print("missing", end=" ")
"""


@pytest.mark.full("pandas and numpy are installed for it")
def test_values_of_pandas_and_numpy_are_those_of_python(tmp_path: Path) -> None:
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary=:all:",
        "--target",
        str(tmp_path),
        "pandas",
    ]
    subprocess.run(install, check=True)
    run = [sys.executable, "-c", REAL, str(HOME), str(tmp_path)]
    made = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    assert made == "An 1.500.000 05/3/2026;Bình 2 -;1 2 05/3/2026 1501 1500002\nmissing missing missing missing "
