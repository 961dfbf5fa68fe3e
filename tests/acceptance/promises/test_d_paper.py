"""D. The finished paper: whole, well formed, readable, in the faces it says, and by the decree."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.job import Artifact
from congvan.core.problems import ProblemsFound
from congvan.pipeline.plan.planner import Selection
from tests.acceptance.promises.line import (
    CONTACTS,
    DISPATCH,
    DISTRICTS,
    ENTERPRISES,
    LONG,
    READ,
    figure,
    first_form,
    made,
    problems_of,
    sample,
    squeezed,
    swapped,
    text_of,
    warm,
)
from tests.acceptance.promises.test_c_templates import DOCX, PARTS, with_tag
from tests.sample_project import Project, docx_words, new_project, pdf_words

LEFT = re.compile(r"\{\{|\{%|\bNone\b|Undefined|<built-in|object at 0x")
#: Keys of a content that steer the layout and are no words of the document.
STEERING = {
    "style",
    "layout",
    "form",
    "lang",
    "form_id",
    "keywords",
    "id",
    "path",
    "title",
    "author",
    "fields",
    "widths",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The letter, one form of each kind and one pack of the sample, built by the command."""
    project = new_project(tmp_path_factory.mktemp("built"))
    for words in (["letter"], ["rosters", "--where", "district=cao-loc", "--where", "enterprise=viettel-lang-son"]):
        run = project.run(*words)
        assert run.code == 0, run.out + run.err
    return project


def words_of(content: Any, key: str = "") -> Iterator[str]:
    """The texts of a content that are words of the document."""
    if isinstance(content, dict):
        for name, item in content.items():
            if name == "runs":
                yield "".join(run["text"] for run in item)
            elif name not in STEERING:
                yield from words_of(item, name)
    elif isinstance(content, list):
        for item in content:
            yield from words_of(item, key)
    elif isinstance(content, str):
        yield content


def is_whole(artifact: Artifact) -> None:
    """Every word of body, table, receivers, signature stands in the file; nothing of the template does."""
    job = artifact.job
    said = squeezed(READ[job.format](artifact.data))
    assert not LEFT.search(said), (job.path, LEFT.search(said))
    content = job.content
    wanted = [*words_of(content.get("body", [])), *(words_of(content["noi_nhan"]) if content.get("letter") else ())]
    for part in content.get("attachments", []):
        wanted += [*words_of(part.get("body", [])), *words_of(part.get("table", {}).get("rows", []))]
        wanted += [column["label"] for column in part.get("table", {}).get("columns", [])]
    for text in wanted:
        assert squeezed(text) in said, (job.path, text)


def test_d1_nothing_is_lost() -> None:
    """Nothing is lost: every word of the text, the tables and the receivers is in the DOCX, PDF and XLSX read back, and
    no tag, None or Undefined is.
    """
    count = 0
    where = (
        {} if LONG else {"district": ["cao-loc"], "receiver": ["tinh-doan-lang-son"], "enterprise": ["buu-dien-tinh"]}
    )
    names = ["letter", "letters", "rosters", "rosters-by-enterprise"]
    for name in names:
        used = {} if name == "letter" else {k: v for k, v in where.items() if _loops(name, k)}
        for artifact in made({}, Selection([name], used, ["docx", "pdf", "xlsx"]), warm()):
            if artifact.job.document in ("send-list", "print-slip"):  # in the letter's folder, with fewer parts
                continue
            is_whole(artifact)
            count += 1
    assert count >= 9
    figure("D1", "files read back", count)


def _loops(document: str, name: str) -> bool:
    return (
        name
        in {"letters": "receiver", "rosters": "district enterprise", "rosters-by-enterprise": "enterprise"}[
            document
        ].split()
    )


WORD = st.text(
    st.sampled_from("aăâbcđeêghikmnoôơpqtuưxyáàảãạĐẤỆỸ0123456789&<>\"'(){}%–—…/.,;:-"), min_size=1, max_size=12
)


@settings(max_examples=60 if LONG else 4, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(WORD, min_size=1, max_size=60), st.lists(WORD, min_size=1, max_size=10))
def test_d1_any_words_come_out_whole(body: list[str], name: list[str]) -> None:
    """Whatever words the text and a contact's name hold, the DOCX and the PDF hold them all, in their order."""
    import json

    text, called = _without_tags(body), _without_tags(name)
    fact = json.dumps(text, ensure_ascii=False)
    changes = {
        DISPATCH: text_of(DISPATCH)
        .replace("facts:\n", f"facts:\n  moi: {fact}\n", 1)
        .replace("body: |\n", "body: |\n  Lời văn “{{ facts.moi }}” hết lời.\n\n", 1),
        **swapped(CONTACTS, "name: Đinh Quang Tuấn", f"name: {json.dumps(called, ensure_ascii=False)}"),
    }
    for artifact in made(changes, Selection(["letter"], {}, ["docx", "pdf"]), warm()):
        if artifact.job.document == "letter":
            is_whole(artifact)
            said = squeezed(READ[artifact.job.format](artifact.data))
            assert squeezed(f"Lời văn “{text}” hết lời.") in said
            assert squeezed(f"đ/c {called} -") in said


def _without_tags(words: list[str]) -> str:
    """The words without what would look like a tag that was left over, also where blanks are taken out."""
    return re.sub(r"\{(?=\s*[{%#])", "{.", " ".join(words))


