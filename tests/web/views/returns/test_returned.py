"""“Biểu nhận về”: every paper with its forms, and what a run of collect has read."""

from __future__ import annotations

from typing import Any

from congvan.web.views.returns.returned import collected
from tests.web.client import Browser


def test_forms_are_dropped_here_and_lead_on(returned_browser: Browser) -> None:
    page = returned_browser.get("/bieu-nhan-ve").text
    assert 'data-drop="/nhan-bieu"' in page
    assert "/van-ban-di/bluezone-2020/nhan-ve/can-hoi" in page


def test_what_must_be_asked_stands_first() -> None:
    files = [
        {"file": "a", "state": "answer", "answers": "cv/tuan/x", "good": 3, "asked": 0, "nil": False},
        {"file": "b", "state": "refused"},
        {"file": "c", "state": "answer", "answers": "cv/tuan/y", "good": 1, "asked": 1, "nil": False},
        {"file": "c", "state": "answer", "answers": "cv/tuan/z", "good": 1, "asked": 0, "nil": False},
        {"file": "d", "state": "answer", "answers": "cv/tuan/w", "good": 0, "asked": 0, "nil": True},
        {"file": "e", "state": "received, to be typed"},
    ]
    problems = [{"file": "c", "message": "?"}, {"file": "", "message": "khác"}]
    run: Any = type("Run", (), {"outcome": {"files": files, "problems": problems}})
    found = collected(run)
    shown = [(each["file"], each["state"], each["good"]) for each in found["files"]]
    assert shown == [("c", "asked", 2), ("b", "refused", 0), ("e", "scan", 0), ("d", "nil", 0), ("a", "taken", 3)]
    assert found["files"][0]["problems"] == problems[:1]
    assert found["rest"] == problems[1:]
    assert found["papers"] == ["cv"]
