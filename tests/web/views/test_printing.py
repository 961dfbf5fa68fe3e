"""“In”: what is ticked is told in sheets, sides and copies, bound into jobs, and some pages printed again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest

from tests.made_pdf import pack_pdf, plain_pdf
from tests.sample_project import Project, new_project
from tests.web.client import Browser, settings_of
from tests.web.views.test_today import text

PAPER = "/van-ban-di/bluezone-2020"
LETTER = "bluezone-2020/letter/cong-van.pdf"
PACKS = ("bluezone-2020/packs/cao-loc.pdf", "bluezone-2020/packs/loc-binh.pdf")


@pytest.fixture(scope="module")
def printing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made: Project = new_project(tmp_path_factory.mktemp("in"))
    for name, data in {
        LETTER: plain_pdf(3),
        LETTER.replace(".pdf", ".docx"): b"PK",
        PACKS[0]: pack_pdf({"Bìa": 1, "Biểu": 2}),
        PACKS[1]: pack_pdf({"Bìa": 1, "Biểu": 3}),
    }.items():
        path = made.root / "outputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    browser = Browser(settings_of(made.root))
    yield browser
    browser.app.state.runs.close()


def outcome(browser: Browser, **given: object) -> str:
    started = browser.post(f"{PAPER}/in", data=given)
    run = re.search(r'data-run="(\w+)"', started.text)
    assert run, started.text
    browser.app.state.runs[run[1]].wait(60)
    return browser.get(f"/chay/{run[1]}").text


def test_the_screen_says_how_much_each_takes(printing: Browser) -> None:
    html = printing.get(f"{PAPER}/in").text
    shown = text(html)
    assert "In 100 %, hai mặt, lật cạnh dài." in shown
    assert "DỰ THẢO · bản in chưa có số" in shown
    assert "Cao Lộc 2 3 1 PDF" in shown
    assert "Chưa chọn tệp nào." in shown
    assert re.search(rf'value="{LETTER}" data-sheets="2" data-single="3" data-sides="3" data-copies="\d\d"', html)
    assert "17 mục này chưa có bản PDF." in shown
    assert html.count("<caption") == html.count("<table") > 3
    assert not re.search(r"<script>|<style|style=", html)


def test_what_is_ticked_becomes_jobs_that_go_on_from_one_to_the_next(printing: Browser) -> None:
    html = outcome(printing, files=PACKS, sheets="3")
    shown = text(f"<main>{html}")
    assert "Đã ghép: 2 lượt in, 5 tờ, 7 mặt." in shown
    assert "In từ Cao Lộc – Bìa" in shown
    assert "In tiếp từ Lộc Bình – Biểu" in shown
    files = re.findall(r'href="(/in/[^"]+)"', html)
    assert len(files) == 2
    answer = printing.get(files[0])
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
    again = printing.post("/in-lai", data={"job": files[0].removeprefix("/in/"), "first": "3", "last": "3"})
    assert "In cả tờ, nên là trang 3 đến 4." in again.text
    (href,) = re.findall(r'href="(/in/[^"]+)"', again.text)
    assert printing.get(href).status_code == 200


def test_copies_are_said(printing: Browser) -> None:
    html = outcome(printing, files=[LETTER], copies="5", two_sided="false")
    assert "đặt số bản in là 5" in html
    assert "In 100 %, một mặt." in html
    assert "15 tờ" in html


def test_what_can_not_be_printed_is_told(printing: Browser) -> None:
    assert "không phải bản PDF in được" in outcome(printing, files=["bluezone-2020/../../data/agency.yaml"])
    assert 'class="ended bad"' in printing.post(f"{PAPER}/in", data={"files": [LETTER], "sheets": "nhiều"}).text
    gone = printing.post("/in-lai", data={"job": "bluezone-2020-0a1b2c3d/in-1.pdf", "first": "1"})
    assert "các trang này không còn được giữ" in gone.text
    assert printing.post("/van-ban-di/khong-co/in", data={"files": [LETTER]}).status_code == 404
    for path in ("/in/x/in-1.pdf", "/in/../logs/page.log", "/in/x/in-1.exe"):
        assert printing.get(path).status_code == 404


def test_a_paper_with_an_error_says_it(own_browser: Browser, project: Project) -> None:
    project.replace("data/dispatches/bluezone-2020.yaml", "signer: phuong-thi-huong-lan", "signer: khong-co-ai")
    assert "khong-co-ai" in text(own_browser.get(f"{PAPER}/in").text)
