"""The pages beside the form in a real Chromium: how soon they follow, and where their findings lead."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.browser.devtools import Chromium
from tests.acceptance.browser.test_first_screen import CHROMIUM
from tests.pace import AT_REST, loop_seconds
from tests.sample_project import new_project
from tests.web.test_server import Running, started
from tools.preview_latency import processor

PAPER = "/van-ban-di/bluezone-2020"
ROUNDS = 5
VALUE, TEXT = 0.150, 0.400
"""Seconds of a machine at rest until the picture of a changed value, of a changed text of three pages, is there."""
CHANGED = """(async () => {
  const field = document.getElementById(%s), pages = document.querySelector(".preview-pages");
  const version = () => pages.querySelector(".shown")?.dataset.version, before = version();
  const loaded = () => pages.querySelector(".preview-page:not(.waiting) img").naturalWidth > 0;
  field.value = field.value.replace(%s, %s);
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 0));
  const marked = pages.classList.contains("old");
  while (version() === before || pages.classList.contains("old")) await new Promise(requestAnimationFrame);
  return [marked, loaded()];
})()"""

pytestmark = pytest.mark.full("Chromium")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_project(tmp_path_factory.mktemp("preview")).root


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Running]:
    running = started(root)
    yield running
    running.process.kill()
    running.process.communicate()


@pytest.fixture(scope="module")
def page(server: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    made = Chromium(CHROMIUM, tmp_path_factory.mktemp("chromium") / "profile")
    made.enter(server.address, server.cookie)
    made.go(f"{server.address}{PAPER}/noi-dung")
    settled(made)
    yield made
    made.close()


def settled(page: Chromium) -> None:
    """Wait until all that follows the first picture is there too."""
    page.until(lambda: page.js("!!document.querySelector('.preview-page') && !document.querySelector('.waiting')"))
    page.until(lambda: page.js("document.querySelector('.preview-state').hidden"))


def change(page: Chromium, field: str, old: str, new: str) -> None:
    """Change a field; the old picture is marked until the new one is there."""
    assert page.js(CHANGED % (json.dumps(field), json.dumps(old), json.dumps(new))) == [True, True]


@pytest.mark.parametrize(
    ("field", "begins", "limit"), [("f-subject", "tăng cường", VALUE), ("f-body", "Đề nghị các", TEXT)]
)
def test_the_picture_follows_soon(page: Chromium, server: Running, field: str, begins: str, limit: float) -> None:
    """Processor time of the server and its child, in the seconds of a machine at rest: others share this one."""
    last, taken = begins, []
    for number in range(ROUNDS):
        settled(page)
        before, loop = processor(server.process.pid), loop_seconds()
        change(page, field, last, f"{begins} {number}")
        spent, last = processor(server.process.pid) - before, f"{begins} {number}"
        taken.append(spent * AT_REST / ((loop + loop_seconds()) / 2))
    assert statistics.median(taken[1:]) < limit, taken  # the first imports what lays pages out


def test_the_changed_place_comes_into_view_and_findings_lead_to_the_field(page: Chromium) -> None:
    settled(page)
    page.js("document.querySelector('.preview-pages').scrollTop = 0")
    change(page, "f-body", "kịp thời tháo gỡ", "kịp thời xem xét, tháo gỡ")
    assert page.js("document.querySelector('.preview-pages').scrollTop") > 0
    change(page, "f-body", "bàn tỉnh Lạng Sơn", "bàn tỉnh lạng sơn")
    page.until(lambda: page.js("!!document.querySelector('.mark')"))
    assert page.js("document.querySelector('.preview-page').contains(document.querySelector('.mark'))")
    assert "Lạng Sơn" in page.js("document.querySelector('.preview-findings').innerText")
    page.js("document.querySelector('.mark').click()")
    assert page.js("document.activeElement.id") == "f-body"
    assert page.errors == []


def test_while_it_cannot_be_drawn_the_last_good_pages_stay(page: Chromium, server: Running, root: Path) -> None:
    """Also on the page opened anew; the text of the file is saved there, and the pages are drawn again."""
    settled(page)
    file = root / f"data{PAPER.replace('/van-ban-di', '/dispatches')}.yaml"
    sound, shown = file.read_text("utf-8"), "document.querySelector('.preview-pages .shown')"
    version = page.js(f"{shown}.dataset.version")
    file.write_text(sound + "x: [\n", "utf-8")
    page.js("document.dispatchEvent(new Event('congvan:saved'))")
    page.until(lambda: page.js("document.querySelector('.preview-pages').classList.contains('old')"))
    page.until(lambda: page.js("!!document.querySelector('.preview-findings .findings')"))
    assert page.js(f"[{shown}.dataset.version, {shown}.querySelector('img').naturalWidth > 0]") == [version, True]
    page.go(f"{server.address}{PAPER}/noi-dung")
    assert "chưa đóng" in page.js("document.querySelector('main').innerText")
    assert page.js("document.querySelector('pre.lines mark').innerText").endswith("x: [")
    text = "document.querySelector('[data-raw]')"
    page.js(f"{text}.focus(); {text}.value += 'y: ['; document.querySelector('.raw button.main').focus()")
    page.until(lambda: page.js("!!document.querySelector('.raw .note .findings')"))
    assert file.read_text("utf-8") == sound + "x: [\n"
    page.js(f"{text}.focus(); {text}.value = {json.dumps(sound)}; {text}.blur()")
    page.until(lambda: page.js("!!document.querySelector('#f-subject')"))
    assert file.read_text("utf-8") == sound
    settled(page)
    assert page.errors == []
