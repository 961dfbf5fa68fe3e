"""Convert an office file with LibreOffice, where it is installed: in a process of its own, within limits.

Why so guarded: the files are strangers', LibreOffice exits with 0 on failure, and two of its processes can't share one
profile. Each run has a profile and a folder of its own, both removed after; macros and links are off; the system's
prlimit bounds time, memory and what it writes, and unshare takes the network away where the system permits it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

SECONDS = 90
"""Time limit of one conversion; a usual paper takes one."""
BYTES = 4 << 30
"""Limit of the address space; LibreOffice reserves 2 GiB for an empty page."""
WRITTEN = 256 << 20
"""Limit of a file that it writes."""
APT = "apt install libreoffice-writer"
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf:writer_pdf_Export"}
"""The formats to convert to, with the export filter of each."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion"
 oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>
"""
"""What a profile says. Where it names no version, or an older one than the program's, the program sets it up and starts
again, which takes as long as a conversion."""


class ConversionFailed(Exception):
    """Raised where LibreOffice made no file of it: damaged, locked, or beyond a limit."""


@lru_cache
def program() -> str:
    """Return the path of LibreOffice; "" where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


@lru_cache
def version() -> str:
    """Return its name and version, as "LibreOffice 25.2.3.2 520(Build:2)"; "" where it is not installed."""
    if not program():
        return ""
    done = subprocess.run([program(), "--version"], capture_output=True, text=True, timeout=SECONDS, check=False)
    return done.stdout.strip()


def convert(data: bytes, suffix: str, form: str) -> bytes:
    """Convert a file (`suffix`: its ending, "doc") to a form of `FILTERS`. Raises ConversionFailed."""
    found = convert_all({f"paper.{suffix}": data}, form)
    if not found:
        raise ConversionFailed
    return found[f"paper.{suffix}"]


def convert_all(files: Mapping[str, bytes], form: str) -> dict[str, bytes]:
    """Convert files of different names in one process; those that LibreOffice makes nothing of are left out."""
    with tempfile.TemporaryDirectory(prefix="congvan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        settings = folder / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        sources = [str(folder / file) for file in files]
        _run(folder, ["--convert-to", FILTERS[form], "--outdir", str(folder / "out"), *sources])
        made = {file: folder / "out" / Path(file).with_suffix(f".{form}").name for file in files}
        return {file: path.read_bytes() for file, path in made.items() if path.is_file()}


def _run(folder: Path, arguments: list[str]) -> None:
    """Run LibreOffice to its end or its time limit, then end every process that it started."""
    command = [
        *_guard(),
        program(),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *arguments,
    ]
    nowhere = "http://127.0.0.1:9"
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), nowhere),
    }
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, cwd=folder, start_new_session=True
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ConversionFailed from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@lru_cache
def _guard() -> tuple[str, ...]:
    """Return the words before the command that limit it, and that take the network away."""
    words: list[str] = []
    if prlimit := shutil.which("prlimit"):
        words += [prlimit, f"--cpu={SECONDS}", f"--as={BYTES}", f"--fsize={WRITTEN}", "--core=0"]
    unshare = shutil.which("unshare")
    alone = [unshare, "--map-root-user", "--net"] if unshare else []
    if alone and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0:
        words += alone
    return tuple(words)
