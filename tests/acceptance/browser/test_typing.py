"""Typing into the clerk's page in a real Chromium: what the keyboard sends arrives, whatever is saved meanwhile."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from congvan.editing.drafts import KeepRequest, keep
from congvan.model.project.yaml_reader import scan
from tests.acceptance.browser.devtools import Chromium
from tests.acceptance.browser.test_first_screen import CHROMIUM
from tests.examples import FULL
from tests.sample_project import Project, new_project
from tests.web.test_server import Running, started

DISPATCH = "data/dispatches/bluezone-2020.yaml"
PAPER = "/van-ban-di/bluezone-2020"

pytestmark = pytest.mark.full("Chromium")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("typing"))


@pytest.fixture(scope="module")
def running(project: Project) -> Iterator[Running]:
    made = started(project.root)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def server(running: Running) -> str:
    return running.address


@pytest.fixture(scope="module")
def page(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    made = Chromium(CHROMIUM, tmp_path_factory.mktemp("chromium") / "profile")
    made.enter(running.address, running.cookie)
    yield made
    made.close()


def data(project: Project) -> Any:
    return scan((project.root / DISPATCH).read_bytes(), DISPATCH).data


TELEX = (
    *"Huo",
    *("Backspace", "ơ", "Backspace", "Backspace", "ư", "ơ", "n", "g"),
    *("Backspace", "Backspace", "Backspace", "ớ", "n", "g"),
    *(" ", "d", "Backspace", "đ", "a", "n", "Backspace", "Backspace", "ẫ", "n"),
)
"""Hướng đẫn as Unikey types it: letters taken back and sent again with their marks."""


def test_keys_of_unikey_arrive_while_other_fields_are_saved(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    page.js("(() => { const a = document.getElementById('f-subject'); a.focus(); a.select(); })()")
    for number, key in enumerate(TELEX):
        page.key(key)
        if number % 4 == 0:  # another field is saved while the keys go on
            page.js(
                "(() => { const m = document.getElementById('f-marking'); m.value = 'LƯU HÀNH "
                + f"{number}"
                + "'; m.dispatchEvent(new Event('change', {bubbles: true})); })()"
            )
    assert page.js("document.activeElement.id") == "f-subject"
    assert page.js("document.getElementById('f-subject').value") == "Hướng đẫn"
    page.js("document.getElementById('f-subject').blur()")
    page.until(lambda: data(project)["subject"] == "Hướng đẫn")
    page.until(lambda: data(project)["marking"] == f"LƯU HÀNH {(len(TELEX) - 1) // 4 * 4}")
    page.until(lambda: "Đã lưu lúc" in str(page.js("document.getElementById('said').textContent")))
    assert page.errors == []


def test_what_was_typed_comes_back_after_a_crash(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    page.js("document.getElementById('f-authority').closest('details').open = true")  # a field that is seldom used
    page.js("(() => { const a = document.getElementById('f-authority'); a.focus(); a.select(); })()")
    for key in "GIÁM ĐỐC":
        page.key(key)
    page.until(lambda: list((project.root / ".congvan/drafts").glob("*.json")))
    page.call("Page.navigate", url="about:blank")  # no change event: the field never lost the focus
    page.until(lambda: page.js("location.href") == "about:blank")
    assert "authority" not in data(project)
    page.go(f"{server}{PAPER}/noi-dung")
    assert page.js("document.querySelector('.typed q').textContent") == "GIÁM ĐỐC"
    assert page.js("document.querySelector('.typed').checkVisibility()")
    page.js("document.querySelector('[data-typed]').click()")
    page.until(lambda: data(project).get("authority") == "GIÁM ĐỐC")
    page.until(lambda: not list((project.root / ".congvan/drafts").glob("*.json")))


FIELD = "const a = document.getElementById('f-authority');"
FOCUS = f"(() => {{ {FIELD} const d = a.closest('details'); if (d) d.open = true; a.focus(); a.select(); }})()"
EMPTY = f"(() => {{ {FIELD} a.value = ''; a.dispatchEvent(new Event('change')); }})()"
COPY = (
    "(() => {{ const a = document.createElement('textarea'); a.value = {}; document.body.append(a); a.select();"
    " document.execCommand('copy'); a.remove(); }})()"
)
LONG = "Chữ dán từ Word, có dấu. " * 4000
"""More than a browser sends while it leaves a page."""


def no_drafts(project: Project) -> None:
    for each in (project.root / ".congvan/drafts").glob("*.json"):
        each.unlink()


def read_again(page: Chromium) -> None:
    page.js("window.before = true")
    page.call("Page.reload")
    page.until(lambda: page.js("!window.before && document.readyState") == "complete")


OFFERED = "[...document.querySelectorAll('.typed q')].map((each) => each.textContent)"
MOMENTS = [*((after, "Chữ dán vào") for after in range(0, 2001, 50)), *((after, LONG) for after in range(0, 501, 50))]


@pytest.mark.parametrize(("after", "pasted"), MOMENTS, ids=[f"{after}-{len(text)}" for after, text in MOMENTS])
def test_what_was_pasted_is_there_after_f5(
    page: Chromium, server: str, project: Project, after: int, pasted: str
) -> None:
    """At each 50 ms of the first two seconds: kept in the office's folder, and offered; or saved, since the field loses
    the focus where the browser asks before it leaves.
    """
    page.go(f"{server}{PAPER}/noi-dung")
    page.js(EMPTY)
    page.until(lambda: "authority" not in data(project))
    no_drafts(project)
    page.call("Runtime.evaluate", expression=COPY.format(json.dumps(pasted)), userGesture=True)
    page.js(FOCUS)
    page.key("x")
    page.call("Input.dispatchKeyEvent", type="keyDown", key="v", modifiers=2, commands=["paste"])
    time.sleep(after / 1000)
    read_again(page)
    there = [*page.js(OFFERED), page.js("document.getElementById('f-authority').value")]
    assert [each.strip() for each in there if each] == [f"x{pasted}".strip()]
    assert page.js("localStorage.length") == 0


COPY_HTML = (
    "(() => {{ const a = document.createElement('div'); a.innerHTML = {}; document.body.append(a);"
    " getSelection().selectAllChildren(a); document.execCommand('copy'); a.remove(); }})()"
)
BODY = "document.getElementById('f-body')"


def pressed_with_ctrl(page: Chromium, key: str, command: str = "") -> None:
    commands = [command] if command else []
    page.call(
        "Input.dispatchKeyEvent", type="keyDown", key=key, code=f"Key{key.upper()}", modifiers=2, commands=commands
    )
    page.call("Input.dispatchKeyEvent", type="keyUp", key=key, modifiers=2)


def test_a_table_and_numbers_are_pasted_told_and_taken_back(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    before = page.js(f"{BODY}.value")
    html = "<ol><li>Rà <b>soát</b><li>Báo cáo</ol><table><tr><td>Xã<td>Số<tr><td>Một<td>2</table>"
    page.call("Runtime.evaluate", expression=COPY_HTML.format(json.dumps(html)), userGesture=True)
    page.js(f"(() => {{ {BODY}.focus(); {BODY}.setSelectionRange(0, 0); }})()")
    pressed_with_ctrl(page, "v", "paste")
    made = "1. Rà **soát**\n\n2. Báo cáo\n\n| Xã | Số |\n| --- | --- |\n| Một | 2 |\n\n"
    page.until(lambda: page.js(f"{BODY}.value") == made + before)
    assert "2 số hoặc gạch đầu dòng" in page.js("document.querySelector('.pasted').textContent")
    kept = data(project)["body"]
    page.js(f"{BODY}.blur()")
    page.until(lambda: data(project)["body"] == made + kept)
    page.js(f"{BODY}.focus()")
    pressed_with_ctrl(page, "z", "undo")
    assert page.js(f"{BODY}.value") != made + before
    pressed_with_ctrl(page, "z", "undo")
    assert page.js(f"{BODY}.value") == before
    page.js(f"{BODY}.blur()")
    page.until(lambda: data(project)["body"] == kept)


@pytest.mark.parametrize("after", range(0, 2001, 50))
def test_a_table_that_was_pasted_is_there_after_f5(page: Chromium, server: str, project: Project, after: int) -> None:
    """As plain text, as its table, or saved: no word of it is gone, nor one of the text around it."""
    page.go(f"{server}{PAPER}/noi-dung")
    no_drafts(project)
    before = page.js(f"{BODY}.value")
    html = "<p>Lời dẫn mẫu:<table><tr><td>Xã<td>Số<tr><td>Một<td>2</table>"
    page.call("Runtime.evaluate", expression=COPY_HTML.format(json.dumps(html)), userGesture=True)
    page.js(f"(() => {{ {BODY}.focus(); {BODY}.setSelectionRange(0, 0); }})()")
    pressed_with_ctrl(page, "v", "paste")
    time.sleep(after / 1000)
    read_again(page)
    offered = [text for text in page.js(OFFERED) if "Lời dẫn mẫu:" in text]
    assert len(offered) == 1
    assert offered[0].split("Một")[1].strip("\t |2\n").endswith(before[-200:].strip())
    assert page.js(f"{BODY}.value") == before


@pytest.mark.parametrize("why", ["stopped", "refused"])
def test_what_was_pasted_while_nothing_can_be_saved_stays(
    page: Chromium, server: str, project: Project, why: str
) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    no_drafts(project)
    before, kept = page.js(f"{BODY}.value"), data(project)["body"]
    html = "<p>Lời dẫn mẫu:<ol><li>Một<li>Hai</ol>"
    page.call("Runtime.evaluate", expression=COPY_HTML.format(json.dumps(html)), userGesture=True)
    page.js(f"(() => {{ {BODY}.focus(); {BODY}.setSelectionRange(0, 0); }})()")
    if why == "stopped":
        page.js("window.asked = fetch; window.fetch = () => Promise.reject(new TypeError())")
    else:  # the file was changed elsewhere
        file = project.root / DISPATCH
        sound = file.read_bytes()
        file.write_bytes(sound + b"x: [\n")
    pressed_with_ctrl(page, "v", "paste")
    page.until(lambda: "Lời dẫn mẫu:" in page.js(f"{BODY}.value"))
    page.js(f"{BODY}.blur()")
    time.sleep(0.5)
    assert page.js(f"{BODY}.value").endswith(before)
    assert data(project)["body"] == kept if why == "stopped" else file.read_bytes() == sound + b"x: [\n"
    if why == "stopped":
        page.js("window.fetch = window.asked")
        page.js(f"(() => {{ {BODY}.focus(); {BODY}.blur(); }})()")
        page.until(lambda: data(project)["body"].startswith("Lời dẫn mẫu:"))
        page.js(f"(() => {{ {BODY}.value = {json.dumps(before)}; {BODY}.dispatchEvent(new Event('change')); }})()")
        page.until(lambda: data(project)["body"] == kept)
    else:
        page.until(
            lambda: any("Lời dẫn mẫu:" in each.read_text() for each in (project.root / ".congvan/drafts").iterdir())
        )
        file.write_bytes(sound)
        no_drafts(project)


TAKE = (
    "[...document.querySelectorAll('.typed')].find((each) => each.textContent.includes('{}'))"
    ".querySelector('[data-{}]').click()"
)


def test_two_tabs_keep_what_is_typed_in_each(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    drafts = project.root / ".congvan/drafts"
    no_drafts(project)
    page.js(FOCUS)
    for key in "ở đây":
        page.key(key)
    page.until(lambda: any('"ở đây"' in each.read_text("utf-8") for each in drafts.glob("*.json")))
    for number, text in enumerate(("ở thẻ kia", "ở thẻ thứ ba")):
        keep(KeepRequest(project.root, f"another.{number}", "/authority", DISPATCH, text))
    read_again(page)
    assert page.js(OFFERED) == ["ở thẻ thứ ba", "ở thẻ kia", "ở đây"]
    page.js(TAKE.format("ở thẻ kia", "forget"))
    page.until(lambda: page.js("document.querySelectorAll('.typed').length") == 2)
    assert len(list(drafts.glob("*.json"))) == 2
    keep(KeepRequest(project.root, "later.1", "/authority", DISPATCH, "ở thẻ mở sau"))
    page.js(TAKE.format("ở đây", "typed"))
    page.until(lambda: data(project).get("authority") == "ở đây")
    page.until(lambda: not page.js(OFFERED))
    read_again(page)
    assert page.js(OFFERED) == ["ở thẻ mở sau"]
    page.js(EMPTY)
    page.until(lambda: "authority" not in data(project))
    page.until(lambda: not list(drafts.glob("*.json")))


def test_what_is_typed_into_forms_is_there_after_f5_until_it_is_sent(
    page: Chromium, server: str, project: Project
) -> None:
    page.go(f"{server}/danh-ba/huyen")
    no_drafts(project)
    page.js("document.getElementById('dan').focus()")
    page.call("Input.insertText", text="Tên\nHuyện Dán")
    page.js("(() => { document.querySelector('.adding').open = true; document.getElementById('moi-name').focus(); })()")
    for key in "Gõ":
        page.key(key)
    read_again(page)
    assert sorted(page.js(OFFERED)) == ["Gõ", "Tên\nHuyện Dán"]
    assert page.js("document.getElementById('dan').value") == ""
    page.js(TAKE.format("Gõ", "typed"))
    page.until(lambda: not page.js(OFFERED))
    assert page.js("document.getElementById('moi-name').value") == "Gõ"
    assert page.js("document.getElementById('moi-name').checkVisibility()")
    assert page.js("document.getElementById('dan').value") == "Tên\nHuyện Dán"
    read_again(page)
    page.js(TAKE.format("Gõ", "typed"))
    page.until(lambda: not page.js(OFFERED))
    page.js("document.querySelector('form.row').requestSubmit()")
    page.until(lambda: "Gõ" in project.read("data/lists/huyen.yaml"))
    page.until(lambda: page.js("document.readyState") == "complete" and page.js(OFFERED) == ["Tên\nHuyện Dán"])
    page.js(TAKE.format("Huyện Dán", "forget"))
    page.until(lambda: not list((project.root / ".congvan/drafts").glob("*.json")))
    page.go(f"{server}/van-ban-di")
    page.js("document.getElementById('new-name').focus()")
    for key in "Về việc gõ":
        page.key(key)
    read_again(page)
    page.js(TAKE.format("Về việc", "typed"))
    page.until(lambda: page.js("document.getElementById('new-name').value") == "Về việc gõ")
    page.js("document.getElementById('new-name').form.requestSubmit()")
    page.until(lambda: page.js("location.pathname").endswith("/noi-dung"))
    page.until(lambda: not list((project.root / ".congvan/drafts").glob("*.json")))
    assert page.errors == []


def test_the_same_value_changed_elsewhere_is_shown_beside_the_field(
    page: Chromium, server: str, project: Project
) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    project.replace(DISPATCH, "unit: BCVT", "unit: VP")
    page.js("(() => { const a = document.getElementById('f-unit'); a.focus(); a.select(); })()")
    for key in "TTr":
        page.key(key)
    page.js("document.getElementById('f-unit').blur()")
    page.until(lambda: page.js("!!document.querySelector('.conflict')"))
    assert page.js("[...document.querySelectorAll('.conflict dd')].map((each) => each.textContent)") == [
        "TTr",
        "VP",
        "BCVT",
    ]
    assert page.js("document.getElementById('f-unit').value") == "TTr"
    assert data(project)["unit"] == "VP"
    page.js("document.querySelector('[data-keep-mine]').click()")
    page.until(lambda: data(project)["unit"] == "TTr")


def test_the_toolbar_works_on_what_is_selected(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    body = data(project)["body"]
    select = "document.getElementById('f-body').setSelectionRange({}, {})"
    page.js("document.getElementById('f-body').focus()")
    page.js(select.format(0, 4))
    page.js("document.querySelector('[data-tool=bold]').click()")
    page.js(select.format(2, 2))
    page.js("document.querySelector('[data-tool=dashed]').click()")
    page.js("document.getElementById('f-body').blur()")
    page.until(lambda: data(project)["body"] == f"- **Ngày**{body[4:]}")
    assert page.errors == []


BOLD_SO_FAR = f"{BODY}.value.split('\\n\\n').slice(0, 2).join('|')"


def test_each_paragraph_is_marked_by_ctrl_b_and_taken_back_by_ctrl_z(
    page: Chromium, server: str, project: Project
) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    before = page.js(f"{BODY}.value")
    first, second = before.split("\n\n")[:2]
    page.js(f"(() => {{ {BODY}.focus(); {BODY}.setSelectionRange(0, {len(first) + 2 + len(second)}); }})()")
    pressed_with_ctrl(page, "b")
    assert page.js(BOLD_SO_FAR) == f"**{first.replace('**', '')}**|**{second.replace('**', '')}**"
    pressed_with_ctrl(page, "i")
    assert page.js(BOLD_SO_FAR).startswith("***")
    pressed_with_ctrl(page, "i")
    pressed_with_ctrl(page, "b")
    assert page.js(BOLD_SO_FAR) == f"{first}|{second}".replace("**", "")
    for _ in range(4):
        pressed_with_ctrl(page, "z", "undo")
    assert page.js(f"{BODY}.value") == before


def test_a_table_is_made_of_rows_of_a_list_and_empty(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    before = page.js(f"{BODY}.value")
    press = "document.querySelector('{}').click()"
    made = ""
    for given, wanted in (
        (
            "document.getElementById('bang-danh-sach').value = 'huyen'",
            "| TT | Tên | Loại |\n| --- | --- | --- |\n| 1 | Lạng Sơn | thành phố |",
        ),
        ("document.getElementById('bang-hang').value = 'Xã\\tSố\\nMột\\t2'", "| Xã | Số |\n| --- | --- |\n| Một | 2 |"),
        ("0", "| … | … | … |\n| --- | --- | --- |\n| … |"),
    ):
        page.js(f"(() => {{ {BODY}.focus(); {BODY}.setSelectionRange(0, 0); }})()")
        page.js(press.format("[data-tool=table]"))
        page.until(lambda: page.js("document.querySelector('dialog').open"))
        page.js(given)
        page.js(press.format('[data-table="1"]'))
        page.until(lambda: not page.js("document.querySelector('dialog').open"))
        made = page.js(f"{BODY}.value")
        assert wanted in made
        pressed_with_ctrl(page, "z", "undo")
        assert page.js(f"{BODY}.value") == before
    assert page.errors == []


def test_a_fact_in_the_text_is_one_chip(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    kept, shown = data(project)["body"], page.js(f"{BODY}.value")
    assert "{{ agency.name }}" in kept
    assert "{{ agency.name }}" not in shown
    at = shown.index("›")
    page.js(f"(() => {{ {BODY}.focus(); {BODY}.setSelectionRange({at + 1}, {at + 1}); }})()")
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Backspace", code="Backspace", windowsVirtualKeyCode=8)
    assert page.js(f"{BODY}.value") == shown[: shown.index("‹")] + shown[at + 1 :]
    pressed_with_ctrl(page, "z", "undo")
    assert page.js(f"{BODY}.value") == shown
    page.js(f"{BODY}.setSelectionRange(0, 0)")
    page.js(
        "(() => { const s = document.querySelector('[data-insert]'); s.value = 'agency.name';"
        " s.dispatchEvent(new Event('change')); })()"
    )
    page.js(f"{BODY}.blur()")
    page.until(lambda: data(project)["body"] == "{{ agency.name }}" + kept)
    page.js(f"(() => {{ {BODY}.value = {json.dumps(shown)}; {BODY}.dispatchEvent(new Event('change')); }})()")
    page.until(lambda: data(project)["body"] == kept)
    page.js(f"(() => {{ {BODY}.value = {json.dumps(shown.replace('›', '', 1))}; {BODY}.focus(); {BODY}.blur(); }})()")
    page.until(lambda: "đã bị sửa" in page.js("document.querySelector('[data-path=\"/body\"] .note').textContent"))
    assert data(project)["body"] == kept


def test_a_fact_is_added_and_can_be_inserted(page: Chromium, server: str, project: Project) -> None:
    page.go(f"{server}{PAPER}/noi-dung")
    page.js(
        "(() => { const form = document.querySelector('form.named[data-map=\"/facts\"]');"
        " form.elements.key.value = 'so_to'; form.elements.value.value = '05'; form.requestSubmit(); })()"
    )
    page.until(lambda: data(project)["facts"].get("so_to") == "05")
    page.until(lambda: page.js("!!document.querySelector('[data-insert] option[value=\"facts.so_to\"]')"))


@pytest.mark.parametrize("width", [390, 768, 1280] if FULL else [390])
@pytest.mark.parametrize("path", [f"{PAPER}/noi-dung", f"{PAPER}/noi-nhan", f"{PAPER}/phu-luc-bieu", "/danh-ba/huyen"])
def test_nothing_runs_over_the_side(page: Chromium, server: str, path: str, width: int) -> None:
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    page.go(f"{server}{path}")
    assert page.js("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
