"""Each kind of bad input has its clear answer: a code, the place, a remedy, the exit code, nothing written."""

from __future__ import annotations

import json
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from congvan.cli import app
from tests.acceptance.promises.line import COMMUNES, NO_ENTRIES
from tests.sample_project import Project, docx_words, new_project

DISPATCH = "data/dispatches/bluezone-2020.yaml"
Change = Callable[[Project], None]


def swap(name: str, old: str, new: str) -> Change:
    return lambda project: project.replace(name, old, new)


def raw(name: str, data: bytes) -> Change:
    return lambda project: (project.root / name).write_bytes(data) and None


def gone(name: str) -> Change:
    return lambda project: (project.root / name).unlink()


def template_tag(old: str, new: str) -> Change:
    """Change the text of the letter's DOCX template."""

    def change(project: Project) -> None:
        path = project.root / "templates/van-ban.docx"
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        text = parts["word/document.xml"].decode()
        assert old in text
        parts["word/document.xml"] = text.replace(old, new).encode()
        with zipfile.ZipFile(path, "w") as package:
            for name, data in parts.items():
                package.writestr(name, data)

    return change


CONTACTS, ENTERPRISES = (f"data/lists/{name}.yaml" for name in ("dau-moi", "doanh-nghiep"))
AGENCY, DOCUMENTS = (f"data/{name}.yaml" for name in ("agency", "documents"))
VAN_BAN = "templates/van-ban.docx"

