"""The clerk's jobs by mouse and by keyboard alone, at three widths: write, print, collect, remind, check.

`make test` does them by the keyboard at 1024 px; `make test-full` and CONGVAN_LONG=1 in all six ways. One browser and
one server serve them all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from congvan.model.project.yaml_reader import scan
from tests.acceptance.browser.devtools import Chromium
from tests.acceptance.browser.hands import Hands, Keyboard, Mouse, give
from tests.acceptance.browser.test_first_screen import CHROMIUM
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf
from tests.nd30.changes import put
from tests.returns import filling
from tests.sample_project import Project, new_project
from tests.web.printed_paper import put_files
from tests.web.test_server import Running, started

pytestmark = pytest.mark.full("Chromium")

ALL = "1" in (os.environ.get("CONGVAN_FULL"), os.environ.get("CONGVAN_LONG"))
WAYS = [(Keyboard, 1024), (Mouse, 390), (Keyboard, 390), (Mouse, 1024), (Keyboard, 1920), (Mouse, 1920)]
DISTRICTS = ("cao-loc", "loc-binh", "chi-lang", "huu-lung", "bac-son", "van-quan")
SAMPLE = "/van-ban-di/bluezone-2020"


@dataclass
class Office:
    """A clerk at work: her project, what she does it with, and which of the ways it is."""

    project: Project
    address: str
    hands: Hands
    number: int

    @property
    def page(self) -> Chromium:
        return self.hands.page

    @property
    def name(self) -> str:
        return f"bao-cao-{self.number}"

    def go(self, path: str) -> None:
        self.page.go(f"{self.address}{path}")

    def follow(self, selector: str, path: str) -> None:
        """Press a link, and be where it leads."""
        self.hands.press(selector)
        self.page.until(lambda: self.page.js("location.pathname.slice(33) + document.readyState") == f"{path}complete")

    def text(self, selector: str) -> str:
        words = str(self.page.js(f"document.querySelector('{selector}')?.innerText ?? ''"))
        return " ".join(words.replace("\u2060", "").split())

    def data(self) -> Any:
        path = f"data/dispatches/{self.name}.yaml"
        return scan((self.project.root / path).read_bytes(), path).data

    def add(self, selector: str) -> None:
        """Press what adds an entry, and wait for the page to be read again."""
        self.page.js("window.before = true")
        self.hands.press(selector)
        self.page.until(lambda: self.page.js("document.readyState === 'complete' && !window.before"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Running]]:
    project = put_files(new_project(tmp_path_factory.mktemp("jobs") / "project"))
    running = started(project.root)
    yield project, running
    running.stop()


@pytest.fixture(scope="module")
def page(server: tuple[Project, Running], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    made = Chromium(CHROMIUM, tmp_path_factory.mktemp("chromium") / "profile")
    made.enter(server[1].address, server[1].cookie)
    yield made
    made.close()


@pytest.fixture(scope="module", params=WAYS if ALL else WAYS[:1], ids=lambda way: f"{way[0].__name__.lower()}-{way[1]}")
def office(request: pytest.FixtureRequest, server: tuple[Project, Running], page: Chromium) -> Office:
    way, width = request.param
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    page.errors.clear()
    return Office(server[0], server[1].address, way(page), WAYS.index(request.param))


def test_a_paper_is_written(office: Office) -> None:
    """New, subject, a receiver, an annex, the pages and what is wrong with them, number and date."""
    hands, page, paper = office.hands, office.page, f"/van-ban-di/{office.name}"
    office.go("/")
    office.follow("a[href$='/van-ban-di#moi']", "/van-ban-di")
    hands.choose("#new-kind", "bao-cao")
    hands.fill("#new-name", office.name)
    office.follow("form[hx-post$='/viec/new'] button", f"{paper}/noi-dung")
    hands.fill("#f-subject", "kết quả quý III")
    office.follow(f"a[href$='{paper}/noi-nhan']", f"{paper}/noi-nhan")
    page.until(lambda: office.data()["subject"] == "kết quả quý III")
    count = len(office.data()["receivers"])
    section = "section:has(> details form[data-add='/receivers'])"
    hands.press(f"{section} details.adding > summary")
    hands.fill(f"{section} form[data-add='/receivers'] [name='to']", "lanh-dao-so")
    office.add(f"{section} form[data-add='/receivers'] button")
    assert len(office.data()["receivers"]) == count + 1
    office.follow(f"a[href$='{paper}/phu-luc-bieu']", f"{paper}/phu-luc-bieu")
    hands.press("section:has(> details form[data-add='/appendices']) details.adding > summary")
    hands.fill("form[data-add='/appendices'] [name='title']", "Số liệu")
    hands.fill("form[data-add='/appendices'] [name='body']", "Số liệu quý III.")
    office.add("form[data-add='/appendices'] button")
    assert [each["id"] for each in office.data()["appendices"]] == ["so-lieu"]
    office.follow(f"a[href$='{paper}/xem-truoc']", f"{paper}/xem-truoc")
    page.until(lambda: page.js("!!document.querySelector('.preview-pages img')"))
    hands.press(".preview-text > summary")
    page.until(lambda: "quý III" in office.text(".preview-text"))
    office.follow(f"a[href$='{paper}/so-ngay']", f"{paper}/so-ngay")
    hands.fill("#so", str(100 + office.number))
    hands.fill("#ngay", "19/8/2020")
    hands.press("#ghi-so button")
    page.until(lambda: office.text(".stamp").startswith("SỐ") or str(100 + office.number) in office.text(".stamp"))
    assert str(office.data()["number"]) == str(100 + office.number)
    assert page.errors == []


def test_files_are_printed(office: Office) -> None:
    hands, page = office.hands, office.page
    office.go("/")
    office.follow(".jobs li:nth-child(2) a", "/van-ban-di")
    office.follow(f"a[href$='{SAMPLE}/noi-dung']", f"{SAMPLE}/noi-dung")
    office.follow(f"a[href$='{SAMPLE}/in']", f"{SAMPLE}/in")
    hands.press("[data-group] [data-all]")
    assert office.text("[data-total]").startswith("Đã chọn 1 tệp")
    hands.press("[data-bind]")
    page.until(lambda: page.js("!!document.querySelector('#luot-in .ended')"))
    assert page.js("!!document.querySelector('#luot-in .ended.good')"), office.text("#luot-in")
    assert page.js("document.querySelector('#luot-in a.button').getAttribute('href').includes('/in/')")
    assert page.errors == []


def test_forms_are_collected_and_a_question_is_answered(office: Office, tmp_path: Path) -> None:
    hands, page = office.hands, office.page
    form = tmp_path / "viettel.xlsx"
    people = [*filling.people(2, office.number), {**filling.people(3, office.number + 1)[0], "phone": "12"}]
    form.write_bytes(filling.fill(filling.blank("viettel-lang-son", DISTRICTS[office.number]), people))
    office.go("/")
    office.follow(".jobs li:nth-child(3) a", "/bieu-nhan-ve")
    before = office.text("section[data-follows]")
    give(hands, "#bieu", [form])
    page.until(lambda: office.text("section[data-follows]") != before)  # without the page being read again
    field = ".question form:has(input[name^='=']) input[name^='=']"
    page.until(lambda: page.js(f'!!document.querySelector("{field}")'))
    hands.fill(field, "0912345678")
    hands.press(".question form:has(input[name^='=']) button")
    page.until(lambda: "Hoàn tác" in str(page.js("document.querySelector('.question form + .note').innerText")))
    assert page.errors == []


def test_who_has_not_sent_is_seen_and_told(office: Office) -> None:
    hands, page, back = office.hands, office.page, f"{SAMPLE}/nhan-ve"
    office.go("/bieu-nhan-ve")
    office.follow(f"main a[href$='{back}']", back)
    assert "trên" in office.text("#da-gui")
    lines = page.js("[...document.querySelector('#chon-dong').options].map(each => each.value)")
    hands.choose("#chon-dong", lines[-1])
    hands.press(".choose button")
    page.until(lambda: f"dong={lines[-1]}" in page.js("document.readyState === 'complete' ? location.search : ''"))
    office.follow(f".within a[href$='{back}/don-doc']", f"{back}/don-doc")
    assert "nơi cần gọi" in office.text("#goi")
    hands.press("td details > summary")
    assert page.js("!!document.querySelector('td details[open]')")
    office.follow(f".within a[href$='{back}/dien-thoai']", f"{back}/dien-thoai")
    for key in page.js("[...document.querySelectorAll('.telling select')].map(each => each.id)"):
        options = page.js(f"[...document.getElementById('{key}').options].map(each => each.value)")
        hands.choose(f"#{key}", DISTRICTS[-1 - office.number] if "cao-loc" in options else options[-1])
    for at, value in enumerate(("Nguyễn Văn Mẫu", "Kỹ thuật viên", "0912345679", "x")):
        hands.fill(f".telling tbody tr:first-child td:nth-of-type({at + 1}) input", value)
    hands.press(".telling > button")
    page.until(lambda: office.text(".telling + .note").strip())
    assert page.js("!!document.querySelector('.telling + .note .saved, .telling + .note .good')"), office.text(".note")
    assert page.errors == []


def test_a_paper_is_checked(office: Office, tmp_path: Path) -> None:
    hands, page, letter = office.hands, office.page, letters.dispatch()
    put("Số:", size=16)(letter)
    paper = tmp_path / "công văn.pdf"
    paper.write_bytes(to_pdf(letter))
    office.go("/")
    office.follow(".jobs li:nth-child(4) a", "/kiem-tra")
    if isinstance(hands, Mouse):
        hands.drop("#drop", [paper])
    else:
        give(hands, "#files", [paper])
    page.until(lambda: page.js("!!document.querySelector('#results .ended')"))
    assert office.text("#said") == "Đã kiểm tra 1 văn bản."
    hands.press(".sheet a")
    page.until(lambda: page.js("location.hash") == "#loi-1-1")
    assert page.errors == []


def test_signs_are_looked_at(office: Office) -> None:
    hands, page = office.hands, office.page
    office.go(f"{SAMPLE}/noi-dung")
    office.follow(f"a[href$='{SAMPLE}/nha-in']", f"{SAMPLE}/nha-in")
    hands.press("details[data-sign]:not([open]) > summary")
    page.until(lambda: page.js("document.querySelectorAll('details[data-sign][open]').length") == 2)
    page.js(
        "document.dispatchEvent(new Event('congvan:done')), document.querySelector('[data-made] > *').id = 'before'"
    )
    page.until(lambda: not page.js("!!document.getElementById('before')"))
    assert page.js("document.querySelectorAll('details[data-sign][open]').length") == 2
    assert page.errors == []


def test_files_beyond_the_limit_are_refused_before_they_are_sent(office: Office, tmp_path: Path) -> None:
    """A gigabyte that takes no room on the disk, and is not read either."""
    large = tmp_path / "lon.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(1 << 30)
    office.go("/kiem-tra")
    give(office.hands, "#files", [large])
    office.page.until(lambda: "256 MiB" in office.text("#results"))
    assert office.text("#results .ended.bad")
    assert office.page.errors == []
