"""The first screen in a real Chromium: 400 % zoom (320 px), 390 px and desktop, on paper, by keyboard, no network."""

from __future__ import annotations

import json
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.examples import FULL
from tests.sample_project import Project, built_project

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=5000"),
)
PROBE = (Path(__file__).parent / "probe.html").read_text("utf-8")

pytestmark = pytest.mark.full("Chromium")


def chromium(folder: Path, *words: str) -> bytes:
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *words]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return built_project(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module", params=[320, 390, 768, 1280] if FULL else [320, 1280])
def seen(request: pytest.FixtureRequest, built: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page is like at a width, measured by a page around it: the page itself runs no script."""
    folder = tmp_path_factory.mktemp("probe")
    page = (built.root / "outputs/bluezone-2020/index.html").as_uri()
    probe = folder / "probe.html"
    probe.write_text(PROBE.replace("WIDTH", str(request.param)).replace("PAGE", page), "utf-8")
    dom = chromium(folder, "--allow-file-access-from-files", "--window-size=1400,900", "--dump-dom", probe.as_uri())
    text = dom.decode("utf-8").partition('<pre id="found">')[2].partition("</pre>")[0]
    assert text, dom[-2000:]
    found: dict[str, Any] = json.loads(unescape(text))
    return found


def test_nothing_runs_over_the_side(seen: dict[str, Any]) -> None:
    assert seen["scrollWidth"] <= seen["width"]
    assert seen["over"] == []


def test_letters_are_large_enough_and_targets_too(seen: dict[str, Any]) -> None:
    assert seen["smallest"] >= 14
    assert seen["small_targets"] == []


def test_contrast_is_aa(seen: dict[str, Any]) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    assert seen["faint"] == []
    assert seen["texts"] > 200


def test_pictures_are_drawn_and_named(seen: dict[str, Any]) -> None:
    assert seen["pictures"] >= 10
    assert seen["broken"] == []


def test_nothing_is_asked_of_a_network_or_a_script(seen: dict[str, Any]) -> None:
    assert seen["requests"] == []
    assert seen["scripts"] == 0


def test_headings_landmarks_and_keyboard(seen: dict[str, Any]) -> None:
    assert seen["levels"][0] == 1
    assert seen["levels"].count(1) == 1
    assert all(b - a <= 1 for a, b in zip(seen["levels"], seen["levels"][1:], strict=False))
    assert seen["landmarks"] == ["HEADER", "NAV", "MAIN", "FOOTER"]
    assert seen["first_stop"] == "Đến phần việc"
    assert seen["nameless"] == []
    assert seen["unfocused"] == []  # every stop shows that it has the focus, at 3 to 1 (1.4.11)
    assert seen["twice"] == []
    assert seen["opened"] >= 11  # a district's forms unfold by key, without a script


def test_on_paper_it_is_a_few_sheets_of_a4(built: Project, tmp_path: Path) -> None:
    page = (built.root / "outputs/bluezone-2020/index.html").as_uri()
    sheet = tmp_path / "page.pdf"
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={sheet}", page)
    document = pypdfium2.PdfDocument(sheet)
    sizes = {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document}
    text = "".join("".join(page.get_textpage().get_text_range() for page in document).split())
    assert sizes == {(210, 297)}
    assert len(document) <= 6
    for words in ("DỰ THẢO", "Trình ký", "Huyện Cao Lộc", "Băng rôn 3 m", "Nhận về"):
        assert "".join(words.split()) in text  # PDFium parts the letters of some lines
    document.close()
