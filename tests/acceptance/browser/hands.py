"""The hands of a clerk on a page in Chromium: on the mouse, or on the keyboard alone. Both do the same things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest

from tests.acceptance.browser.devtools import Chromium

KEYS = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "Home": 36}
STOPS = 300
"""Stops of the keyboard after which something is not to be reached."""
SEEN = """(selector => {
  const all = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility());
  const found = all[0];
  if (!found) return null;
  const shown = found.type === "file" ? found.closest("label") : found;
  shown.scrollIntoView({block: "center", inline: "nearest"});
  const box = shown.getClientRects()[0];
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const hit = document.elementFromPoint(x, y);
  const inside = box.width > 0 && x >= 0 && x <= innerWidth;
  return {x, y, hit: inside && (shown.contains(hit) || hit?.contains(shown)), tag: found.tagName};
})"""
FOCUSED = """(selector => {
  const held = document.activeElement;
  if (!held?.matches(selector)) return null;
  const shown = held.type === "file" ? held.closest("label") : held;
  const box = shown.getClientRects()[0];
  const outline = getComputedStyle(shown).outlineStyle;
  const y = Math.min(Math.max(box.y + box.height / 2, box.y + 1), innerHeight - 1);
  const hit = document.elementFromPoint(Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), y);
  return {outline, hit: shown.contains(hit) || !!hit?.contains(shown)};
})"""


class Hands(Protocol):
    """What a clerk does with a page."""

    page: Chromium

    def press(self, selector: str) -> None: ...
    def fill(self, selector: str, text: str) -> None: ...
    def choose(self, selector: str, value: str) -> None: ...


def give(hands: Hands, selector: str, files: Sequence[Path]) -> None:
    """Choose files in the window that a button opens."""
    page = hands.page
    page.call("Page.setInterceptFileChooserDialog", enabled=True)
    page.chooser = 0
    hands.press(selector)
    page.until(lambda: page.js("1") and page.chooser)
    page.call("DOM.setFileInputFiles", files=[str(each) for each in files], backendNodeId=page.chooser)


def pressed(page: Chromium, key: str) -> None:
    """Press a key that is no letter."""
    text = {"Enter": {"text": "\r"}, " ": {"text": " "}}.get(key, {})
    named = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": KEYS[key]}
    page.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **named, **text)
    page.call("Input.dispatchKeyEvent", type="keyUp", **named)


def picked(page: Chromium, value: str) -> None:
    """Go down a list that has the focus until it is at a value."""
    at = "document.activeElement.value"
    pressed(page, "Home")
    for _ in range(page.js("document.activeElement.options.length")):
        if page.js(at) == value:
            return
        pressed(page, "ArrowDown")
    assert page.js(at) == value


class Mouse:
    """Presses what can be seen and is covered by nothing; types into what was pressed."""

    def __init__(self, page: Chromium) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        page = self.page
        page.until(lambda: page.js(f"{SEEN}({json.dumps(selector)})"))
        at = page.js(f"{SEEN}({json.dumps(selector)})")
        assert at["hit"], f"{selector} is covered or outside of the window"
        for kind in ("mousePressed", "mouseReleased"):
            page.call("Input.dispatchMouseEvent", type=kind, x=at["x"], y=at["y"], button="left", clickCount=1)

    def fill(self, selector: str, text: str) -> None:
        self.press(selector)
        self.page.js("document.activeElement.select()")
        self.page.call("Input.insertText", text=text)

    def choose(self, selector: str, value: str) -> None:
        self.page.js(f"document.querySelector({json.dumps(selector)}).focus()")  # a list opens outside of the page
        picked(self.page, value)

    def drop(self, selector: str, files: Sequence[Path]) -> None:
        """Drop files on a part of the page."""
        at = self.page.js(f"{SEEN}({json.dumps(selector)})")
        data = {"items": [], "files": [str(each) for each in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.page.call("Input.dispatchDragEvent", type=kind, x=at["x"], y=at["y"], data=data)


class Keyboard:
    """Tab, Enter, Space, arrows and letters; what has the focus is marked, and nothing stands over it."""

    def __init__(self, page: Chromium) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until something has the focus."""
        page = self.page
        for _ in range(STOPS):
            held = page.js(f"{FOCUSED}({json.dumps(selector)})")
            if held:
                assert held["outline"] != "none", f"nothing shows that {selector} has the focus"
                assert held["hit"], f"something stands over {selector}, which has the focus"
                return
            pressed(page, "Tab")
        pytest.fail(f"the keyboard does not come to {selector}")

    def press(self, selector: str) -> None:
        self.page.until(lambda: self.page.js(f"!!document.querySelector({json.dumps(selector)})"))
        self.to(selector)
        ticked = self.page.js("['checkbox', 'radio', 'file'].includes(document.activeElement.type)")
        pressed(self.page, " " if ticked else "Enter")

    def fill(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.js("document.activeElement.select()")  # as Ctrl+A does
        self.page.call("Input.insertText", text=text)

    def choose(self, selector: str, value: str) -> None:
        self.to(selector)
        picked(self.page, value)
