"""Nobody in who does not belong: every route against Host × Origin × Sec-Fetch-Site × CSRF × cookie."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.routing import Route

from congvan.web.access import security
from congvan.web.access.security import ENTER, HEADERS, check, has_cookie
from congvan.web.refusals import Refused
from congvan.web.routes.files import UPLOADS
from congvan.web.screens import SCREENS
from congvan.web.settings import COOKIE, Settings
from tests.sample_project import Project
from tests.web.client import NAMED, OUTSIDE, TOKEN, Browser, settings_of

OPEN = ("/enter", "/health")
"""Routes without a cookie: the first gives it for a code, the second says that the server lives."""
HOSTS = ("localhost:8123", "[::1]:8123", "evil.example:8123", "127.0.0.1", None)
ORIGINS = (None, "http://localhost:8123", "null", "http://evil.example")
SITES = (None, "same-origin", "none", "same-site", "cross-site")
SECRETS = ("right", "wrong", None)
PLACES = ("right", None)


def routes(browser: Browser) -> Iterator[tuple[str, str]]:
    """Every route of the application, FastAPI's own included, as method and an address."""
    for route in _flat(browser.app.routes):
        address = re.sub(r"{(\w+)(:path)?}", lambda part: {"act": "number"}.get(part[1], "x"), route.path)
        for method in sorted(route.methods or ()):
            yield method, address


def _flat(found: object) -> Iterator[Route]:
    for route in found:
        if isinstance(route, Route):
            yield route
        elif hasattr(route, "original_router"):
            yield from _flat(route.original_router.routes)


def test_the_routes_are_known(browser: Browser) -> None:
    known = set(routes(browser))
    assert {("POST", "/viec/number"), ("POST", "/kiem-tra"), ("GET", "/tep/x"), ("POST", "/api/acts/build")} <= known
    assert ("GET", "/api/openapi.json") in known
    assert {method for method, _address in known} <= {"GET", "HEAD", "POST"}, "changes are POST alone"


def allowed(method: str, path: str, given: dict[str, str | None], settings: Settings) -> bool:
    """The rules, said another way than in the guard."""
    host, origin, site = given["host"], given["origin"], given["site"]
    if host not in ("localhost:8123", "[::1]:8123"):
        return False
    if origin not in (None, f"http://{host}"):
        return False
    if path == "/enter":
        return True
    if site in ("same-site", "cross-site") or (site == "none" and method == "POST"):
        return False
    if path == "/health":
        return True
    if path.startswith("/api/"):
        return given["bearer"] == "right"
    if given["cookie"] != "right" or given["place"] != "right":
        return False
    return method != "POST" or (given["csrf"] == "right" and not (origin is None and site is None))


def scope_of(method: str, path: str, given: dict[str, str | None], settings: Settings) -> dict[str, object]:
    named = {
        "host": given["host"],
        "origin": given["origin"],
        "sec-fetch-site": given["site"],
        "cookie": {"right": f"{COOKIE}={settings.cookie()}", "wrong": f"{COOKIE}=0"}.get(given["cookie"] or ""),
        "x-csrf-token": {"right": settings.csrf, "wrong": settings.cookie()}.get(given["csrf"] or ""),
        "authorization": {"right": f"Bearer {TOKEN}", "wrong": f"Bearer {settings.csrf}"}.get(given["bearer"] or ""),
    }
    headers = [(name.encode(), value.encode()) for name, value in named.items() if value is not None]
    asked = {"type": "http", "method": method, "path": path, "query_string": b""}
    return {**asked, "headers": headers, "client": ("127.0.0.1", 5)}


def test_the_matrix(browser: Browser) -> None:
    settings, tried, let_in = browser.settings, 0, 0
    for method, path in routes(browser):
        bearers = SECRETS if path.startswith("/api/") else (None,)
        secrets = ((None,), (None, "right"), (None,)) if path.startswith("/api/") else (SECRETS, SECRETS, PLACES)
        for values in itertools.product(HOSTS, ORIGINS, SITES, *secrets, bearers):
            given = dict(zip(("host", "origin", "site", "csrf", "cookie", "place", "bearer"), values, strict=True))
            try:
                check(scope_of(method, path, given, settings), settings, inside=given["place"] == "right")
                passed = True
            except Refused:
                passed = False
            assert passed == allowed(method, path, given, settings), (method, path, given)
            tried, let_in = tried + 1, let_in + passed
    assert tried > 20_000
    assert let_in < tried / 10


