"""What is ticked becomes jobs, whose files are served; some pages again; signs as pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest

from tests.made_pdf import plain_pdf
from tests.sample_project import new_project
from tests.web.client import Browser, settings_of
from tests.web.printed_paper import LETTER, PACKS, PAPER, put_files
from tests.web.views.test_today import text

SIGN = "chung/bang-ron-300x80.pdf"


@pytest.fixture(scope="module")
def printing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = put_files(new_project(tmp_path_factory.mktemp("in")))
    browser = Browser(settings_of(made.root))
    yield browser
    browser.app.state.runs.close()
    browser.app.state.previews.close()


def outcome(browser: Browser, **given: object) -> str:
    started = browser.post(f"{PAPER}/in", data=given)
    run = re.search(r'data-run="(\w+)"', started.text)
    assert run, started.text
    browser.app.state.runs[run[1]].wait(60)
    return browser.get(f"/chay/{run[1]}").text


def test_what_is_ticked_becomes_jobs_that_go_on_from_one_to_the_next(printing: Browser) -> None:
    html = outcome(printing, files=PACKS, sheets="3")
    shown = text(f"<main>{html}")
    assert "Đã ghép: 2 lượt in, 5 tờ, 7 mặt." in shown
    assert "In từ Huyện Cao Lộc – Bìa" in shown
    assert "In tiếp từ Huyện Lộc Bình – Biểu" in shown
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


def test_papers_about_what_came_back_are_printed_too(own_returned: Browser) -> None:
    """A reminder, lists: by their ticks on the page, and by the names of their documents."""
    there = "bluezone-2020/returns/don-doc/vnpt-lang-son.pdf"
    for name in (there, "bluezone-2020/returns/danh-sach-tong-hop.pdf", "bluezone-2020/returns/danh-sach-goi.pdf"):
        path = own_returned.settings.root / "outputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(plain_pdf(2))
        assert f'value="{name}"' in own_returned.get(f"{PAPER}/in").text, name
    assert "Đã ghép: 1 lượt in, 1 tờ, 2 mặt." in text(f"<main>{outcome(own_returned, files=['reminders'])}")


def test_what_can_not_be_printed_is_told(printing: Browser) -> None:
    assert "không phải bản PDF in được" in outcome(printing, files=["bluezone-2020/../../data/agency.yaml"])
    assert 'class="ended bad"' in printing.post(f"{PAPER}/in", data={"files": [LETTER], "sheets": "nhiều"}).text
    gone = printing.post("/in-lai", data={"job": "bluezone-2020-0a1b2c3d/in-1.pdf", "first": "1"})
    assert "không còn tệp bluezone-2020-0a1b2c3d/in-1.pdf trong các tệp để in đã lập" in gone.text
    assert printing.post("/van-ban-di/khong-co/in", data={"files": [LETTER]}).status_code == 404
    for path in ("/in/x/in-1.pdf", "/in/../logs/page.log", "/in/x/in-1.exe"):
        assert printing.get(path).status_code == 404


def test_a_sign_is_a_picture_as_wide_as_asked_for(printing: Browser) -> None:
    folder = printing.settings.root / "outputs/bluezone-2020/signage"
    (folder / "chung").mkdir(parents=True)
    (folder / SIGN).write_bytes(plain_pdf(1, size=(8503.9, 2267.7)))
    (folder / "chung/hong.pdf").write_bytes(b"no PDF")
    (folder / "order.xlsx").write_bytes(b"PK")
    picture = printing.get(f"{PAPER}/bien/{SIGN}?rong=500")
    assert picture.content.startswith(b"\x89PNG")
    assert int.from_bytes(picture.content[16:20]) in (499, 500, 501)
    for name in ("chung/khong-co.pdf", "../letter/cong-van.pdf", "chung/hong.pdf", "order.xlsx"):
        assert printing.get(f"{PAPER}/bien/{name}").status_code == 404, name
    assert printing.get(f"/van-ban-di/khong-co/bien/{SIGN}").status_code == 404
