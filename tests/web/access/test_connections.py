"""Connections that send a byte at a time, or nothing: closed after a while, and not too many at once."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from congvan.web.access import connections
from congvan.web.access.connections import LET_IN, PatientProtocol
from congvan.web.app import create_app
from tests.sample_project import new_project
from tests.web.client import Browser, settings_of

HEAD = 0.3


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD", HEAD)
    monkeypatch.setattr(connections, "MOST", 5)


async def _server(app: Any) -> tuple[uvicorn.Server, int]:
    """A server with the protocol, and its port."""
    config = uvicorn.Config(app, http=PatientProtocol, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    return server, server.servers[0].sockets[0].getsockname()[1]


def served(client: Any, app: Any = None) -> Any:
    """What a client of the server returns."""

    async def go() -> Any:
        server, port = await _server(app or PlainTextResponse("trang"))
        try:
            return await asyncio.wait_for(client(port), 30)
        finally:
            await server.shutdown()

    return asyncio.run(go())


async def _dripped(port: int) -> tuple[bytes, int]:
    """Send a head byte by byte, never to its end; return what came back, and how many bytes were taken."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent, answer = 0, asyncio.create_task(reader.read())
    while not answer.done():
        writer.write(b"G" if not sent else b"X")
        sent += 1
        await asyncio.wait([answer], timeout=HEAD / 6)
    writer.close()
    return answer.result(), sent


def test_a_head_that_never_ends_is_given_up() -> None:
    answer, sent = served(_dripped)
    assert answer == b""
    assert 2 < sent < 60


async def _asked(port: int) -> list[bytes]:
    """Ask twice on one connection, then nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for _time in range(2):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answers.append(await reader.readuntil(b"trang"))
    writer.write(b"GET /")
    answers.append(await reader.read())
    writer.close()
    return answers


def test_requests_are_answered_and_a_second_head_has_no_more_time() -> None:
    first, second, end = served(_asked)
    assert first.startswith(b"HTTP/1.1 200")
    assert second.startswith(b"HTTP/1.1 200")
    assert end == b""


async def _crowd(port: int) -> list[bool]:
    """Open ten connections; return which of them were closed at once."""
    opened = []
    for _ in range(10):
        opened.append(await asyncio.open_connection("127.0.0.1", port))
        await asyncio.sleep(0.001)
    ends = [asyncio.create_task(reader.read(1)) for reader, _writer in opened]
    await asyncio.wait(ends, timeout=HEAD / 2)
    closed = [each.done() for each in ends]
    for _reader, writer in opened:
        writer.close()
    await asyncio.gather(*ends, return_exceptions=True)
    return closed


def test_of_too_many_connections_the_oldest_give_way() -> None:
    assert served(_crowd) == [True] * 5 + [False] * 5


async def _page(scope: Any, _receive: Any, send: Any) -> None:
    """Let in who says so."""
    scope[LET_IN] = (b"x-let-in", b"1") in scope["headers"]
    await PlainTextResponse("trang")(scope, _receive, send)


async def _clerk_in_a_crowd(port: int) -> list[bytes]:
    """Answers to a clerk on one connection while strangers open others and send half a head, and on new ones."""
    request, answers, strangers = b"GET / HTTP/1.1\r\nHost: x\r\nX-Let-In: 1\r\n\r\n", [], []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(4):
        writer.write(request)
        answers.append(await reader.readuntil(b"trang"))
        for _ in range(6):
            strangers.append((await asyncio.open_connection("127.0.0.1", port))[1])
            strangers[-1].write(b"GET / HTTP/1.1\r\nHo")
    new_reader, new = await asyncio.open_connection("127.0.0.1", port)
    new.write(request)
    answers.append(await new_reader.readuntil(b"trang"))
    for each in (writer, new, *strangers):
        each.close()
    return answers


def test_strangers_shut_out_each_other_and_not_the_clerk() -> None:
    answers = served(_clerk_in_a_crowd, _page)
    assert [each.split(b" ")[1] for each in answers] == [b"200"] * 5


LIMIT = 1 << 20


@pytest.mark.parametrize("length", ["", str(LIMIT // 2)], ids=["chunked", "lying"])
def test_an_upload_beyond_the_limit_stops_there_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: str
) -> None:
    """Without a length, and with one that is too small; a GiB sent so left the server at 91 MB (measured)."""
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))
    settings = settings_of(new_project(tmp_path / "project").root, upload=LIMIT)
    told = Browser(settings).headers("POST") | {"content-type": "multipart/form-data; boundary=b"}
    told |= {"content-length": length} if length else {"transfer-encoding": "chunked"}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.docx"\r\n\r\nPK' + b"x" * 65_536
    piece = part if length else b"%x\r\n%s\r\n" % (len(part), part)

    async def client(port: int) -> tuple[bytes, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST {settings.place}/kiem-tra HTTP/1.1\r\n{head}\r\n".encode())
        for _piece in range(2 * LIMIT >> 16):
            writer.write(piece)
        answer = await reader.readline()
        writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /health HTTP/1.1\r\nHost: {settings.hosts[0]}\r\n\r\n".encode())
        again = await reader.readline()
        writer.close()
        return answer, again

    answer, again = served(client, create_app(settings))
    assert answer.split()[1] == (b"200" if length else b"413")  # 200: “no file came”, of half a form
    assert again.split()[1] == b"200"
    open_files = [os.path.realpath(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd")]
    assert not [each for each in open_files if each.startswith(str(spool))]
    assert not list((settings.kept / "uploads").glob("*/*"))
