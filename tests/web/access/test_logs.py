"""The log: rotated, without personal data; a full disk takes nothing from the page but what it could not write."""

from __future__ import annotations

import errno
import logging
import stat
from pathlib import Path

import pytest

from congvan.web.access import logs
from congvan.web.access.logs import Log
from congvan.web.refusals import NotThere, TooLarge, status_of
from congvan.web.screens import BY_ID
from tests.sample_project import Project
from tests.web.client import TOKEN, Browser

PERSONAL = ("Nguyễn", "0912345678", TOKEN, "bluezone", "khong-co")


def text_of(project: Project) -> str:
    return (project.root / ".congvan/logs/page.log").read_text("utf-8")


def test_the_log_has_routes_and_no_values(own_browser: Browser, project: Project) -> None:
    own_browser.get("/van-ban-di/bluezone-2020/noi-dung?ten=Nguyễn")
    own_browser.post("/viec/number", data={"number": "0912345678"})
    own_browser.get(f"/enter?code={TOKEN}")
    own_browser.get("/khong-co")
    own_browser.call("BREW0912345678", "/")
    log = text_of(project)
    assert "GET /van-ban-di/{dispatch}/noi-dung 200" in log
    assert "POST /viec/{act} 200" in log
    assert not [word for word in PERSONAL if word in log]


def _failing(error: Exception) -> object:
    def content(_visit: object) -> object:
        raise error

    return content


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (RuntimeError("Nguyễn Văn Mẫu, 0912345678"), 500, "Chương trình gặp lỗi"),
        (OSError(errno.ENOSPC, "No space left on device", "/Nguyễn"), 507, "Ổ đĩa đã đầy"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507, "Ổ đĩa đã đầy"),
    ],
)
def test_a_fault_has_a_page(
    own_browser: Browser, project: Project, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
) -> None:
    object.__setattr__(BY_ID["lists"], "content", _failing(error))
    try:
        answer = own_browser.get("/danh-ba")
        part = own_browser.call("GET", "/danh-ba", {**own_browser.headers("GET"), "hx-request": "true"})
    finally:
        from congvan.web.views import lists

        object.__setattr__(BY_ID["lists"], "content", lists.content)
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert "<html" not in part.text
    assert words in part.text
    log = text_of(project)
    assert type(error).__name__ in log
    assert "test_logs.py" in log
    assert not [word for word in PERSONAL if word in log]
    assert own_browser.get("/danh-ba").status_code == 200


def test_a_cause_tells_that_the_disk_is_full() -> None:
    wrapped = ValueError()
    wrapped.__cause__ = OSError(errno.ENOSPC, "full")
    assert status_of(wrapped) == (507, "full")
    assert status_of(NotThere()) == (404, "missing")
    assert status_of(TooLarge()) == (413, "large")
    assert status_of(OSError(errno.EACCES, "no")) == (500, "fault")


def test_the_log_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES", 2000)
    log = Log(tmp_path)
    for _line in range(500):
        log.write("GET / 200 3 ms")
    log.close()
    folder = tmp_path / ".congvan/logs"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert set(sizes) == {"page.log", "page.log.1", "page.log.2", "page.log.3"}
    assert max(sizes.values()) <= 2000


def test_a_log_that_can_not_be_written_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".congvan").write_text("a file where the folder should be", "utf-8")
    Log(tmp_path).write("one line")
    (tmp_path / ".congvan").unlink()
    log = Log(tmp_path)

    def full(_record: logging.LogRecord) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(log._handler, "format", full)
    log.write("another line")
