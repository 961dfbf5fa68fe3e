"""A Chromium that a test drives by the DevTools protocol over a pipe: no port, no library, nothing downloaded."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
)
PATIENCE = 20.0


class Chromium:
    """One page of a Chromium of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        to_child, ours = os.pipe()
        theirs, from_child = os.pipe()

        def pipes() -> None:  # the protocol is spoken on descriptors 3 and 4
            one, other = os.dup(to_child), os.dup(from_child)
            os.dup2(one, 3)
            os.dup2(other, 4)

        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, preexec_fn=pipes, close_fds=False, **quiet)
        os.close(to_child)
        os.close(from_child)
        self._out, self._in, self._rest, self._count = ours, theirs, b"", 0
        self.errors: list[str] = []
        self.chooser = 0  # the field that last asked for files, where that is asked for by `choosing`
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._session = session
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    _session = ""

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; what goes wrong in the page meanwhile is kept in `errors`."""
        self._count = own = self._count + 1
        message: dict[str, Any] = {"id": own, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == own:
                assert "error" not in answer, answer
                found: dict[str, Any] = answer["result"]
                return found
            if answer.get("method") == "Page.javascriptDialogOpening":
                self._agree()
            if answer.get("method") == "Page.fileChooserOpened":
                self.chooser = answer["params"]["backendNodeId"]
            if answer.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.errors.append(json.dumps(answer["params"], ensure_ascii=False)[:2000])

    def _agree(self) -> None:
        """Say yes to a question of the page; nobody waits for the answer."""
        self._count += 1
        message = {"id": self._count, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}}
        os.write(self._out, json.dumps({**message, "sessionId": self._session}).encode() + b"\0")

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            some = os.read(self._in, 1 << 16)
            assert some, "Chromium has ended"
            self._rest += some
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def js(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def go(self, address: str) -> None:
        """Open an address and wait for all of it."""
        self.call("Page.navigate", url=address)
        self.until(lambda: self.js("document.readyState + location.href.startsWith('http')") == "completetrue")

    def enter(self, address: str, cookie: str, *, tab: bool = False) -> None:
        """Open the clerk's page with a cookie that lets this browser in, here or in a `tab` of its own."""
        name, _, value = cookie.partition("=")
        self.call("Network.setCookie", name=name, value=value, url=f"{address}/", httpOnly=True, sameSite="Strict")
        if tab:
            self.call("Target.createTarget", url=f"{address}/", background=True)
        else:
            self.go(f"{address}/")

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, "it never came to be"
            time.sleep(0.05)

    def key(self, text: str) -> None:
        """Press a key: a letter as a keyboard driver sends it, or Backspace."""
        if text == "Backspace":
            named = {"key": text, "code": text, "windowsVirtualKeyCode": 8}
            self.call("Input.dispatchKeyEvent", type="rawKeyDown", **named)
            self.call("Input.dispatchKeyEvent", type="keyUp", **named)
            return
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, unmodifiedText=text, key=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=text)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._out)
        os.close(self._in)
