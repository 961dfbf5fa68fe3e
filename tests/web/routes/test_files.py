"""Files that come in: by content, under names of ours; files that go out: those of a build, none of them active."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import time
from pathlib import Path
from typing import IO

import pytest
from starlette.datastructures import UploadFile

from congvan.web.routes.files import sent_name, shown_name, take
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf
from tests.nd30.changes import put
from tests.sample_project import Project
from tests.web.client import Browser, settings_of


def upload(name: str, data: bytes) -> UploadFile:
    return UploadFile(io.BytesIO(data), filename=name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lan\\công văn.docx", "công văn.docx"),
        ("thư mục/con/a.pdf", "a.pdf"),
        ("a\x00\x1b[31m\u202efdp.exe", "a[31mfdp.exe"),
        ("x" * 500, "x" * 120),
        ("CON", "CON"),
        ("NUL.docx", "NUL.docx"),
        ("..", ".."),
        ("\u200fcông\u2066 văn\u202e.docx", "công văn.docx"),
        ("", ""),
    ],
)
def test_a_name_is_shown_and_nothing_else(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_name_is_that_of_the_machine_it_came_from() -> None:
    assert sent_name(upload("biểu %22A%22%0D%0A 100%25.xlsx", b"")) == 'biểu "A"\r\n 100%25.xlsx'


def test_files_are_taken_by_their_content(tmp_path: Path) -> None:
    given = [
        upload("a.exe", b"%PDF-1.7\n"),
        upload("../b.pdf", b"PK\x03\x04"),
        upload("c.docx", b"MZ\x90"),
        upload("d.pdf", b"<html><script>1</script>"),
        upload("", b""),
    ]
    taken, refused = take(given, tmp_path / "uploads")
    assert [(each.path.name, each.called) for each in taken] == [("0001.pdf", "a.exe"), ("0002.docx", "b.pdf")]
    assert refused == ["c.docx", "d.pdf"]
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["0001.pdf", "0002.docx"]


@pytest.mark.parametrize("path", ["/kiem-tra", "/nhan-bieu", "/tep-mau/thay?tep=templates/van-ban.docx"])
def test_a_disk_that_is_full_is_told_and_nothing_is_left_on_it(
    own_browser: Browser, project: Project, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def full(_source: object, target: IO[bytes], *_more: object) -> None:
        target.write(b"the first bytes")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    given = [("files", ("van-ban.docx", (project.root / "templates/van-ban.docx").read_bytes()))]
    headers = {**own_browser.headers("POST"), "hx-request": "true"}
    answer = own_browser.call("POST", path, headers, files=given)
    assert answer.status_code == 507
    assert "Ổ đĩa đã đầy" in answer.text
    assert not list((project.root / ".congvan/uploads").iterdir())
    assert own_browser.get("/health").json()["status"] == "ok"


def test_papers_are_checked(own_browser: Browser, project: Project) -> None:
    browser, letter = own_browser, letters.dispatch()
    put("Số:", size=16)(letter)
    put("Kính gửi:", size=10)(letter)
    given = [("files", ("<b>công văn<b>.exe", to_pdf(letter))), ("files", ("anh%22.png", b"\x89PNG"))]
    project.write("data/check.yaml", "ND30-KHONG-CO: lý do\n")
    assert "ND30-KHONG-CO" in browser.post("/kiem-tra", files=given).text
    project.write("data/check.yaml", "ND30-KINH-GUI-SIZE: mẫu của tỉnh\n")
    answer = browser.post("/kiem-tra", files=given)
    run = re.search(r'data-run="(\w+)"', answer.text)
    assert run
    browser.get(f"/chay/{run[1]}/su-kien")
    shown = browser.get(f"/chay/{run[1]}").text
    assert "Đã kiểm tra 1 văn bản." in shown
    assert "&lt;b&gt;công văn&lt;b&gt;.exe" in shown
    assert "ND30-SO-SIZE" in shown
    (picture,) = re.findall(r'<image href="([^"]+)"', shown)
    assert browser.get(picture).content.startswith(b"\x89PNG")
    assert browser.get(picture.replace("1-1", "1-9")).status_code == 404
    assert set(re.findall(r'<a href="#(loi-1-\d+)"', shown)) <= set(re.findall(r' id="(loi-1-\d+)"', shown))
    assert "anh&#34;.png" in shown
    assert re.findall("ND30-KINH-GUI-SIZE[^<]*", shown) == ["ND30-KINH-GUI-SIZE: mẫu của tỉnh (data/check.yaml)"]
    assert str(project.root) not in shown
    assert not list((project.root / ".congvan/uploads").rglob("*.pdf")), "what came is gone when it has been checked"
    assert 'style="' not in shown


def test_a_paper_that_can_not_be_read_is_told_by_its_name(own_browser: Browser, project: Project) -> None:
    answer = own_browser.post("/kiem-tra", files=[("files", ("hỏng.pdf", b"%PDF-1.4 damaged"))])
    run = re.search(r'data-run="(\w+)"', answer.text)
    assert run
    own_browser.get(f"/chay/{run[1]}/su-kien")
    shown = own_browser.get(f"/chay/{run[1]}").text
    assert "hỏng.pdf" in shown
    assert str(project.root) not in shown


def test_what_a_killed_server_left_is_swept(tmp_path: Path) -> None:
    for name, age in (("old", 2 * 86_400), ("new", 60)):
        folder = tmp_path / ".congvan/uploads" / name
        folder.mkdir(parents=True)
        moment = time.time() - age
        os.utime(folder, (moment, moment))
    Browser(settings_of(tmp_path))
    assert [path.name for path in (tmp_path / ".congvan/uploads").iterdir()] == ["new"]


def test_nothing_that_can_be_checked(own_browser: Browser, project: Project) -> None:
    answer = own_browser.post("/kiem-tra", files=[("files", ("a.docx", b"MZ"))])
    assert "không có tệp Word hay PDF nào" in answer.text
    assert own_browser.post("/kiem-tra", data={"files": "chữ"}).status_code == 200
    assert not list((project.root / ".congvan/uploads").iterdir())


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    root = tmp_path_factory.mktemp("served")
    folder = root / "outputs/cv/letter"
    folder.mkdir(parents=True)
    for name in ("cong-van.pdf", "cong-van.docx", "index.html", "x.svg", "manifest.json"):
        (folder / name).write_bytes(b"data")
    (root / "office.db").write_bytes(b"secret")
    (root / "secret.pdf").write_bytes(b"secret")
    os.symlink(root / "secret.pdf", folder / "link.pdf")
    return Browser(settings_of(root))


def test_made_files_are_served(outputs: Browser) -> None:
    pdf = outputs.get("/tep/cv/letter/cong-van.pdf")
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.headers["content-disposition"].startswith("inline")
    docx = outputs.get("/tep/cv/letter/cong-van.docx")
    assert docx.headers["content-disposition"].startswith("attachment")
    assert docx.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "cv/letter/index.html",
        "cv/letter/x.svg",
        "cv/letter/manifest.json",
        "cv/letter/link.pdf",
        "cv/letter",
        "cv/letter/none.pdf",
        "../secret.pdf",
        "%2e%2e/secret.pdf",
        "cv/..%2f..%2f..%2fsecret.pdf",
        "/etc/passwd",
        "%2fetc%2fpasswd.pdf",
        "cv/letter/cong-van.pdf%00.pdf",
        "../office.db",
    ],
)
def test_nothing_else_is_served(outputs: Browser, path: str) -> None:
    answer = outputs.get(f"/tep/{path}")
    assert answer.status_code == 404
    assert b"secret" not in answer.content
