"""Who may speak to the page: the guard before every route, and the headers on every answer.

Why so much for a server that only this machine reaches: every page that the clerk opens elsewhere runs in the same
browser, and may send requests to 127.0.0.1. The guard lets in what proves that it comes from our own page (cookie,
Host, Origin, Sec-Fetch-Site, CSRF token) or from a program that was given the token (/api).
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Callable, Iterator

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from congvan.core.i18n import use_language
from congvan.web.access.connections import LET_IN
from congvan.web.access.first_address import ENTER
from congvan.web.access.logs import Log
from congvan.web.refusals import Refused, TooLarge
from congvan.web.settings import COOKIE, Settings

CSRF = "x-csrf-token"
SAFE = ("GET", "HEAD")
BODY = 300.0
"""Seconds in which the body of a request is whole: it comes from this machine."""
HEALTH, STATIC, API = "/health", "/static/", "/api/"
_ADDRESS = re.compile(
    rb'(\s(?:href|src|action|hx-get|hx-post|data-(?:src|drop|picture|preview|template))=")/(?!static/)'
)
"""Where a page has an address of ours; what somebody typed has no quotation mark that could make it look so."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Headers of every answer; there is none of CORS, so that no other site reads one."""


class Guard:
    """ASGI middleware: refuses what does not belong, limits bodies, adds the headers, turns faults into pages.

    The place of the page is known here alone: it is taken off the path of a request, and put before every address of an
    answer, so that routes, views and pages have addresses as if there were none.

    `page(status, why, whole)` makes the HTML of a refusal or a fault; `uploads` tells the paths that take files.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        page: Callable[[int, str, bool], str],
        uploads: Callable[[str], bool],
        log: Log,
    ) -> None:
        self.app, self.settings, self.page, self.uploads, self.log = app, settings, page, uploads, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no WebSockets
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        use_language(self.settings.language)
        place, connection = self.settings.place, scope
        inside = scope["path"].startswith(f"{place}/")
        if inside:
            scope = {**scope, "path": scope["path"].removeprefix(place)}
        answer = _OutgoingAnswer(send, place, static=scope["path"].startswith(STATIC))
        with self.log.request(scope, answer):
            try:
                check(scope, self.settings, inside=inside)
                connection[LET_IN] = inside or scope["path"].startswith(API)
                await self.app(scope, self._limited(scope, receive), answer.send)
            except Exception as error:
                if answer.started:
                    raise
                response = self._fault(scope, error)
                await response(scope, receive, answer.send)

    def _fault(self, scope: Scope, error: Exception) -> Response:
        """Return the answer to a request that was refused, or that failed."""
        status, why = self.log.fault(error)
        if _for_programs(scope["path"]):
            return JSONResponse({"error": why}, status, {"WWW-Authenticate": "Bearer"} if status == 401 else None)
        part = Headers(scope=scope).get("hx-request") == "true"
        return HTMLResponse(self.page(status, why, not part), status)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """Return `receive` that raises TooLarge beyond the limit of the route, Refused for a body that does not end."""
        limit = self.settings.upload if self.uploads(scope["path"]) else self.settings.body
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            raise TooLarge
        taken, whole, until = 0, False, anyio.current_time() + BODY

        async def counted() -> Message:
            nonlocal taken, whole
            if whole:  # whoever asks again waits for the end of the connection
                return await receive()
            with anyio.move_on_at(until) as patience:
                message = await receive()
            if patience.cancelled_caught:
                raise Refused(408, "malformed")
            whole = not message.get("more_body", False)
            taken += len(message.get("body", b""))
            if taken > limit:
                raise TooLarge
            return message

        return counted


class _OutgoingAnswer:
    """The answer on its way: adds our headers and the place of the page, and knows its status."""

    def __init__(self, send: Send, place: str, *, static: bool) -> None:
        self._send, self._place, self._static = send, place, static
        self._held: Message | None = None  # the head of a page, until its length is known
        self.status = 0

    @property
    def started(self) -> bool:
        return self.status != 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if self._static:
                headers["Cache-Control"] = "no-cache"  # kept, and asked for each time whether it has changed
            if "hx-redirect" in headers:
                headers["hx-redirect"] = self._place + headers["hx-redirect"]
            if headers.get("content-type", "").startswith("text/html"):
                self._held = message
                return
        elif self._held is not None:
            head, self._held = self._held, None
            message = {**message, "body": _ADDRESS.sub(rb"\1" + self._place.encode() + b"/", message["body"])}
            MutableHeaders(scope=head)["content-length"] = str(len(message["body"]))
            await self._send(head)
        await self._send(message)


def check(scope: Scope, settings: Settings, *, inside: bool = True) -> None:
    """Raise Refused unless the request is from our page, for the first address, or of a program with the token.

    `inside`: whether it was for an address below the place of the page.
    """
    headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
    _check_source(scope, headers, settings)
    entering = path == ENTER and method in SAFE
    if not entering:
        _check_site(headers, method)
    if entering or path == HEALTH or (path.startswith(STATIC) and method in SAFE):
        return
    if path != HEALTH and _for_programs(path):
        _check_bearer(headers, settings)
        return
    if not (inside and has_cookie(scope, settings)):
        raise Refused(403, "cookie")
    if method not in SAFE:
        if "origin" not in headers and "sec-fetch-site" not in headers:
            raise Refused(403, "origin")
        if not _same(headers.get(CSRF, ""), settings.csrf):
            raise Refused(403, "csrf")


def has_cookie(scope: Scope, settings: Settings) -> bool:
    """Whether the browser was let in already."""
    return any(settings.lets_in(each) for each in _cookies(Headers(scope=scope), COOKIE))


def _check_source(scope: Scope, headers: Headers, settings: Settings) -> None:
    """Refuse other machines, names of other hosts (DNS rebinding) and pages of other origins."""
    peer = scope.get("client")
    if peer is not None and not _loopback(peer[0]):
        raise Refused(403, "machine")
    named = headers.getlist("host")
    if len(named) != 1 or named[0].lower() not in settings.hosts:
        raise Refused(403, "host")
    if any(origin.lower() != f"http://{named[0].lower()}" for origin in headers.getlist("origin")):
        raise Refused(403, "origin")


def _check_site(headers: Headers, method: str) -> None:
    """Refuse what the browser says another site has caused."""
    allowed = ("same-origin", "none") if method in SAFE else ("same-origin",)
    if any(site not in allowed for site in headers.getlist("sec-fetch-site")):
        raise Refused(403, "site")


def _for_programs(path: str) -> bool:
    """Whether programs call this path, and are answered in JSON."""
    return path == HEALTH or f"{path}/".startswith(API)


def _check_bearer(headers: Headers, settings: Settings) -> None:
    scheme, _space, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not (settings.token and _same(token.strip(), settings.token)):
        raise Refused(401, "token")


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _cookies(headers: Headers, name: str) -> Iterator[str]:
    """Yield the values of the cookies of a name.

    Why by hand: cookies do not tell the ports of a machine apart, so others are sent too, of programs that keep to no
    grammar. `http.cookies` ends at the first one that it can't read, and would shut the clerk out.
    """
    for pair in ";".join(headers.getlist("cookie")).split(";"):
        called, equals, value = pair.partition("=")
        if equals and called.strip() == name:
            yield value.strip()


def _same(given: str, secret: str) -> bool:
    """Compare in a time that tells nothing of the secret."""
    return hmac.compare_digest(given.encode(), secret.encode())
