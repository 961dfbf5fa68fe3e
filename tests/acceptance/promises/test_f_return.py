"""F. The way back: returned forms are hostile until shown otherwise. (Row by row: tests/returns/.)"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from congvan.core.problems import Problem
from congvan.returns.beside import CollectedFile
from congvan.returns.inboxes import ArrivalDetails, collect
from congvan.returns.ledger.store import Store
from congvan.returns.records.answers import Answer
from tests.acceptance.promises.line import LONG, figure
from tests.canary import listening
from tests.package import parts_of, zipped
from tests.returns.filling import blank, dataset, fill, people, read
from tests.sample_project import HOME

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = ("viettel-lang-son", "cao-loc")


def changed(data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """A package with its members changed, left out (None) or added."""
    parts = {name: change(name, content) for name, content in parts_of(data).items()}
    return zipped({**{name: content for name, content in parts.items() if content is not None}, **(more or {})})


def keep(_name: str, data: bytes) -> bytes:
    return data


def swap(old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> Callable[[str, bytes], bytes]:
    return lambda name, data: data.replace(old, new, 1) if name == part else data


def twice() -> bytes:
    out = io.BytesIO(blank(*GOOD))
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


def hostile() -> dict[str, bytes]:
    form = blank(*GOOD)
    return {
        "bomb": changed(form, keep, {"xl/media/a.bin": bytes(100 << 20)}),
        "bomb in the sheet": changed(form, swap(b"<sheetData", b"<!--" + b"a" * (40 << 20) + b"--><sheetData")),
        "many entries": changed(form, keep, {f"x/{i}": b"" for i in range(100_000 if LONG else 5_000)}),
        "twice": twice(),
        "macros": changed(form, keep, {"xl/vbaProject.bin": b"x"}),
        "links": changed(form, keep, {"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "macro type": changed(form, swap(b"spreadsheetml.sheet.main", b"macroEnabled.main", "[Content_Types].xml")),
        "old Excel": OLE + bytes(4096),
        "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(512)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(512),
        "markup": b"<html><table><tr><td>x</table></html>",
        "large": form + bytes(17 << 20),
        "empty": b"",
        "cut": form[: len(form) // 2],
        "no package": changed(form, lambda name, data: None if name == "[Content_Types].xml" else data),
        "entities": changed(form, swap(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')),
    }


def test_f1_what_is_unsafe_is_refused_before_parsing(tmp_path: Path) -> None:
    """Bombs, 5,000 entries, doubled names, macros, links to other workbooks, old Office, passwords, HTML under a false
    name, more than 16 MB: refused in one sentence with a remedy, before any parser sees them, in little memory.
    """
    program = (
        f"import sys; sys.path[:0] = [{str(HOME)!r}]; from pathlib import Path\n"
        "from congvan.grids.intake import *\n"
        "from congvan.core.problems import ProblemsFound\n"
        "data = Path(sys.argv[1]).read_bytes()\n"
        "def rss(): return int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])\n"
        "before = rss()\n"
        "try:\n"
        "    with unreadable_as_refused('a'): kind_of(data, 'a') == 'zip' and OfficePackage(data, 'a')\n"
        "except ProblemsFound: pass\n"
        "print(rss() - before)"
    )
    for name, data in hostile().items():
        found = read(tmp_path, data)
        assert found.problems, name
        assert all(problem.text and problem.hint for problem in found.problems), name
        if name.startswith(("bomb", "many")):
            done = subprocess.run(
                [sys.executable, "-c", program, str(tmp_path / "a.xlsx")], capture_output=True, text=True
            )
            assert int(done.stdout) < 100 << 10, (name, done.stdout, done.stderr)
    figure("F1", "kinds of hostile file refused", len(hostile()))


def test_f1_without_the_preflight_the_bomb_goes_off() -> None:
    """(The guard is what holds it: a plain reader of the same file takes the hundred megabytes.)"""
    data = changed(blank(*GOOD), keep, {"xl/media/a.bin": bytes(100 << 20)})
    assert len(data) < 1 << 20
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len(package.read("xl/media/a.bin")) == 100 << 20


def test_f2_extent_is_bounded(tmp_path: Path) -> None:
    """A cell at XFD1048576, a million empty rows, 5,000 merged ranges, hidden rows: read or refused at once, never
    visited cell by cell.
    """
    form = blank(*GOOD)
    rows = b"".join(b'<row r="%d"/>' % i for i in range(2_000, 202_000))
    merges = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (i, i) for i in range(3_000, 8_000))
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    cases = {
        "far": swap(b"</sheetData>", far),
        "rows": swap(b"</sheetData>", rows + b"</sheetData>"),
        "merges": swap(b"</sheetData>", b'</sheetData><mergeCells count="5000">' + merges + b"</mergeCells>"),
    }
    for name, change in cases.items():
        began = time.process_time()
        found = read(tmp_path, changed(form, change))
        assert time.process_time() - began < 5, name
        assert len(found.body.get("rows", [])) <= 2_000, name

    def hide(_book: object, sheet: object) -> None:
        sheet.row_dimensions[10].hidden = True

    found = read(tmp_path, fill(form, people(3, 3), hide))
    assert "row-hidden" in {problem.code for problem in found.problems}


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    with listening() as found:
        yield found


def test_f3_no_entity_link_or_formula_is_followed(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    """Billion laughs, entities of files and of the network, external relations and formulas are never followed: the
    server that waits for a request gets none, and the file's text nowhere holds what the entity names.
    """
    address, asked = canary
    secret = tmp_path / "secret"
    secret.write_text("BIMAT")
    form = fill(blank(*GOOD), people(1, 2))
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 9))
    entities = {
        "file": b'<!ENTITY x SYSTEM "file://%s">' % str(secret).encode(),
        "http": b'<!ENTITY x SYSTEM "%s/x">' % address.encode(),
        "parameter": b'<!ENTITY %% x SYSTEM "%s/x"> %%x;' % address.encode(),
        "laughs": b'<!ENTITY l0 "ha"><!ENTITY x "&l8;">' + laughs,
    }
    began = time.process_time()
    for name, dtd in entities.items():
        for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
            doctype = b"<!DOCTYPE a [" + dtd + b"]>"
            found = read(tmp_path, changed(form, lambda n, d, p=part, t=doctype: _with_dtd(d, t) if n == p else d))
            assert "BIMAT" not in repr(found), (name, part)
    relation = b'<Relationship Id="rX" TargetMode="External" Type="http://x/externalLinkPath" Target="%s/y"/>'
    part = "xl/_rels/workbook.xml.rels"
    found = read(
        tmp_path, changed(form, swap(b"</Relationships>", relation % address.encode() + b"</Relationships>", part))
    )
    assert found.problems

    def formula(book: object, sheet: object) -> None:
        sheet["B9"] = f'=WEBSERVICE("{address}/z")'

    found = read(tmp_path, fill(blank(*GOOD), people(1, 2), formula))
    assert any(problem.place.cell == "B9" for problem in found.problems)
    assert not asked
    assert time.process_time() - began < 20


def _with_dtd(data: bytes, doctype: bytes) -> bytes:
    at = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    return data[:at] + doctype + data[at:].replace(b"<t>", b"<t>&x;", 1)


def gathered(tmp_path: Path, files: dict[str, bytes]) -> tuple[list[Answer], list[Problem]]:
    inbox = tmp_path / "inbox"
    inbox.mkdir(exist_ok=True)
    for name, data in files.items():
        (inbox / name).write_bytes(data)
    with Store.open(f"sqlite:///{tmp_path / 'r.db'}") as store:
        found = collect(dataset(), [inbox], store, ArrivalDetails(who="test"))
    return list(found.records.answers.values()), found.problems


def test_f4_what_was_filled_in_is_what_is_read(tmp_path: Path) -> None:
    """Render, fill, read: the rows are those that were filled in. (Any characters, and saved by LibreOffice:
    tests/returns/reading.)
    """
    rows = people(7, 5)
    (answer,), _problems = gathered(tmp_path, {"a.xlsx": fill(blank(*GOOD), rows)})
    assert [row["values"]["ho-ten"] for row in answer.rows()] == [person["name"] for person in rows]
    assert [row["values"]["dien-thoai"] for row in answer.rows()] == [person["phone"] for person in rows]


def test_f5_a_refusal_names_its_cell_and_keeps_the_good_rows(tmp_path: Path) -> None:
    """Every refusal names the cell and the row's own words; one bad row does not lose the good ones."""
    rows = people(7, 4)
    rows[2]["phone"] = "12"
    (answer,), problems = gathered(tmp_path, {"a.xlsx": fill(blank(*GOOD), rows)})
    assert "D11" in {p.place.cell for p in problems}
    good = [row["values"]["ho-ten"] for row in answer.good()]
    assert good == [rows[i]["name"] for i in (0, 1, 3)]


