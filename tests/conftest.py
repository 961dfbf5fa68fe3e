"""What every test runs under."""

from __future__ import annotations

import gc
import math
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would every build that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Each process of the tests has one processor, so that a build in it starts others only where it is told.
os.sched_getaffinity = lambda _process: {0}

gc.disable()  # until all is collected, of which nothing goes again

FULL = os.environ.get("CONGVAN_FULL") == "1"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

# A machine that several jobs share is slow at times: that is no failure of the law under test.
# On CI the inputs are the same in every run, so that a red run can be repeated.
settings.register_profile(
    "congvan",
    deadline=None,
    print_blob=True,
    derandomize=bool(os.environ.get("CI")),
    max_examples=100 if FULL else 20,  # as tests/examples.py
)
settings.load_profile("congvan")
if not FULL:  # Why: to look for constants in 800 modules takes each process 4 s in a fresh checkout
    providers._get_local_constants = providers.Constants


def _forbid_skip(report: Any) -> None:
    """`make test-full` installs what tests need: a skip is a failure there, unless ../shared or git history lacks."""
    if FULL and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "shared" not in reason and "git history" not in reason:
            report.outcome = "failed"
            report.longrepr = f"CONGVAN_FULL=1 lets no test skip, and this one did: {reason}"


@pytest.fixture(scope="session")
def _strace() -> None:
    if subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow strace to trace")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """One of several processes tells of a test what counts, in one message: its call, and what failed or skipped.

    Why: xdist sends four messages besides, and those of set-ups and clean-ups that passed are not shown. Without them a
    test takes 0.9 ms of the processors less, of 2.6 (3,000 empty tests). `--durations` shows set-ups, and is given all.
    """
    if not WORKER or item.config.option.durations is not None:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Of two processes, the second goes through the folders from the end.

    Why: in a fresh checkout a file is compiled when it is first collected. Two that went the same way would compile
    every file twice; so each finds half of them done by the other.
    """
    report = yield
    _forbid_skip(report)
    if WORKER == "gw1" and isinstance(collector, pytest.Dir) and report.result:
        report.result.reverse()
    return report


PROGRAMS = {
    "LibreOffice": ("soffice", "libreoffice-writer libreoffice-calc"),
    "Chromium": ("chromium chromium-browser google-chrome", "chromium"),
    "Node.js": ("node", "nodejs npm"),
    "Poppler": ("pdftotext", "poppler-utils"),
    "PostgreSQL": ("pg_ctl pg_ctlcluster psql", "postgresql"),
    "faketime": ("faketime", "faketime"),
    "strace": ("strace", "strace"),
}
"""What tests of `make test-full` drive: the program by which it is known, and Debian's packages."""
LEFT: Counter[str] = Counter()
MOST = 16
"""Of one law, as many cases as `make test` runs at most, but where `every(n)` says otherwise."""
_PROMISE = re.compile(r"/acceptance/|::test_[a-k]\d")
"""Tests of promises and of the whole, which run with all their cases."""


def _step(cases: int) -> int:
    """Return how many cases further the next one is; odd, so that two values in turn are both met."""
    return math.ceil(cases / MOST) | 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All processes have to name the tests in the same order; of `every(n)`, `make test` runs each nth case.

    Of a law with more cases it runs up to MOST of them, spread evenly, where no promise is tried.
    """
    if WORKER:
        items.sort(key=lambda item: item.path.parts)
    seen: Counter[str] = Counter()
    cases = Counter(item.nodeid.partition("[")[0] for item in items if not _PROMISE.search(item.nodeid))
    for item in items:
        for program, fixture in (("PostgreSQL", "postgresql"), ("strace", "_strace")):
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.full(program))
        name = item.nodeid.partition("[")[0]
        every = item.get_closest_marker("every")
        if seen[name] % (every.args[0] if every else _step(cases[name])):
            item.add_marker(pytest.mark.full("cases of laws that are tried with some of them"))
        seen[name] += 1


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("full"):
        programs, packages = PROGRAMS.get(mark.args[0], ("", ""))
        if programs and not any(map(shutil.which, programs.split())):
            pytest.skip(f"{mark.args[0]} is not installed: apt-get install {packages}")


def pytest_deselected(items: Iterable[pytest.Item]) -> None:
    """Count what is left to `make test-full`, by the first reason that a test has."""
    LEFT.update(mark.args[0] for item in items if (mark := item.get_closest_marker("full")))


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)  # of xdist
    if output is not None:
        output["left"] = dict(LEFT)


@pytest.hookimpl(optionalhook=True)  # `make mutants` runs without xdist
def pytest_testnodedown(node: Any) -> None:
    left = getattr(node, "workeroutput", {}).get("left", {})
    LEFT.update({why: count for why, count in left.items() if why not in LEFT})  # each process counts all


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if LEFT:
        told = ", ".join(f"{why}: {count}" for why, count in LEFT.most_common())
        packages = " ".join(packages for why, (_, packages) in PROGRAMS.items() if why in LEFT)
        terminalreporter.write_line(f"{LEFT.total()} tests are left to `make test-full` ({told})")
        terminalreporter.write_line(f"it installs what they drive, as this does: apt-get install {packages}")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there before the first test is not walked over in any, and the collector runs as in a command."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
