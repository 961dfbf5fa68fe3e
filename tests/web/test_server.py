"""The real server on a free port: every route, Ctrl-C, and kill -9 in the middle of changes."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from congvan.model.project.yaml_reader import parse
from congvan.web.screens import SCREENS
from tests import warm
from tests.sample_project import HOME, Project, new_project
from tests.web.client import NAMED, OUTSIDE, TOKEN

DISPATCH = "data/dispatches/bluezone-2020.yaml"


@dataclass
class Running:
    """A server in a process of its own, entered by the first address that it has printed."""

    process: subprocess.Popen[bytes] | warm.Started
    root: Path
    port: int
    place: str = ""
    cookie: str = ""
    csrf: str = ""

    @property
    def address(self) -> str:
        """The address of the page, without what follows it."""
        return f"http://127.0.0.1:{self.port}{self.place}"

    def enter(self, first: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", first)
        answer = connection.getresponse()
        found = re.search(r'url=(/[0-9a-f]{32})/"', answer.read().decode())
        connection.close()
        assert found, answer.status
        self.place, self.cookie = found[1], answer.headers["Set-Cookie"].partition(";")[0]
        named = re.search(r'name="csrf" content="([^"]+)"', self.call("GET", "/")[1])
        assert named
        self.csrf = named[1]

    def call(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            headers |= {"Origin": f"http://127.0.0.1:{self.port}", "X-CSRF-Token": self.csrf}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path if path.startswith(OUTSIDE) else self.place + path, body.encode(), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


def started(root: Path, port: int = 0, *, fresh: bool = False) -> Running:
    """Start the server and wait until it answers; a `fresh` one is no fork of tests/warm.py."""
    words = ["serve", "--port", str(port), "--no-browser", "--root", str(root)]
    env = {**os.environ, "CONGVAN_TOKEN": TOKEN, "CONGVAN_LANG": "vi", "BROWSER": "false"}
    process: subprocess.Popen[bytes] | warm.Started
    if fresh:
        command = [sys.executable, str(HOME / "build.py"), *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    else:
        process = warm.Started(words, HOME, env)
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)(/enter\?code=\S+)", process.stdout.readline().decode())
    assert found
    running = Running(process, root, int(found[1]))
    running.enter(found[2])
    return running


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Running]:
    running = started(project.root, fresh=True)
    yield running
    running.stop()


def test_every_screen_answers(server: Running) -> None:
    assert server.call("GET", "/health")[0] == 200
    for screen in SCREENS:
        assert server.call("GET", screen.path.format(**NAMED))[0] == 200
    for file in ("congvan.css", "congvan.js", "congvan.svg", "htmx-4.0.1.min.js", "htmx-LICENSE.txt"):
        assert server.call("GET", f"/static/{file}")[0] == 200


def test_it_listens_on_this_machine_alone(server: Running) -> None:
    """The system's table of listening sockets has the port at 127.0.0.1 and at no other address."""
    port = f"{server.port:04X}"
    lines = [
        line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    listening = [line[1] for line in lines if line[3] == "0A" and line[1].endswith(f":{port}")]
    assert listening == [f"0100007F:{port}"]


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"A" * 100_000,
    ],
)
def test_a_request_that_is_none_is_refused(server: Running, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as made:
        made.sendall(request_line)
        made.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while piece := made.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    assert not answer or answer.split(b" ", 2)[1] in (b"400", b"403", b"404"), answer[:100]
    assert server.call("GET", "/health")[0] == 200


def test_kill_9_in_the_middle_of_changes_loses_nothing_that_was_said_to_be_saved(
    server: Running, project: Project
) -> None:
    """Numbers are saved until the server is killed: the file is whole, and has the last one told or a newer."""
    said = [0]

    def save() -> None:
        for number in range(1, 10_000):
            try:
                status, text = server.call("POST", "/viec/number", f"number={number}&dispatch=bluezone-2020")
            except (OSError, http.client.HTTPException):
                return
            if status == 200 and "Đã xong." in text:
                said.append(number)

    saving = threading.Thread(target=save)
    saving.start()
    until = time.monotonic() + 60
    while len(said) < 4 and time.monotonic() < until:
        time.sleep(0.005)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    saving.join()
    source = parse((project.root / DISPATCH).read_bytes(), DISPATCH)
    assert isinstance(source.data, dict)
    stored = int(str(source.data["number"]))
    assert stored in (said[-1], said[-1] + 1)
    assert stored > 2
    before = (HOME / DISPATCH).read_text("utf-8")
    assert project.read(DISPATCH) == re.sub(r"(?m)^number: blank ", f"number: {stored} ", before)


@pytest.mark.full("long runs")
def test_ctrl_c_ends_it_well(project: Project) -> None:
    running = started(project.root, fresh=True)
    running.process.send_signal(signal.SIGINT)
    out, _errors = running.process.communicate()
    assert running.process.returncode == 0
    assert "Đã đóng trang." in out.decode()