BAD: dict[str, tuple[Change, str, str, str]] = {
    # name: (what is done, the code, the file of the place, what stands in that line)
    "wrong phone": (swap(CONTACTS, "0934.531.666", "0934.531.66"), "phone-wrong", CONTACTS, "0934.531.66"),
    "phone of letters": (swap(CONTACTS, "0934.531.666", "chín ba bốn"), "phone-wrong", CONTACTS, "chín ba bốn"),
    "unknown receiver": (
        swap(DISPATCH, "to: tinh-doan-lang-son", "to: tinh-doan"),
        "reference-unknown",
        DISPATCH,
        "to: ",
    ),
    "unknown signer": (swap(DISPATCH, "signer: phuong", "signer: phung"), "reference-unknown", DISPATCH, "signer:"),
    "unknown key": (swap(CONTACTS, "phone: 0942", "phnoe: 0942"), "field-unknown", CONTACTS, "phnoe"),
    "missing key": (swap(CONTACTS, "  phone: 0942215080\n", ""), "value-missing", CONTACTS, "vuong-mac"),
    "no value": (swap(AGENCY, "place: Lạng Sơn", "place:"), "value-empty", AGENCY, "place:"),
    "duplicate key": (swap(AGENCY, "place:", "name: Sở khác\nplace:"), "duplicate", AGENCY, "name: Sở khác"),
    "duplicate id": (swap(ENTERPRISES, "id: mobifone", "id: viettel"), "id-twice", ENTERPRISES, "viettel"),
    "tab": (swap(AGENCY, "  - id:", "\t- id:"), "tab", AGENCY, "- id:"),
    "anchor": (swap(AGENCY, "name: Sở", "name: &a Sở"), "anchor", AGENCY, "&a"),
    "alias": (swap(AGENCY, "place: Lạng Sơn", "place: *a"), "anchor", AGENCY, "*a"),
    "tag": (swap(AGENCY, "name: Sở", "name: !!python/name:os.system Sở"), "tag", AGENCY, "!!python"),
    "unclosed quote": (swap(AGENCY, "name: Sở", 'name: "Sở'), "yaml", AGENCY, ""),
    "not UTF-8": (raw(AGENCY, "name: Sở".encode("utf-16")), "encoding", AGENCY, ""),
    "two documents": (swap(AGENCY, "place:", "---\nplace:"), "documents", AGENCY, "---"),
    "empty file": (raw(AGENCY, b""), "empty", AGENCY, ""),
    "zero width": (swap(AGENCY, "name: Sở", "name: S\u200bở"), "forbidden", AGENCY, "name:"),
    "Eth for Đ": (swap(CONTACTS, "Đinh", "\u00d0inh"), "look", CONTACTS, "\u00d0inh"),
    "missing file": (gone(DOCUMENTS), "file-missing", DOCUMENTS, ""),
    "missing template": (gone("templates/bia-tap.html"), "template-missing", DOCUMENTS, "bia-tap.html"),
    "stray data file": (raw("data/agencies.yaml", b"a: b\n"), "file-unknown", "data/agencies.yaml", ""),
    "broken DOCX": (raw(VAN_BAN, b"PK\x03\x04 no zip"), "zip-broken", VAN_BAN, ""),
    "old .doc": (raw(VAN_BAN, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "docx", VAN_BAN, ""),
    "unknown fact": (
        swap(DISPATCH, "facts.trang_thong_tin }", "facts.trang_tin }"),
        "merge-unknown",
        DISPATCH,
        "trang_tin",
    ),
    "statement": (swap(DISPATCH, "{{ facts.trang_thong_tin }}", "{% if x %}"), "merge-statement", DISPATCH, "{% if"),
    "wrong date": (swap(DISPATCH, "date: 2020-08-20", "date: 2020-02-30"), "date-form", DISPATCH, "2020-02-30"),
    "wrong day": (swap(DISPATCH, "day: blank", "day: 32"), "date-part", DISPATCH, "day: 32"),
    "wrong number": (swap(DISPATCH, "number: blank", "number: 12a"), "number-form", DISPATCH, "12a"),
    "wrong medium": (swap(DISPATCH, "medium: paper", "medium: papre"), "value-choice", DISPATCH, "papre"),
    "wrong kind": (swap(DISPATCH, "kind: cong-van", "kind: cong-vna"), "kind-unknown", DISPATCH, "cong-vna"),
    "unknown list": (
        swap(DOCUMENTS, "receiver: receivers", "receiver: recievers"),
        "reference-unknown",
        DOCUMENTS,
        "reciev",
    ),
    "path out of outputs": (
        swap(DOCUMENTS, "path: letter/{{ dispatch.kind_id }}", "path: ../cong"),
        "path-unsafe",
        DOCUMENTS,
        "../cong",
    ),
    "two records in one file": (
        swap(DOCUMENTS, "letters/{{ receiver.id }}", "letters/mot"),
        "path-twice",
        DOCUMENTS,
        "letters/mot",
    ),
    "unknown name in a path": (
        swap(DOCUMENTS, "letters/{{ receiver.id }}", "letters/{{ reciever.id }}"),
        "merge-unknown",
        DOCUMENTS,
        "reciever",
    ),
    "pack in itself": (
        swap(DOCUMENTS, "- {document: rosters}", "- {document: packs-by-district}"),
        "part-unfit",
        DOCUMENTS,
        "document: packs-by-district",
    ),
    "receiver twice": (
        swap(DISPATCH, "  - each: huyen", "  - to: tinh-doan-lang-son\n  - each: huyen"),
        "receiver-twice",
        DISPATCH,
        "to: tinh-doan-lang-son",
    ),
    "receiver alone and in a group": (
        swap(DISPATCH, "  - each: huyen", "  - to: phong-vhtt-cao-loc\n  - each: huyen"),
        "receiver-twice",
        DISPATCH,
        "each: huyen",
    ),
    "list for a mapping": (raw(AGENCY, b"- name: S\n"), "value-shape", AGENCY, "- name"),
    "wrong condition": (
        swap(DOCUMENTS, "when: dispatch.forms", "when: dispatch.("),
        "expression-form",
        DOCUMENTS,
        ".(",
    ),
    "unknown content": (swap(DOCUMENTS, "content: letter", "content: leter"), "content-unknown", DOCUMENTS, "leter"),
    "unclosed loop": (template_tag("{%p endfor %}", ""), "docx", VAN_BAN, ""),
    "unknown name in a template": (template_tag("head.number", "head.nmuber"), "template-undefined", VAN_BAN, ""),
}

# those that show when a document is rendered: one is enough; of “unclosed loop” the whole package is tried
RENDERING = ("statement", "unknown fact", "unknown content", "broken DOCX", "old .doc")
RENDERING += ("unknown name in a template",)


def test_the_name_of_a_dispatchs_file_is_an_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = new_project(tmp_path)
    (project.root / DISPATCH).rename(project.root / "data/dispatches/Công văn 1.yaml")
    exit_code, said = run(project, capsys, "build")
    assert exit_code == 3
    (problem,) = said["problems"]
    assert problem["code"] == "dispatch-name"
    assert problem["file"] == "data/dispatches/Công văn 1.yaml"
    assert problem["hint"]


def test_one_path_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = new_project(tmp_path)
    project.replace(DOCUMENTS, "letters/{{ receiver.id }}", "letters/mot")
    _code, said = run(project, capsys, "build")
    assert len(said["problems"]) == 1


def test_a_pack_takes_documents_without_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = new_project(tmp_path)
    page = '<title>Phiếu</title><p style="font-family: Liberation Serif">{{ enterprise.name }}'
    project.write("templates/phieu.html", page)
    slip = "- {id: phieu, name: Phiếu, templates: {pdf: phieu.html}, path: 'phieu/{{ enterprise.id }}',"
    project.write(DOCUMENTS, f"{slip} for_each: {{enterprise: enterprises}}}}\n" + project.read(DOCUMENTS))
    project.replace(DOCUMENTS, "- {document: rosters}", "- {document: phieu}")
    exit_code, said = run(project, capsys, "build", "packs", "--where", "district=cao-loc")
    assert exit_code == 0, said


def run(project: Project, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = app.main([*words, "--root", str(project.root), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.every(4)
@pytest.mark.parametrize("name", BAD)
def test_bad_input_has_its_clear_answer(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, code, file, needle = BAD[name]
    project = new_project(tmp_path)
    project.write(COMMUNES, NO_ENTRIES)
    change(project)
    some = ["letter"] if name in RENDERING else []
    exit_code, said = run(project, capsys, "build", *some, "--only", "docx", "--only", "pdf")
    assert exit_code == (1 if name == "stray data file" else 3), said  # nothing needs that file: the rest is built
    problems = said["problems"]
    assert isinstance(problems, list)
    fitting = [p for p in problems if code in p["code"] and p.get("file") == file]
    assert fitting, problems
    assert all(p["hint"] for p in fitting), "every error names its remedy"
    if needle:
        assert any(needle in project.read(file).splitlines()[p["line"] - 1] for p in fitting), fitting
    written = list((tmp_path / "outputs").rglob("*.*"))
    assert bool(written) == (exit_code == 1), "nothing is written when anything that it needs is wrong"


def test_all_errors_of_all_files_in_one_run_sorted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = new_project(tmp_path)
    project.replace("data/agency.yaml", "place:", "plaec:")
    project.replace("data/lists/dau-moi.yaml", "0934.531.666", "12")
    project.replace("data/lists/huyen.yaml", "kind: thành phố", "knid: thành phố")
    project.replace(DISPATCH, "medium: paper", "medium: stone")
    code, said = run(project, capsys, "build")
    assert code == 3
    problems = said["problems"]
    assert isinstance(problems, list)
    files = [p["file"] for p in problems]
    assert set(files) == {"data/agency.yaml", "data/lists/dau-moi.yaml", "data/lists/huyen.yaml", DISPATCH}
    assert files == sorted(files)


def test_decomposed_text_is_composed_and_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = new_project(tmp_path / "one"), new_project(tmp_path / "two")
    for path in (two.root / "data").rglob("*.yaml"):
        path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8")
    assert app.main(["letter", "--only", "docx", "--root", str(one.root), "-q"]) == 0
    assert app.main(["letter", "--only", "docx", "--root", str(two.root), "-q"]) == 0
    first, second = one.tree(), two.tree()
    del first["manifest.json"], second["manifest.json"]
    assert first == second


def test_values_are_printed_as_typed(tmp_path: Path) -> None:
    nasty = "A & B <b>x</b> {{ 7*7 }} {% raw %} a'b\"c ]]> \\n ${x} {_{x}_}"  # each alone: promises B4 and C5
    project = new_project(tmp_path)
    quoted = json.dumps(nasty, ensure_ascii=False)
    project.replace("data/lists/dau-moi.yaml", "name: Đinh Quang Tuấn", f"name: {quoted}")
    assert app.main(["letter", "--only", "docx", "--root", str(tmp_path), "-q"]) == 0
    words = " ".join(docx_words(tmp_path / "outputs/bluezone-2020/letter/cong-van.docx"))
    assert f"(đầu mối đ/c {nasty} - 0934.531.666)" in words


def test_a_forgotten_folder_and_unknown_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--root", str(tmp_path / "nowhere")]) == 3
    assert "folder data/ not found" in capsys.readouterr().out
    project = new_project(tmp_path / "p")
    for words, code, hint in (
        (["rostres"], 3, "rosters"),
        (["rosters", "--where", "district=cao-loz"], 3, "cao-loc"),
        (["rosters", "--where", "distrikt=cao-loc"], 3, "district"),
        (["rosters", "--where", "district="], 2, "--where xa=cao-loc"),
        (["rosters", "--where", "Cao Lạc"], 3, "cao-loc"),
        (["--only", "odt"], 2, "docx"),
        (["--date", "31/9/2020"], 2, "19/8/2026"),
        (["--number", "12x"], 2, "123"),
        (["--dispatch", "bluezone"], 3, "bluezone-2020"),
    ):
        found, said = run(project, capsys, *words)
        assert found == code, words
        problems = said["problems"]
        assert isinstance(problems, list)
        assert hint in problems[0]["hint"], words
    with pytest.raises(SystemExit) as stop:
        app.main(["--nonsense"])
    assert stop.value.code == 2


def test_a_pipe_or_an_unreadable_file_in_data_does_not_hang(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = new_project(tmp_path)
    os.mkfifo(tmp_path / "data/lists.yaml")
    code, said = run(project, capsys, "build")
    assert code == 3
    assert "file-refused" in str(said)


def test_messages_are_sentences_with_a_place(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    project.replace("data/lists/dau-moi.yaml", "phone: 0942", "phnoe: 0942")
    run_ = project.run()
    assert run_.code == 3
    assert re.search(r"data/lists/dau-moi\.yaml:22:10: error: .* no field “phnoe” .*\[field-unknown\]", run_.out)
    assert "did you mean “phone”?" in run_.out


def test_a_style_sheet_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = new_project(tmp_path)
    cover = project.root / "templates/bia-tap.html"
    link = '<link rel="stylesheet" href="asset:bia-tap.css">\n</head>'
    cover.write_text(cover.read_text("utf-8").replace("</head>", link), "utf-8")
    code, said = run(project, capsys, "packs", "--where", "district=cao-loc", "--only", "pdf")
    assert code == 3
    problems = said["problems"]
    assert isinstance(problems, list)
    assert any(p["code"] == "template-asset" and "bia-tap.css" in p["message"] and p["hint"] for p in problems)
