"""A clerk's first half hour in a real Chromium: from an empty folder to a paper of her own, by the keyboard alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congvan.model.project.yaml_reader import scan
from tests.acceptance.browser.devtools import Chromium
from tests.acceptance.browser.test_first_screen import CHROMIUM
from tests.web.test_server import Running, started

pytestmark = pytest.mark.full("Chromium")

DISPATCH = "data/dispatches/hop-giao-ban.yaml"
PAPER = "/van-ban-di/hop-giao-ban"
NAMES = ("Sở Tài chính", "UBND tỉnh Lạng Sơn", "STC", "Lạng Sơn", "Nguyễn Văn A", "Giám đốc")
TELEX = (
    *("T", "i", "e", "Backspace", "ê", "n", "g", "Backspace", "Backspace", "Backspace", "ế", "n", "g", " "),
    *("V", "i", "e", "Backspace", "ê", "t", "Backspace", "Backspace", "ệ", "t"),
)
"""Tiếng Việt as Unikey types it."""
HELD = "(() => { const a = document.activeElement; return [a.id, a.value, a.selectionStart, a.selectionEnd]; })()"


class Keyboard:
    """A Chromium in which nothing is clicked."""

    def __init__(self, page: Chromium) -> None:
        self.page = page

    def press(self, key: str, code: int) -> None:
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            more = text if kind == "keyDown" else {}
            self.page.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more)

    def to(self, holds: str) -> None:
        """Tab until what has the focus is of some kind."""
        for _ in range(150):
            if self.page.js(f"!!document.activeElement && (a => {holds})(document.activeElement)"):
                return
            self.press("Tab", 9)
        pytest.fail(f"no stop of the keyboard is {holds}")

    def type(self, text: str) -> None:
        for letter in text:
            self.page.key(letter)

    def enter(self) -> None:
        self.press("Enter", 13)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[list[Running]]:
    running = [started(root)]
    yield running
    for each in running:
        each.stop()


@pytest.fixture(scope="module")
def page(server: list[Running], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    made = Chromium(CHROMIUM, tmp_path_factory.mktemp("chromium") / "profile")
    enter(made, server[-1])
    yield made
    made.close()


def enter(page: Chromium, running: Running) -> None:
    page.enter(running.address, running.cookie)


def data(root: Path) -> Any:
    return scan((root / DISPATCH).read_bytes(), DISPATCH).data


@pytest.fixture(scope="module")
def draft(page: Chromium, root: Path) -> Path:
    """An empty folder that became an office, and a paper begun in it, by keyboard; the page shows the paper."""
    keyboard = Keyboard(page)
    keyboard.to("a.id === 'co-quan-agency'")
    for number, name in enumerate(NAMES):
        if number:
            keyboard.press("Tab", 9)
        keyboard.type(name)
    keyboard.enter()
    page.until(lambda: (root / "data/agency.yaml").is_file())
    page.until(lambda: page.js("!document.getElementById('co-quan-agency') && document.readyState") == "complete")
    keyboard.to("a.getAttribute('href')?.endsWith('/van-ban-di#moi')")
    keyboard.enter()
    page.until(lambda: page.js("location.pathname.slice(33) + document.readyState") == "/van-ban-dicomplete")
    keyboard.to("a.id === 'new-name'")
    keyboard.type("hop-giao-ban")
    keyboard.enter()
    page.until(lambda: page.js("location.pathname.slice(33) + document.readyState") == f"{PAPER}/noi-dungcomplete")
    return root


def test_an_empty_folder_becomes_an_office_with_a_paper(page: Chromium, draft: Path) -> None:
    assert data(draft)["signer"] == "nguoi-ky"
    assert "DỰ THẢO" in page.js("document.querySelector('.stamp').innerText")
    assert page.errors == []


def test_keys_arrive_and_the_caret_stays_while_the_preview_follows(page: Chromium, draft: Path, root: Path) -> None:
    keyboard = Keyboard(page)
    page.until(lambda: page.js("!!document.querySelector('.preview-pages img')"))
    first = page.js("document.querySelector('.preview-pages .shown').dataset.version")
    keyboard.to("a.id === 'f-body'")
    page.js("document.activeElement.setSelectionRange(0, 0)")
    before, typed = page.js("document.activeElement.value"), ""
    for number, key in enumerate(TELEX):
        page.key(key)
        typed = typed[:-1] if key == "Backspace" else typed + key
        if number % 6 == 0:  # another field is saved, and the pages are drawn anew
            page.js(
                "(() => { const m = document.getElementById('f-marking'); m.value = 'LƯU HÀNH "
                f"{number}'; m.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
            )
        assert page.js(HELD) == ["f-body", typed + before, len(typed), len(typed)]
    page.until(lambda: page.js("document.querySelector('.preview-pages .shown').dataset.version") != first)
    assert page.js(HELD) == ["f-body", f"Tiếng Việt{before}", 10, 10]
    keyboard.press("Tab", 9)
    page.until(lambda: data(root)["body"].startswith("Tiếng Việt"))
    assert page.errors == []


def test_what_can_be_printed_follows_when_the_files_are_made(
    page: Chromium, draft: Path, root: Path, server: list[Running]
) -> None:
    keyboard = Keyboard(page)
    page.go(f"{server[-1].address}{PAPER}/in")
    assert page.js("document.querySelectorAll('input[name=files]').length") == 0
    page.js("document.querySelector('.print-build button').focus()")
    keyboard.enter()
    page.until(lambda: page.js("document.querySelectorAll('input[name=files]').length") == 2)
    keyboard.to("a.matches('[data-all]')")
    page.key(" ")
    assert page.js("document.querySelector('[data-total]').textContent").startswith("Đã chọn 2 tệp: 6 tờ")
    assert (root / "outputs/hop-giao-ban").is_dir()
    assert page.errors == []


def test_a_finding_leads_to_its_entry_and_an_added_one_opens_no_other_folds(
    page: Chromium, draft: Path, root: Path, server: list[Running]
) -> None:
    file = root / DISPATCH
    file.write_text(f"{file.read_text('utf-8')}\nforms:\n  - id: bieu\n    name: Biểu\n    subject: Máy\n", "utf-8")
    page.go(f"{server[-1].address}{PAPER}/phu-luc-bieu")
    page.until(lambda: page.js("!!document.querySelector('.preview .to-field')"))
    page.js("document.querySelector('.preview .to-field').click()")
    assert page.js("document.activeElement.parentElement.id") == "f-forms-0"
    page.js("document.querySelector('#f-forms-0 > div > details.more').open = true")
    for count in (1, 2):
        page.js(
            "(form => { form.elements.label.value = 'Cột'; form.requestSubmit(); })"
            "(document.querySelector('[data-add=\"/forms/0/columns\"]'))"
        )
        there = "document.readyState + document.querySelectorAll('[id^=f-forms-0-columns-][id$=-label]').length"
        page.until(lambda there=there, count=count: page.js(there) == f"complete{count}")
    folds = "[...document.querySelectorAll('#f-forms-0 details.more[open]')].map(each => each.closest('.entry-of').id)"
    assert page.js(folds) == ["f-forms-0"]
    assert page.errors == []


ASKS = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
"""Whether the browser asks before the tab is left."""


def test_what_is_typed_while_the_program_is_killed_is_saved_when_a_new_start_is_open(
    page: Chromium, draft: Path, root: Path, server: list[Running]
) -> None:
    keyboard = Keyboard(page)
    page.go(f"{server[-1].address}{PAPER}/noi-dung")
    keyboard.to("a.matches('.seldom > summary')")
    keyboard.enter()
    keyboard.to("a.id === 'f-authority'")
    keyboard.type("GIÁM ")
    page.until(lambda: list((root / ".congvan/drafts").glob("*.json")))
    page.until(lambda: not page.js(ASKS))
    os.kill(server[-1].process.pid, signal.SIGKILL)
    server[-1].process.wait()
    keyboard.type("ĐỐC")
    page.until(lambda: page.js(ASKS))
    assert "Chương trình đang tắt" in str(page.js("document.querySelector('.lost')?.textContent"))
    keyboard.press("Tab", 9)
    note = "document.querySelector('[data-path=\"/authority\"] .note').innerText"
    page.until(lambda: page.js(note).startswith("Chưa lưu được"))
    assert page.js("document.getElementById('f-authority').value") == "GIÁM ĐỐC"
    server.append(started(root, server[-1].port))
    page.until(lambda: "đã mở lại" in str(page.js("document.querySelector('.lost')?.textContent")))
    page.enter(server[-1].address, server[-1].cookie, tab=True)
    page.until(lambda: data(root).get("authority") == "GIÁM ĐỐC")
    page.until(lambda: not page.js(ASKS))
    assert page.js("location.href") == f"{server[-1].address}{PAPER}/noi-dung"
    assert page.js("!document.querySelector('.lost')")
    assert page.js("document.querySelector('.menu a').getAttribute('href')") == f"{server[-1].place}/"
    page.go(f"{server[-2].address}{PAPER}/noi-nhan")  # a bookmark of before
    page.until(lambda: page.js("location.href") == f"{server[-1].address}{PAPER}/noi-nhan")
    assert page.js("localStorage.length") == 0


def test_a_draft_is_deleted_once_asked_and_lies_in_the_bin(
    page: Chromium, draft: Path, root: Path, server: list[Running]
) -> None:
    page.go(f"{server[-1].address}{PAPER}/noi-dung")
    page.errors.clear()  # of the test before, which has killed the program
    edit = "f.value += ' (bỏ)'; f.dispatchEvent(new Event('change'))"
    page.js(f"(() => {{ const f = document.getElementById('f-subject'); {edit}; }})()")
    page.until(lambda: data(root)["subject"].endswith("(bỏ)"))  # the page shows the file as it was saved from it
    page.js("setTimeout(() => document.querySelector('[data-discard]').click())")
    page.until(lambda: page.js("1") and not (root / DISPATCH).exists())
    page.until(lambda: page.js("location.pathname.slice(33) + document.readyState") == "/van-ban-dicomplete")
    assert page.js("document.querySelector('.gone').textContent") == (
        "Đã xóa. Trong 30 ngày có thể lấy lại ở Mục đã xóa"
    )
    page.js("document.querySelector('.gone a').click()")
    page.until(lambda: page.js("location.pathname.slice(33) + document.readyState") == "/cai-dat/da-xoacomplete")
    assert page.errors == []
