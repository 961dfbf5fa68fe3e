"""Connections that send a byte at a time, or nothing: closed after a while, and not too many at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from congvan.web.guard import connections
from congvan.web.guard.connections import PatientProtocol

HEAD = 0.3


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD", HEAD)
    monkeypatch.setattr(connections, "MOST", 5)


async def _server() -> tuple[uvicorn.Server, int]:
    """A server with the protocol, and its port."""
    config = uvicorn.Config(PlainTextResponse("trang"), http=PatientProtocol, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    return server, server.servers[0].sockets[0].getsockname()[1]


def served(client: Any) -> Any:
    """What a client of the server returns."""

    async def go() -> Any:
        server, port = await _server()
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
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(10)]
    ends = [asyncio.create_task(reader.read(1)) for reader, _writer in opened]
    await asyncio.wait(ends, timeout=HEAD / 2)
    closed = [each.done() for each in ends]
    for _reader, writer in opened:
        writer.close()
    await asyncio.gather(*ends, return_exceptions=True)
    return closed


def test_no_more_connections_than_a_page_needs() -> None:
    assert sum(served(_crowd)) == 5
