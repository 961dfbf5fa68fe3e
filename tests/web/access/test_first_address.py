"""The way in: good once, for a few minutes, and on nobody's command line."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path

import pytest

from congvan.web.access.first_address import LIFE, OPENER, FirstAddresses
from congvan.web.settings import Settings

CODE = re.compile(r"/enter\?code=([\w-]{43})")


def code_of(text: str) -> str:
    found = CODE.search(text)
    assert found
    return found[1]


def test_an_address_is_good_once_and_for_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = FirstAddresses(Settings(tmp_path))
    first, second, third = (code_of(addresses.new()) for _ in range(3))
    assert addresses.use(second)
    assert not addresses.use(second)
    assert addresses.use(first)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + LIFE + 1)
    assert not addresses.use(third)


def test_the_opener_is_for_its_owner_alone_and_goes_when_it_was_used(tmp_path: Path) -> None:
    addresses = FirstAddresses(Settings(tmp_path))
    before = os.umask(0)
    try:
        (tmp_path / OPENER).write_text("of a start before")
        opener = addresses.opener()
    finally:
        os.umask(before)
    assert opener == tmp_path / OPENER
    assert stat.S_IMODE(opener.stat().st_mode) == 0o600
    page = opener.read_text("utf-8")
    assert not addresses.use("another")
    assert opener.exists()
    assert addresses.use(code_of(page))
    assert not opener.exists()
    addresses.opener()
    addresses.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_has_no_opener(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("x")
    (tmp_path / OPENER).symlink_to("elsewhere")
    addresses = FirstAddresses(Settings(tmp_path))
    assert addresses.opener() is not None
    assert (tmp_path / "elsewhere").read_text() == "x", "a link is replaced, never followed"
    (tmp_path / OPENER).unlink()
    (tmp_path / OPENER).mkdir()
    assert addresses.opener() is None