def test_a_stranger_below_the_place_or_with_the_cookie_alone_is_refused(browser: Browser) -> None:
    """The cookie of before, of another path, of another server; another path with the cookie that is good."""
    good = browser.headers("GET")
    assert browser.call("GET", "/van-ban-di", good).status_code == 200
    for place in ("", "/", f"/{'0' * 32}", browser.settings.place[:-1], browser.settings.place.upper()):
        refused = browser.call("GET", "/van-ban-di", good, place=place)
        assert refused.status_code == 403
        assert "dùng trang mà chương trình vừa mở" in refused.text
        assert "again.js" in refused.text
    other = Settings(browser.settings.root)
    for cookie in (other.cookie(), "", "0", f"{10**9}-{'0' * 64}", good["cookie"][-64:]):
        assert browser.call("GET", "/van-ban-di", {**good, "cookie": f"{COOKIE}={cookie}"}).status_code == 403


def test_a_cookie_ends_after_a_working_day(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, now = browser.headers("GET"), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 3600)
    assert browser.call("GET", "/van-ban-di", sent).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 17 * 3600)
    assert browser.call("GET", "/van-ban-di", sent).status_code == 403


def test_api_without_a_token_lets_nobody_in(sample: Project) -> None:
    closed = Browser(Settings(sample.root))
    for token in ("", TOKEN, closed.settings.csrf, closed.settings.secret):
        sent = {"host": closed.settings.hosts[0], "authorization": f"Bearer {token}"}
        assert closed.call("POST", "/api/acts/status", sent, json={}).status_code == 401


def test_every_address_in_a_page_is_below_the_place(browser: Browser) -> None:
    settings = browser.settings
    for screen in SCREENS:
        answer = anyio.run(_sent_back, browser, settings.place + screen.path.format(**NAMED))
        assert int(answer.headers["content-length"]) == len(answer.content)
        given = re.findall(r"""[\s](?:href|src|action|hx-[a-z]+|data-[a-z]+)=["'](/[^"']*)""", answer.text)
        pointers = re.findall(r'\sdata-(?:path|map|add|move|remove|theirs|value)="(/[^"]*)"', answer.text)
        assert [each for each in given if each.startswith(settings.place)]
        wrong = [each for each in given if not each.startswith((f"{settings.place}/", "/static/"))]
        assert set(wrong) <= set(pointers), screen.id


