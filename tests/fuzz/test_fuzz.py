"""Fuzzing: sound inputs damaged in every way, at each door through which bytes come in.

`make test` tries a few inputs at each door, `make fuzz` as many as CONGVAN_FUZZ says. What fails is kept in
tests/fuzz/corpus/ and tried first in every later run; once mended it becomes a named test (tests/promises/).
"""

from __future__ import annotations

import functools
import io
import os
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from promises.line import figure, first_form, made, problems_of, sample, warm
from returns.filling import blank, dataset, fill, people

from congvan import nd30
from congvan.formats import compile_template
from congvan.plan import Want
from congvan.problems import Stop
from congvan.render_limit import OutOfBounds, limited
from congvan.returns.collect import read_file, recogniser

COUNT = int(os.environ.get("CONGVAN_FUZZ", "15"))
FUZZ = settings(
    max_examples=COUNT,
    database=DirectoryBasedExampleDatabase(Path(__file__).parent / "corpus"),
    suppress_health_check=list(HealthCheck),
)
XML = [
    b"<",
    b">",
    b"&",
    b"&x;",
    b'"',
    b"</w:p>",
    b"<w:p/>",
    b"<w:tbl>",
    b"\0",
    b"-1",
    b"99999999999",
    b"{{ a }}",
    b"]]>",
]
TAGS = [
    b"{{ head.number }}",
    b"{% if x %}",
    b"{% endif %}",
    b"{%p endfor %}",
    b"{{",
    b"}}",
    b"{%tr for r in rows %}",
    b"{#",
]
PDF = [
    b"<<",
    b">>",
    b"endobj",
    b"0 R",
    b"/Kids",
    b"/Length 9",
    b"stream",
    b"%%EOF",
    b"-1",
    b"999999999",
    b"/Parent 1 0 R",
]
YAML = [
    b": ",
    b"- ",
    b"&a ",
    b"*a",
    b"! ",
    b"|\n",
    b"{",
    b"[",
    b"? ",
    b"<<: ",
    b"\t",
    b"\0",
    b"\r",
    b"\xff",
    b"\xef\xbb\xbf",
]


@functools.cache
def letter(format_: str) -> bytes:
    found = made({}, Want(["letter"], {}, [format_]), warm())
    return next(artifact.data for artifact in found if artifact.job.document == "letter")


def bitten(data: bytes, seed: int, pieces: list[bytes]) -> bytes:
    """The bytes with one to four places flipped, cut out, doubled or replaced."""
    rng = random.Random(seed)
    for _bite in range(rng.randrange(1, 5)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice([0, 1, 2, 8, 64, 512]))
        kind = rng.randrange(4)
        piece = [rng.choice(pieces), b"", data[start:end] * rng.choice([2, 2, 40]), rng.randbytes(end - start)][kind]
        data = data[:start] + piece + data[end:]
    return data


def member_bitten(data: bytes, seed: int, pieces: list[bytes]) -> bytes:
    """A ZIP package with one of its parts bitten, so that the package itself stays sound."""
    out, rng = io.BytesIO(), random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        target = rng.choice([*names, *[n for n in names if "document.xml" in n or "sheet1.xml" in n] * 3])
        for name in names:
            new.writestr(name, bitten(old.read(name), seed, pieces) if name == target else old.read(name))
    return out.getvalue()


def package(data: bytes, seed: int, pieces: list[bytes]) -> bytes:
    return bitten(data, seed, pieces) if seed % 4 == 0 else member_bitten(data, seed, pieces)


def source(seed: int, _folder: Path) -> None:
    """The YAML source and the model: data or Problems."""
    name = random.Random(seed).choice([name for name in sample() if name.endswith(".yaml")])
    problems_of({name: bitten(sample()[name], seed, YAML)})


def docx_view(seed: int, _folder: Path) -> None:
    """The view of a DOCX: verdicts, or a word why there are none."""
    assert nd30.check(package(letter("docx"), seed, XML), "a.docx").results


def pdf_view(seed: int, _folder: Path) -> None:
    """The view of a PDF: verdicts, or a word why there are none."""
    assert nd30.check(bitten(letter("pdf"), seed, PDF), "a.pdf").results


def returned_xlsx(seed: int, folder: Path) -> None:
    """A returned workbook: rows or Problems."""
    path = folder / "a.xlsx"
    path.write_bytes(package(fill(blank("viettel-lang-son", "cao-loc"), people(3, 3)), seed, XML))
    read_file(path, path.name, recogniser(dataset()))


def returned_docx(seed: int, folder: Path) -> None:
    """A returned document: rows or Problems."""
    path = folder / "a.docx"
    path.write_bytes(package(blank("viettel-lang-son", "cao-loc", "docx"), seed, XML))
    read_file(path, path.name, recogniser(dataset()))


def docx_template(seed: int, _folder: Path) -> None:
    """The template compiler for DOCX: a template, or Problems; what it renders is whole."""
    data = package(sample()["templates/van-ban.docx"], seed, XML + TAGS)
    try:
        with limited():
            files = {"templates/van-ban.docx": data}
            list(made(files, Want(["letter"], {}, ["docx"])))
    except (Stop, OutOfBounds):
        pass


def xlsx_template(seed: int, _folder: Path) -> None:
    """The template compiler for XLSX."""
    data = package(sample()["templates/bieu-danh-sach.xlsx"], seed, XML + TAGS)
    try:
        with limited():
            list(made({"templates/bieu-danh-sach.xlsx": data}, first_form(only=["xlsx"])))
    except (Stop, OutOfBounds):
        pass


def html_template(seed: int, _folder: Path) -> None:
    """The template compiler for PDF: compiled only, since a layout takes a second."""
    data = bitten(sample()["templates/van-ban.html"], seed, [*TAGS, b"<", b">", b"<style>", b"</p>", b"asset:x"])
    assets = {name.removeprefix("templates/"): text for name, text in sample().items() if name.startswith("templates/")}
    with suppress(Stop):
        compile_template("pdf", data, name="templates/van-ban.html", assets=assets)


DOORS: list[Callable[[int, Path], None]] = [
    source,
    docx_view,
    pdf_view,
    returned_xlsx,
    returned_docx,
    docx_template,
    xlsx_template,
    html_template,
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_fuzz(door: Callable[[int, Path], None], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("fuzz")

    @FUZZ
    @given(st.integers(0, 2**63))
    def run(seed: int) -> None:
        door(seed, folder)

    run()
    figure("Fuzzing", f"inputs: {door.__name__}", COUNT)
