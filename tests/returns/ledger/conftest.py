"""A PostgreSQL server for the tests of the ledger."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from congvan.core.problems import ProblemsFound
from congvan.returns.ledger.store import Store

WHY = "needs a PostgreSQL server: apt-get install postgresql"


def _server() -> str:
    """The folder of PostgreSQL's programs, "" where there is none."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres")) or [shutil.which("postgres") or ""]
    return os.path.dirname(found[-1])


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """A real server of its own, on a free port of this machine."""
    if not _server():
        pytest.skip(WHY)
    pytest.importorskip("psycopg", reason="needs the extra “postgres”: pip install 'congvan[postgres]'")
    folder = Path(tempfile.mkdtemp(prefix="congvan-pg-"))  # nobody may enter pytest's own
    folder.chmod(0o777)
    data, as_user = folder / "data", ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    prefix = as_user if os.getuid() == 0 else []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    initdb = [*prefix, f"{_server()}/initdb", "-D", str(data), "-A", "trust", "-U", "test", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd="/")
    options = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server = subprocess.Popen(
        [*prefix, f"{_server()}/postgres", "-D", str(data), *options],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"postgresql://test@127.0.0.1:{port}/postgres"
        for _attempt in range(100):
            try:
                Store.open(url).__exit__()
                break
            except ProblemsFound:
                time.sleep(0.1)
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