def test_d1_a_template_that_loses_its_end_is_refused() -> None:
    """A template whose XML is cut in the middle, or a tag that opens markup, is a Problem; no file is made."""
    for cut in (0.3, 0.7, 0.99):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sample()[DOCX])) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, data[: int(cut * len(data))] if name == PARTS[0] else data)
        with pytest.raises(ProblemsFound):
            list(made({DOCX: out.getvalue()}, Selection(["letter"], {}, ["docx"])))
    with pytest.raises(ProblemsFound):
        list(made({DOCX: with_tag(PARTS[0], "{{ '<w:p>'|safe }}")}, Selection(["letter"], {}, ["docx"])))


def test_d2_every_file_opens_and_every_part_parses(built: Project) -> None:
    """Every XML part of every package parses strictly; python-docx and openpyxl open them; every PDF passes qpdf."""
    import docx
    import openpyxl
    from lxml import etree

    parts = 0
    for path in sorted((built.root / "outputs").rglob("*.*")):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None
                names = package.namelist()
                assert len(names) == len(set(names))
                for name in names:
                    if name.endswith((".xml", ".rels")):
                        etree.fromstring(package.read(name), etree.XMLParser(recover=False, resolve_entities=False))
                        parts += 1
            (docx.Document if path.suffix == ".docx" else openpyxl.load_workbook)(str(path))
    figure("D2", "XML parts parsed", parts)
    assert parts > 30
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is missing: apt-get install qpdf")
    pdfs = sorted((built.root / "outputs").rglob("*.pdf"))
    for path in pdfs if LONG else pdfs[::6]:
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (path, done.stderr)


def test_d3_docx_and_pdf_say_the_same_words(built: Project) -> None:
    """DOCX and PDF of a letter and of a form carry the same words (and in the same order:
    tests/acceptance/templates/test_same_words.py).
    """
    pairs = 0
    for path in sorted((built.root / "outputs").rglob("*.docx")):
        if path.with_suffix(".pdf").exists() and ("cong-van" in path.name or "--" in path.name):
            one, two = docx_words(path), pdf_words(path.with_suffix(".pdf"))
            assert sorted(one) == sorted(two), path
            pairs += 1
    assert pairs >= 2


@pytest.mark.parametrize("char", ["漢", "😀", "ก"] if LONG else ["漢"])
def test_d4_no_tofu(char: str, tmp_path: Path) -> None:
    """A character that the face has no glyph for is named with its code point, and nothing is written."""
    project = new_project(tmp_path)
    project.replace(CONTACTS, "name: Đinh Quang Tuấn", f"name: Đinh {char} Tuấn")
    run = project.run("letter", "--format", "json")
    assert run.code in (3, 4)
    assert any(f"U+{ord(char):04X}" in p["message"] for p in run.json["problems"]), run.json["problems"]
    assert not project.tree()


def test_d4_every_face_is_embedded_and_one_of_ours(built: Project) -> None:
    """Every face of every PDF is embedded, and is Liberation or the signs' own; no other of the machine slips in."""
    import pikepdf

    faces = set()
    for path in (built.root / "outputs").rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                    assert any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")), path
                    faces.add(str(thing["/FontName"]).rpartition("+")[2].lstrip("/"))
    assert faces
    assert all(re.match("Liberation|BeVietnam|Be-Vietnam", face) for face in faces), faces


MARGINS = {"left": (r'w:left="\d+"', 'w:left="100"'), "right": (r'w:right="\d+"', 'w:right="100"')}


@pytest.mark.parametrize("side", MARGINS)
def test_d5_a_template_that_breaks_the_decree_is_told(side: str, tmp_path: Path) -> None:
    """A rule of Decree 30 that the template breaks is told with its id and clause, and the build does not say all is
    well. (That each rule is broken by its own mutant and by no other: tests/nd30/.)
    """
    project = new_project(tmp_path)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample()[DOCX])) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == PARTS[0]:
                text = re.sub(r"<w:pgMar[^>]*>", lambda m: re.sub(*MARGINS[side], m.group()), data.decode())
                data = text.encode()
            new.writestr(name, data)
    (tmp_path / DOCX).write_bytes(out.getvalue())
    run = project.run("letter", "--only", "docx", "--format", "json")
    found = [p for p in run.json["problems"] if p["code"].startswith("ND30-")]
    assert found
    assert run.code == 3 or all(p["severity"] != "error" for p in found)


NAME_OF_300 = "Trung tâm " + " ".join(["kinh doanh và hỗ trợ khách hàng"] * 10)


def test_d6_long_and_empty_still_stand() -> None:
    """A name of 300 letters, one district, many receivers, an empty text: pages, or a Problem; never a crash, never a
    word off the page.
    """
    changes = swapped(ENTERPRISES, "name: Viettel Lạng Sơn", f"name: {NAME_OF_300}")
    for artifact in made(changes, first_form(), warm()):
        assert squeezed(NAME_OF_300) in squeezed(READ[artifact.job.format](artifact.data))
    one = text_of(DISTRICTS)
    one = one[: one.index("- id: trang-dinh")]
    assert isinstance(problems_of({DISTRICTS: one}), list)
    more = "".join(f"- id: moi-{i}\n  kind: vien-thong\n  name: Doanh nghiệp số {i}\n\n" for i in range(80))
    many = {ENTERPRISES: text_of(ENTERPRISES) + "\n" + more}
    for artifact in made(many, Selection(["letter"], {}, ["docx", "pdf"]), warm()):
        if artifact.job.document == "print-slip":  # copies by the hundred, not by name
            continue
        said = squeezed(READ[artifact.job.format](artifact.data))
        assert all(squeezed(f"Doanh nghiệp số {i}") in said for i in range(80)), artifact.job.path
    empty = re.sub(r"(?s)body: \|\n.*?\n(?=\S)", "body: |\n\n", text_of(DISPATCH), count=1)
    assert problems_of({DISPATCH: empty}), "a letter without a text is told"