async def _sent_back(browser: Browser, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(browser.app, client=("127.0.0.1", 5))
    async with httpx.AsyncClient(transport=transport, base_url=browser.settings.address) as client:
        return await client.get(path, headers=browser.headers("GET"))


FAULTS: dict[str, dict[str, str | None]] = {
    "rebinding": {"host": "evil.example:8123"},
    "port": {"host": "127.0.0.1:9000"},
    "origin": {"origin": "http://evil.example"},
    "sandboxed": {"origin": "null"},
    "neighbour": {"sec-fetch-site": "same-site"},
    "elsewhere": {"sec-fetch-site": "cross-site"},
    "no cookie": {"cookie": None},
    "another's cookie": {"cookie": "congvan=0"},
    "no csrf": {"x-csrf-token": None},
    "wrong csrf": {"x-csrf-token": "0"},
    "no origin at all": {"origin": None, "sec-fetch-site": None},
}


def faulty(browser: Browser, method: str, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The headers of a good request with one fault each, as far as the fault is one for this route."""
    for name, changed in FAULTS.items():
        if method != "POST" and name in ("no csrf", "wrong csrf", "no origin at all"):
            continue
        if path in OPEN and "cookie" in name:
            continue
        if path == "/enter" and name in ("neighbour", "elsewhere"):
            continue
        sent = {**browser.headers(method), **changed}
        yield name, {header: value for header, value in sent.items() if value is not None}


def test_no_route_does_anything_for_a_stranger(own_browser: Browser, project: Project) -> None:
    """Through the whole application: refused, nothing written, no run started, and nothing that another site reads."""
    before = {path: path.read_bytes() for path in sorted((project.root / "data").rglob("*")) if path.is_file()}

    async def go() -> None:
        transport = httpx.ASGITransport(own_browser.app, client=("127.0.0.1", 5))
        async with httpx.AsyncClient(transport=transport, base_url=own_browser.settings.address) as client:
            for method, path in routes(own_browser):
                for name, sent in faulty(own_browser, method, path):
                    body = b"number=99&dispatch=bluezone-2020" if method == "POST" else b""
                    below = path if path.startswith(OUTSIDE) else own_browser.settings.place + path
                    answer = await client.request(method, below, headers=sent, content=body)
                    assert answer.status_code in (401, 403), (method, path, name)
                    assert not [header for header in answer.headers if header.startswith("access-control")]
                    assert "bluezone" not in answer.text

    anyio.run(go)
    assert {path: path.read_bytes() for path in before} == before
    assert not own_browser.app.state.runs.active()
    assert not (project.root / "outputs").exists()


IDS = {"dispatch": "bluezone-2020", "listed": "huyen", "template": "van-ban.docx", "act": "number"}
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def test_nothing_is_changed_by_looking(own_returned: Browser) -> None:
    """GET and HEAD of every route that has them, with ids that are there, and every other method of every route."""
    browser = own_returned
    root = browser.settings.root

    def truth() -> dict[Path, bytes]:
        made_again = {".congvan", ".cache"}
        paths = [path for path in sorted(root.rglob("*")) if path.is_file() and not made_again & {*path.parts}]
        return {path: path.read_bytes() for path in paths}

    before, found = truth(), set()

    async def go() -> None:
        transport = httpx.ASGITransport(browser.app, client=("127.0.0.1", 5))
        async with httpx.AsyncClient(transport=transport, base_url=browser.settings.address) as client:
            for route in _flat(browser.app.routes):
                address = re.sub(r"{(\w+)(:path)?}", lambda part: IDS.get(part[1], "x"), route.path)
                endless = address.endswith(("/su-kien", "/doi"))  # events go on for as long as somebody listens
                for method in (*METHODS, "HEAD", *([] if endless else ["GET"])):
                    below = address if address.startswith(OUTSIDE) else browser.settings.place + address
                    answer = await client.request(method, below, headers=browser.headers(method))
                    found.add(answer.status_code)
                    assert answer.status_code < 500, (method, address)
                    refused = (401, 403 if address in OPEN else 404, 404)
                    assert answer.status_code in refused or method in ("GET", "HEAD"), (method, address)

    anyio.run(go)
    assert {200, 401, 404} <= found
    assert truth() == before
    assert not browser.app.state.runs.active()


def test_another_machine_is_refused(browser: Browser) -> None:
    assert browser.call("GET", "/", peer="192.168.1.20").status_code == 403
    assert browser.call("GET", "/", peer="127.0.0.2").status_code == 200
    assert browser.call("GET", "/", peer="::1").status_code == 200


OTHERS = (
    's={"a":1}',
    "a=b c",
    'a="b',
    "=x",
    "bare",
    "path=/; domain=x",
    "user@host=1",
    "a[0]=1",
    "congvan=0",
    "ậ=é",
)
"""Cookies of other programs on this machine: ports do not part them, and not all keep to the grammar."""


@pytest.mark.parametrize("other", OTHERS)
def test_cookies_of_other_programs_shut_nobody_out(browser: Browser, other: str) -> None:
    own = f"{COOKIE}={browser.settings.cookie()}"
    for cookie in (f"{other}; {own}", f"{own}; {other}"):
        assert has_cookie({"type": "http", "headers": [(b"cookie", cookie.encode())]}, browser.settings)
    for cookie in (other, f"{other}; x{own}", f"{own}0; {other}"):
        assert not has_cookie({"type": "http", "headers": [(b"cookie", cookie.encode())]}, browser.settings)


def test_two_hosts_are_none(browser: Browser) -> None:
    scope = scope_of(
        "GET",
        "/",
        dict.fromkeys(("origin", "site", "csrf", "bearer", "place")) | {"host": "localhost:8123", "cookie": "right"},
        browser.settings,
    )
    check(scope, browser.settings)
    scope["headers"] = [*scope["headers"], (b"host", b"127.0.0.1:8123")]
    with pytest.raises(Refused, match="host"):
        check(scope, browser.settings)


def test_the_first_address_gives_the_cookie_once(browser: Browser) -> None:
    stranger = {"host": "127.0.0.1:8123", "sec-fetch-site": "cross-site"}  # a file, or a terminal in a browser
    path = browser.app.state.first_addresses.new().removeprefix(browser.settings.address)
    for wrong in (ENTER, f"{ENTER}?code=", f"{ENTER}?code=0", f"{path}0", path.lower()):
        refused = browser.call("GET", wrong, stranger)
        assert refused.status_code == 403
        assert "set-cookie" not in refused.headers
    answer = browser.call("GET", path, stranger)
    assert answer.status_code == 200
    cookie, *parts = (part.strip() for part in answer.headers["set-cookie"].split(";"))
    assert set(parts) == {"HttpOnly", "Max-Age=57600", f"Path={browser.settings.place}", "SameSite=strict"}
    assert browser.call("GET", "/", {**stranger, "sec-fetch-site": "same-origin", "cookie": cookie}).status_code == 200
    assert 'http-equiv="refresh" content="0; url=/"' in answer.text  # the place is taken off
    again = browser.call("GET", path, stranger)
    assert again.status_code == 403
    assert "set-cookie" not in again.headers
    assert "đã dùng rồi" in again.text


def test_every_answer_has_the_headers(browser: Browser) -> None:
    for path in ("/", "/khong-co", "/static/congvan.css", "/health", "/van-ban-di/khong-co/in", "/api/openapi.json"):
        headers = browser.get(path).headers
        for name, value in HEADERS.items():
            assert name == "Cache-Control" or headers[name] == value, path
        assert "server" not in headers
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert browser.get("/").headers["cache-control"] == "no-store"


def test_a_websocket_is_closed(browser: Browser) -> None:
    sent: list[dict[str, object]] = []

    async def go() -> None:
        async def receive() -> dict[str, object]:
            return {"type": "websocket.connect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await browser.app({"type": "websocket", "path": "/", "headers": []}, receive, send)

    anyio.run(go)
    assert [message["type"] for message in sent] == ["websocket.close"]


# ---- bodies ----------------------------------------------------------------------------------------------------------


def _sent(browser: Browser, path: str, size: int, *, declared: bool) -> int:
    """Send a file of so many bytes; return the status."""
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.docx"\r\n\r\nPK\x03\x04'

    async def pieces() -> AsyncIterator[bytes]:
        yield head
        for _piece in range(size >> 16):
            yield b"x" * (1 << 16)
        yield b"\r\n--b--\r\n"

    kind = "multipart/form-data; boundary=b" if path in UPLOADS else "application/x-www-form-urlencoded"
    headers = {**browser.headers("POST"), "content-type": kind}
    if declared:
        headers["content-length"] = str(size)
    return browser.call("POST", path, headers, content=pieces()).status_code


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("path", ["/viec/number", *UPLOADS])
def test_a_body_beyond_the_limit_is_refused(project: Project, path: str, declared: bool) -> None:
    small = Browser(settings_of(project.root, body=1 << 18, upload=1 << 20))
    assert _sent(small, path, 4 << 20, declared=declared) == 413
    assert not list((project.root / ".congvan").rglob("*.docx"))


def test_a_body_that_does_not_end_is_given_up(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "BODY", 0.2)

    async def drips() -> AsyncIterator[bytes]:
        yield b"number="
        await anyio.sleep(30)
        yield b"5"

    headers = {**browser.headers("POST"), "content-type": "application/x-www-form-urlencoded"}
    answer = browser.call("POST", "/viec/number", headers, content=drips())
    assert answer.status_code == 408
    assert "Không đọc được yêu cầu" in answer.text


def test_an_act_takes_no_files(browser: Browser) -> None:
    answer = browser.post("/viec/number", files={"number": ("1.txt", b"1")})
    assert answer.status_code == 400
    assert "Không đọc được yêu cầu" in answer.text


def test_a_length_that_is_no_number(browser: Browser) -> None:
    headers = {**browser.headers("POST"), "content-length": "-5"}
    assert browser.call("POST", "/viec/number", headers).status_code == 413
