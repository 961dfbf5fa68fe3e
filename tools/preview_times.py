"""Measure how long `preview` takes: the command, and the pages after a change of the template while it watches.

    .venv/bin/python tools/preview_times.py

Wall-clock seconds and, beside them, those of the processor: on a machine that is busy only the latter say something.
"""

from __future__ import annotations

import io
import queue
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.core.job import Outcome, Progress
from congvan.pipeline.previews.preview import PreviewRequest, watch

CHANGES = 5


def changed(template: bytes, number: int) -> bytes:
    """Return the template with other fixed words."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("Độc lập".encode(), f"Độc lập {number}".encode()))
    return out.getvalue()


def command(folder: str) -> None:
    """The command: the first time, when the record is worked out, and after a change of the template."""
    copy = Path(folder) / "mau.docx"
    template = (HOME / "templates/van-ban.docx").read_bytes()
    for number, what in enumerate(("command", "command after a change", "command after another")):
        copy.write_bytes(changed(template, CHANGES + number))
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        words = [str(HOME / "build.py"), "preview", str(copy), "--document", "letter", "-q", "-o", folder]
        subprocess.run([sys.executable, *words, "--root", str(HOME)], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime - before.ru_utime
        print(f"{what}: {time.perf_counter() - started:.2f} s, processor {spent:.2f} s")


def watched(folder: str) -> None:
    """The pages after each change, from the moment when the template was saved."""
    template = (HOME / "templates/van-ban.docx").read_bytes()
    copy = Path(folder) / "mau.docx"
    copy.write_bytes(template)
    shown: queue.Queue[tuple[float, Outcome]] = queue.Queue()
    progress = Progress()
    request = PreviewRequest(HOME, str(copy), document="letter", folder=Path(folder))
    watching = threading.Thread(
        target=watch, args=(request, progress, lambda outcome: shown.put((time.perf_counter(), outcome)))
    )
    watching.start()
    shown.get()
    for number in range(CHANGES):
        time.sleep(0.3)  # what is done after the picture is over
        processor, started = time.process_time(), time.perf_counter()
        copy.write_bytes(changed(template, number))
        ended, outcome = shown.get()
        spent, noticed = time.process_time() - processor, ended - outcome.seconds - started
        first = noticed + outcome.data["first_page_seconds"]
        print(f"change {number + 1}: noticed {noticed:.2f} s, first page {first:.2f} s, ", end="")
        print(f"{outcome.data['pages']} pages {ended - started:.2f} s, processor {spent:.2f} s")
    progress.cancel()
    watching.join()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        command(name)
        watched(name)
