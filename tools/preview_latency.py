"""Measure how long the clerk waits for the picture of a page after she has left a field of its form.

    .venv/bin/python tools/preview_latency.py [-n 100] [--no-browser] [--no-build]

The server is started on a copy of the sample; a field is changed as the page does it (saved, then the pages asked for,
whose answer holds the picture of the changed one), once over HTTP and once in Chromium until the frame with the new
picture is drawn; all of it again beside a build that runs at the low priority which the page gives it. Milliseconds of
the wall; those of the processor that the server and its children took, for Chromium with all that follows the picture;
and these as a machine at rest would take them. On a busy machine only the last two say something.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.model.project.yaml_reader import scan
from tests.acceptance.browser.devtools import Chromium
from tests.acceptance.browser.test_first_screen import CHROMIUM
from tests.pace import AT_REST, loop_seconds
from tests.sample_project import new_project
from tests.web.test_server import Running, started

SAMPLE = "bluezone-2020"
PARAGRAPHS = {"one": 6, "three": 27, "eight": 84}
"""Texts by what they are called, and their paragraphs; the pages that they fill are printed."""
CHANGED = """(async () => {
  const field = document.getElementById(%s), pages = document.querySelector(".preview-pages");
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const version = () => pages.querySelector(".shown")?.dataset.version;
  const before = version(), began = performance.now();
  field.value = %s;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  while (version() === before || pages.classList.contains("old")) await frame();
  await frame();
  return performance.now() - began;
})()"""
"""Changes a field; its value is the time until a frame with the new picture has been drawn."""

Change = Callable[[int], float]


def dispatch(root: Path, name: str, paragraphs: int) -> None:
    """Write a dispatch whose text has so many paragraphs."""
    text = (
        "Các đơn vị rà soát số liệu của kỳ báo cáo lần 0, đối chiếu với hồ sơ đang lưu, gửi kết quả về cơ quan đúng "
        "thời hạn; khó khăn, vướng mắc phát sinh trong quá trình thực hiện được báo cáo kịp thời để xem xét, xử lý."
    )
    head = (root / f"data/dispatches/{SAMPLE}.yaml").read_text("utf-8")
    signer = re.search(r"(?m)^signer: .*$", head)
    assert signer
    lines = ["kind: cong-van", "number: blank", "date: {day: blank, month: 8, year: 2020}", "unit: BCVT"]
    lines += ["subject: rà soát số liệu báo cáo", signer[0], "receivers:", "  - to: tinh-doan-lang-son", "body: |"]
    for number in range(1, paragraphs + 1):
        lines += [f"  {number}. {text}", ""]
    lines += ["copies:", "  - text: Như trên", "archive: {unit: BCVT}", ""]
    (root / f"data/dispatches/{name}.yaml").write_text("\n".join(lines), "utf-8")


class Form:
    """A field of a dispatch that is saved as the page saves it, over one connection that stays."""

    def __init__(self, running: Running, name: str, path: str) -> None:
        self.running, self.name, self.path = running, name, path
        self.file = f"data/dispatches/{name}.yaml"
        self.connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        self.pages = 0

    def call(self, method: str, path: str, body: str = "") -> bytes:
        running = self.running
        headers = {"Cookie": running.cookie, "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            headers |= {"Origin": f"http://127.0.0.1:{running.port}", "X-CSRF-Token": running.csrf}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, running.place + path, body.encode(), headers)
        answer = self.connection.getresponse()
        data = answer.read()
        assert answer.status == 200, (path, answer.status, data[:400])
        return data

    def value(self) -> str:
        data = scan((self.running.root / self.file).read_bytes(), self.file).data
        assert isinstance(data, dict)
        return str(data[self.path.removeprefix("/")])

    def change(self, new: Callable[[str], str]) -> float:
        """Save another value and take the picture of the changed page; return the seconds."""
        old = self.value()
        values = urllib.parse.urlencode({"file": self.file, "path": self.path, "old": old, "new": new(old)})
        began = time.perf_counter()
        self.call("POST", "/sua/save", values)
        shown = self.call("GET", f"/van-ban-di/{self.name}/trang").decode()
        version = re.search(r'data-version="(\w+)"', shown)
        assert version, shown
        self.pages = shown.count("<img")
        assert 'src="data:image/png;base64,' in shown, "the changed page is in the answer"
        return time.perf_counter() - began


def retyped(number: int) -> Callable[[str], str]:
    """Return what puts another number into a text, in its middle."""

    def new(old: str) -> str:
        places = [match.span() for match in re.finditer(r"lần \d+", old)]
        start, end = places[len(places) // 2]
        return f"{old[:start]}lần {number}{old[end:]}"

    return new


def renamed(number: int) -> Callable[[str], str]:
    """Return what gives a subject that fits where the one before stood."""
    return lambda old: re.sub(r"( số \d+)?$", f" số {number}", old, count=1)


def processor(pid: int) -> float:
    """Return the seconds of the processor that a process and those that it started have taken."""
    seconds, waiting = 0.0, [pid]
    while waiting:
        each = waiting.pop()
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            for task in Path(f"/proc/{each}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


@contextmanager
def building(root: Path) -> Iterator[None]:
    """Build the project again and again at low priority meanwhile."""
    script = 'while :; do "$0" "$@" >/dev/null 2>&1; done'
    command = ["nice", "-n", "10", "sh", "-c", script, sys.executable, str(HOME / "build.py"), "build", "--rebuild"]
    made = subprocess.Popen([*command, "-q", "--root", str(root)], start_new_session=True)
    try:
        time.sleep(2)
        yield
    finally:
        os.killpg(made.pid, 9)
        made.wait()


def row(name: str, count: int, change: Change, pid: int) -> float:
    """Measure one line of the table and print it; return its median."""
    for number in range(3):
        change(900 + number)  # so that what is made once is there
    before, loop = processor(pid), loop_seconds()
    taken = sorted(change(100 + number) * 1000 for number in range(count))
    spent = (processor(pid) - before) / count * 1000
    rest = spent * AT_REST / ((loop + loop_seconds()) / 2)
    median, high = statistics.median(taken), taken[min(count - 1, round(count * 0.95))]
    print(f"{name:<46}{median:8.0f}{high:8.0f}{spent:11.0f}{rest:9.0f}", flush=True)
    return median


def measured(running: Running, count: int, page: Chromium | None, beside: str) -> None:
    pid, medians = running.process.pid, {}
    cases = {"a value": (SAMPLE, "/subject", renamed)}
    cases |= {f"a text, {name}": (f"do-{name}", "/body", retyped) for name in PARAGRAPHS}
    for name, (paper, path, new) in cases.items():
        form = Form(running, paper, path)

        def over_http(number: int, form: Form = form, new: Callable[[int], Callable[[str], str]] = new) -> float:
            return form.change(new(number))

        over_http(99)
        label = f"{name} ({form.pages} pages){beside}"
        medians[name] = (row(f"{label}, HTTP", count, over_http, pid), form.pages)
        if page is None:
            continue
        page.go(f"{running.address}/van-ban-di/{paper}/noi-dung")
        page.until(lambda: page.js("!!document.querySelector('.preview-pages .shown img')"))
        field = "f" + path.replace("/", "-")

        def in_browser(
            number: int, field: str = field, new: Callable[[int], Callable[[str], str]] = new, form: Form = form
        ) -> float:
            value = new(number + 1000)(form.value())
            return float(page.js(CHANGED % (json.dumps(field), json.dumps(value)))) / 1000

        row(f"{label}, Chromium", count, in_browser, pid)
    (three, few), (eight, many) = medians["a text, three"], medians["a text, eight"]
    print(f"each further page{beside}: {(eight - three) / max(many - few, 1):.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=100, help="changes for each line")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-build", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = new_project(Path(name) / "project").root
        for each, paragraphs in PARAGRAPHS.items():
            dispatch(root, f"do-{each}", paragraphs)
        running = started(root, fresh=True)
        page = None
        if CHROMIUM and not args.no_browser:
            page = Chromium(CHROMIUM, Path(name) / "profile")
            page.enter(running.address, running.cookie)
        try:
            print(f"{'milliseconds':<46}{'median':>8}{'95 %':>8}{'processor':>11}{'at rest':>9}")
            measured(running, args.n, page, "")
            if not args.no_build:
                with building(root):
                    measured(running, args.n, page, ", build")
        finally:
            if page is not None:
                page.close()
            running.process.kill()
            running.process.wait()


if __name__ == "__main__":
    main()
