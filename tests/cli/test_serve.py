"""`serve`: only this machine, a port that is free, and the line to type where the extra is not installed."""

from __future__ import annotations

import importlib.util
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest

from congvan.cli import serve
from congvan.cli.app import main, parse
from congvan.core.problems import EnvironmentFault
from congvan.web import server
from congvan.web.access.first_address import OPENER, FirstAddresses
from congvan.web.server import bound
from congvan.web.settings import Settings
from tests.sample_project import HOME


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "may-van-thu"])
def test_other_machines_are_refused_with_the_reason(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", host, "--lang", "vi"]) == 2
    printed = capsys.readouterr().out
    assert host in printed
    assert "Chưa có tài khoản" in printed


def test_without_the_extra_the_line_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec

    def missing(name: str, package: Any = None) -> Any:
        return None if name == "fastapi" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", missing)
    assert main(["serve"]) == 4
    assert "make serve" in capsys.readouterr().out


def test_the_packages_asked_for_are_those_of_the_extra() -> None:
    extra = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["web"]
    names = {each.partition(">")[0].replace("-", "_").removesuffix("_py") for each in extra} - {"congvan[office]"}
    assert names == set(serve.MODULES)


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EnvironmentFault) as refused:
            bound(port, exactly=True)
        assert refused.value.problems[0].code == "serve-port"
        with bound(port, exactly=False) as other:
            assert other.getsockname()[1] not in (0, port)


@pytest.mark.parametrize(
    ("local", "words", "stated", "language"),
    [
        ("C.UTF-8", [], "", "vi"),
        ("vi_VN.UTF-8", [], "", "vi"),
        ("en_US.UTF-8", [], "", "en"),
        ("en_US.UTF-8", [], "vi", "vi"),
        ("C.UTF-8", ["--lang", "en"], "vi", "en"),
    ],
)
def test_the_page_speaks_vietnamese_where_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, local: str, words: list[str], stated: str, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", local)
    monkeypatch.delenv("CONGVAN_LANG", raising=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/agency.yaml").write_text(f"language: {stated}\n" if stated else "", "utf-8")
    assert serve.page_language(parse(["serve", "--root", str(tmp_path), *words])) == language


@pytest.mark.parametrize(
    ("version", "display", "opened"),
    [
        (b"Linux version 5.15 (Microsoft@Microsoft.com) WSL2", "", "windows"),
        (b"Linux version 6.12 (debian)", ":0", "here"),
        (b"Linux version 6.12 (debian)", "", ""),
    ],
)
def test_the_browser_is_that_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: bytes, display: str, opened: str
) -> None:
    (tmp_path / "version").write_bytes(version)
    (tmp_path / "cmd.exe").write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/windows\n', "utf-8")
    (tmp_path / "cmd.exe").chmod(0o755)
    monkeypatch.setattr(server, "_VERSION", tmp_path / "version")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    here: list[str] = []
    monkeypatch.setattr(server.webbrowser, "open", lambda address: here.append(address) or True)
    addresses = FirstAddresses(Settings(tmp_path))
    assert server.open_browser(addresses) == bool(opened)
    assert ((tmp_path / "windows").exists(), bool(here)) == (opened == "windows", opened == "here")
    if here:
        assert here == [(tmp_path / OPENER).as_uri()], "no secret is on its command line"
    addresses.close()
    assert not (tmp_path / OPENER).exists()


@pytest.mark.parametrize("port", ["70000", "-1", "80a", "٣"])
def test_what_is_no_port(port: str) -> None:
    with pytest.raises(SystemExit):
        parse(["serve", "--port", port])
