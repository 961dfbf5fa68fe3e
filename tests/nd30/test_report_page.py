"""The HTML page on many papers: the worst first, nothing from outside, every finding beside its place."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from congvan import nd30
from congvan.core import libreoffice
from congvan.core.i18n import using_language
from congvan.nd30.model.view import Paragraph, StyledRun, TextLine
from congvan.nd30.page_images import where_printed
from congvan.nd30.report_page import page_of
from tests.core.test_libreoffice import needs_libreoffice
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.changes import faces, put
from tests.nd30.letters import c


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good paper, one with a small fault, one with two, a scan and a DOCX with a fault."""
    folder = tmp_path_factory.mktemp("papers")
    good, small, worse, word = (letters.dispatch() for _ in range(4))
    put("Số:", size=16)(small)
    put("Số:", size=16)(worse)
    put("1. Các", colour="C00000")(worse)
    faces("Arial")(word)
    for name, letter in {"a-good": good, "b-<small>": small, "c-worse": worse}.items():
        (folder / f"{name}.pdf").write_bytes(to_pdf(letter))
    (folder / "d.docx").write_bytes(to_docx(word))
    (folder / "e.pdf").write_bytes(b"%PDF-1.4 damaged")
    return folder


def page(folder: Path, **left_out: str) -> str:
    judged = {path: nd30.check(path.read_bytes(), path.name) for path in sorted(folder.iterdir())}
    return "".join(page_of(judged, left_out))


class Papers(HTMLParser):
    """What a page holds: the names of its papers, ids, links, the rules of its findings, sources of pictures."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.rules: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
        self.rules += [given["data-rule"] or ""] if tag == "li" and "data-rule" in given else []
        self.pictures += [given] if tag == "img" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "h2":
            self.names.append(data)


def test_papers_by_weight_with_their_findings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    found = Papers(page(folder))
    assert not found.open
    names = [name.split(" (")[0] for name in found.names]
    assert names == ["c-worse.pdf", "b-<small>.pdf", "d.docx", "a-good.pdf", "e.pdf"]
    assert found.rules == ["ND30-SO-SIZE", "ND30-FONT-COLOUR", "ND30-SO-SIZE", "ND30-FONT-FACE"]
    assert len(set(found.ids)) == len(found.ids)
    assert found.links
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert len(found.pictures) == 2  # the pages with findings of the two PDFs
    for picture in found.pictures:
        assert picture["alt"] == "page 1"
        assert base64.b64decode(str(picture["src"]).removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")


def test_nothing_comes_from_outside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    text = page(folder)
    assert not re.findall(r"https?://|url\(|@import|<link|src=\"(?!data:)", text)


def test_the_rules_left_out_and_both_languages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    with using_language("vi"):
        text = page(folder, **{"ND30-SO-SIZE": "mẫu & riêng"})
    assert '<html lang="vi">' in text
    assert "<li>ND30-SO-SIZE: mẫu &amp; riêng</li>" in text
    assert "Kiểm tra thể thức văn bản" in text
    assert "5 văn bản: " in text


def test_a_scan_is_not_pictured(tmp_path: Path) -> None:
    letter = letters.dispatch()
    letter.marks.insert(0, c("MẬT", 13))
    (tmp_path / "x.pdf").write_bytes(to_pdf(letter))
    assert not Papers(page(tmp_path)).pictures


@needs_libreoffice
def test_a_word_file_is_pictured_by_libreoffice(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "d.docx").write_bytes((folder / "d.docx").read_bytes())
    found = Papers(page(tmp_path))
    assert len(found.pictures) == 1
    assert found.links == ["#p1-1"]  # where LibreOffice prints the words


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("2", (0, None)),  # a page number, not the second heading
        ("2. Đánh giá kết quả thực hiện", (3, None)),
        ("Nơi nhận:", (4, None)),
        ("Nơi nhận: - Như trên;", (4, None)),  # LibreOffice prints two lines
        ("", (0, None)),
        ("không có ở đâu cả", (0, None)),
    ],
)
def test_where_the_words_of_a_docx_are_printed(words: str, place: tuple[int, None]) -> None:
    texts = {3: "2. Đánh giá kết quả thực hiện nhiệm vụ", 4: "Nơi nhận:"}
    printed = [Paragraph((TextLine((StyledRun(text),), page),)) for page, text in texts.items()]
    assert where_printed(words, printed) == place


@pytest.mark.full("long runs")
def test_two_processes_write_the_same_page(folder: Path) -> None:
    pdfs = [path for path in sorted(folder.iterdir()) if path.suffix == ".pdf"]
    judged = {path: nd30.check(path.read_bytes(), path.name) for path in pdfs}
    with using_language("vi"):
        assert list(page_of(judged, {}, 2)) == list(page_of(judged, {}))
