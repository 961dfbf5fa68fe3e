"""Every screen of the table: it opens, is whole HTML, and says what its golden transcript says.

CONGVAN_GOLDEN=1 writes the transcripts anew; a screen that is added to the table needs one.
"""

from __future__ import annotations

import html.parser
import os
import re
import shutil
from pathlib import Path

import pytest

from congvan.web.screens import SCREENS, ScreenRow
from tests.sample_project import Project
from tests.web.client import NAMED, Browser, settings_of
from tests.web.printed_paper import put_files
from tests.web.transcript import transcript
from tests.web.words import odd_words

TRANSCRIPTS = Path(__file__).parent / "transcripts"
VOID = frozenset(("meta", "link", "input", "img", "br", "hr"))


class Outline(html.parser.HTMLParser):
    """Headings, labels and what is left open of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.wrong: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.labelled: set[str | None] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(given)
        if tag == "label":
            self.labelled.add(given.get("for"))
        self.wrong += [name for name in given if name.startswith("on") or name == "style"]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


@pytest.fixture(scope="module")
def full(returned: Project, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A browser on the sample with what came back and with files to print: there is something on every screen."""
    root = tmp_path_factory.mktemp("full") / "project"
    shutil.copytree(returned.root, root)
    put_files(Project(root))
    return Browser(settings_of(root))


@pytest.mark.every(3)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.id))
def test_a_screen_opens_and_says_what_it_has(full: Browser, screen: ScreenRow) -> None:
    answer = full.get(screen.path.format(**NAMED))
    assert answer.status_code == 200
    outline = Outline(answer.text)
    assert not outline.wrong
    assert not outline.open
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert all(field.get("id") in outline.labelled or field.get("aria-label") for field in outline.fields)
    assert 'href="#noi-dung"' in answer.text
    assert "screen." not in answer.text, "an id of the catalogue is shown"
    assert "web-" not in answer.text.replace("web-frame", "")
    assert not odd_words(answer.text)
    said = transcript(answer.text).replace(str(full.settings.root), "…")
    golden = TRANSCRIPTS / f"{screen.id}.txt"
    if os.environ.get("CONGVAN_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, "utf-8")
    assert golden.is_file(), "CONGVAN_GOLDEN=1 writes it"
    assert said == golden.read_text("utf-8")


def test_every_transcript_has_its_screen() -> None:
    assert {path.stem for path in TRANSCRIPTS.iterdir()} == {screen.id for screen in SCREENS}


def test_the_menu_marks_where_one_is(browser: Browser) -> None:
    shown = browser.get("/danh-ba").text
    assert '<a href="/danh-ba" aria-current="page">Danh bạ</a>' in shown
    assert shown.count("aria-current") == 1


def test_a_paper_that_is_not_there(browser: Browser) -> None:
    answer = browser.get("/van-ban-di/khong-co/noi-dung")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


@pytest.mark.every(4)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen.id))
def test_an_empty_folder_is_no_fault(tmp_path: Path, screen: ScreenRow) -> None:
    named = dict.fromkeys(NAMED, "khong-co")
    answer = Browser(settings_of(tmp_path)).get(screen.path.format(**named))
    assert answer.status_code == (404 if "{" in screen.path else 200)
    assert not odd_words(answer.text.replace(tmp_path.name, ""))
    assert not list(tmp_path.iterdir()), "a look at a folder writes nothing"


HOSTILE = '"><xss-x onload=x>&lt;'
VALUE = re.compile(r"^( *(?:- )?(?:name|subject|label|title|message|short_name): )([^\n\"'{\[|>#]+)$", re.MULTILINE)


def test_what_data_says_is_never_markup(full: Browser, tmp_path: Path) -> None:
    """Names, labels, titles and subjects of every data file that try to leave their places: each stays words."""
    shutil.copytree(full.settings.root, tmp_path / "project")
    for path in (tmp_path / "project/data").rglob("*.yaml"):
        path.write_text(VALUE.sub(rf"\1'\2{HOSTILE}'", path.read_text("utf-8")), "utf-8")
    browser, shown = Browser(settings_of(tmp_path / "project")), 0
    assert browser.app.state.project.facts().dataset is not None
    for screen in SCREENS:
        page = browser.get(screen.path.format(**NAMED)).text
        shown += page.count("&gt;&lt;xss-x onload=x&gt;&amp;lt;")
        assert "<xss-x" not in page, screen.id
        assert not Outline(page).wrong, screen.id
    assert shown > 200