def test_f6_the_same_file_twice_is_one_answer(tmp_path: Path) -> None:
    """The same file twice is one answer; a form of another dispatch is named, not merged (tests/returns/)."""
    form = fill(blank(*GOOD), people(7, 3))
    answers, problems = gathered(tmp_path, {"a.xlsx": form, "b.xlsx": form})
    assert len(answers) == 1
    assert problems


def test_f7_mutated_files_give_rows_or_problems(tmp_path: Path) -> None:
    """Mutated XLSX and DOCX (flipped bytes, cut, shuffled and doubled parts) give rows or Problems; never a traceback,
    never more than five seconds.
    """
    forms = [fill(blank(*GOOD), people(3, 3)), blank(*GOOD, "docx")]
    rng, count, refused = random.Random(7), 10_000 if LONG else 150, 0
    for number in range(count):
        data = bytearray(forms[number % 2])
        way = rng.randrange(4)
        if way == 0:
            for _flip in range(rng.randrange(1, 9)):
                data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
        elif way == 1:
            del data[rng.randrange(len(data)) :]
        elif way == 2:  # inside a part, so that the ZIP stays sound
            with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
                target = rng.choice(package.namelist())
                seed = rng.random()
            data = bytearray(changed(bytes(data), lambda n, d, t=target, s=seed: _bitten(d, s) if n == t else d))
        else:
            with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
                one, two = rng.sample(package.namelist(), 2)
                parts = {one: package.read(two), two: package.read(one)}
            data = bytearray(changed(bytes(data), lambda n, d, p=parts: p.get(n, d)))
        began = time.process_time()
        found = read(tmp_path, bytes(data), "a.xlsx" if number % 2 == 0 else "a.docx")
        refused += bool(found.problems)
        assert time.process_time() - began < 5
        assert isinstance(found, CollectedFile)
    assert refused
    figure("F7", "mutants read", count)


def _bitten(data: bytes, seed: float) -> bytes:
    rng = random.Random(seed)
    start = rng.randrange(max(len(data), 1))
    return (
        data[:start]
        + rng.choice([b"", b"<", b"\0", b"&x;", b'"', data[start : start + 40] * 3])
        + data[start + rng.randrange(9) :]
    )
