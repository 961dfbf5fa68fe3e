"""Templates are rendered from many threads at once: the files are those of one thread, and a fork is safe."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest

import congvan
from congvan.core.threads import in_turn, one_at_a_time
from congvan.nd30.opening import read_view
from tests.formats.docx_samples import docx, p
from tests.formats.xlsx_samples import workbook

THREADS, RECORDS = 16, 20
WORD = docx(p("Kính mời {{ name }}, {{ place }}."), p("{%p if late %}"), p("Quá hạn."), p("{%p endif %}"))
PAGE = """<!DOCTYPE html><html lang="vi"><head><title>Thư</title><style>
p { font: 14pt "Times New Roman", "Liberation Serif" } .r { text-align: right } .j { text-align: justify; width: 60mm }
</style></head><body><p class="r">{{ name }}</p><p class="j">Kính mời {{ name }}, {{ place }}.</p></body></html>"""
BOOK = workbook({"A1": "{{ name }}", "A2": "{%tr for n in lines %}", "A3": "{{ n }}", "A4": "{%tr endfor %}"})


def record(number: int) -> dict[str, Any]:
    """A record that is like others in some things: a template learns of it, and its lines are of other lengths."""
    names = ["Nguyễn Văn An", "Trần Thị Bích Ngọc " * (1 + number % 2), "Lê\nHoàng", "Đặng & <Sơn>"]
    place = "xã Mẫu, " * (1 + number % 2) + "tỉnh Mẫu"
    lines = ["a"] * (number % 3)
    return {"name": f"{names[number % 4]} {number}", "place": place, "late": number % 5 == 0, "lines": lines}


def compiled(kind: str) -> Any:
    if kind == "docx":
        return congvan.compile_template("docx", WORD, name="thu.docx")
    if kind == "xlsx":
        return congvan.compile_template("xlsx", BOOK, name="bieu.xlsx")
    if kind == "pdf of docx":
        return congvan.compile_template("pdf", WORD, name="thu.docx")
    return congvan.compile_template("pdf", PAGE.encode(), name="thu.html")


def files(template: Any, records: Iterable[Mapping[str, Any]]) -> list[str]:
    return [sha256(template.render(each)).hexdigest() for each in records]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf of docx", "pdf"])
@pytest.mark.parametrize("renders", [RECORDS, pytest.param(2_000, marks=pytest.mark.full("32,000 files of each kind"))])
def test_sixteen_threads_make_the_files_of_one(kind: str, renders: int) -> None:
    records = [record(number) for number in range(RECORDS)]
    alone = dict(enumerate(files(compiled(kind), records)))
    shared, begin = compiled(kind), threading.Barrier(THREADS)

    def rendered(thread: int) -> int:
        order = [(thread + number) % RECORDS for number in range(renders)]
        begin.wait()
        made = files(shared, (records[at] for at in order))
        return sum(alone[at] == file for at, file in zip(order, made, strict=True))

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(rendered, range(THREADS))) == [renders] * THREADS


def test_threads_read_papers_as_one_does() -> None:
    paper = compiled("pdf").render(record(1))
    alone = read_view(paper)
    with ThreadPoolExecutor(8) as pool:
        assert all(view == alone for view in pool.map(lambda _n: read_view(paper), range(16)))


@one_at_a_time
def hold(inside: threading.Event, until: threading.Event) -> None:
    inside.set()
    until.wait(10)


@one_at_a_time
def enter() -> None:
    """What waits for its turn."""


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_process_forked_meanwhile_can_render() -> None:
    inside, until = threading.Event(), threading.Event()
    other = threading.Thread(target=hold, args=(inside, until))
    other.start()
    inside.wait(10)
    threading.Timer(0.05, until.set).start()  # the fork waits for it
    child = os.fork()
    if not child:
        entered = threading.Thread(target=enter, daemon=True)  # another thread than the one that has forked
        entered.start()
        entered.join(5)
        os._exit(entered.is_alive())
    assert os.waitpid(child, 0)[1] == 0
    other.join()


def test_what_the_collector_frees_does_not_wait_and_is_freed_in_turn() -> None:
    inside, until = threading.Event(), threading.Event()
    other = threading.Thread(target=hold, args=(inside, until))
    other.start()
    inside.wait(10)
    freed: list[str] = []
    in_turn(freed.append, "Pango's")
    assert freed == []
    until.set()
    other.join()
    enter()
    assert freed == ["Pango's"]
    in_turn(freed.append, "at once")
    assert freed == ["Pango's", "at once"]
