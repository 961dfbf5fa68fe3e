"""The code knows lists, forms, columns, obligations and periods: words of the dispatch of 2020 stand in data alone."""

from __future__ import annotations

import re

from tests.sample_project import HOME

WORDS = (
    *("district", "commune", "enterprise", "roster", "facility", "facilities", "bluezone", "culture"),
    *("huyen", "huyện", "doanh nghiệp", "huyện đoàn", "vien-thong", "buu-chinh", "support point"),
)
OLDER = ("returns/ledger/database.py",)
"""What refuses events of 0.2.0 by their kinds."""
DECREE = ("nd30/", "core/decree/", "core/text/", "documents/letter/skeleton.py", "editing/drafting/dispatch_draft.py")
"""What checks or writes names as the decree wants them: kinds of areas are words of the language there."""
_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, WORDS))})(?:s|es)?(?![\w-])", re.IGNORECASE)


NAMES = re.compile(r"bluezone|vnpt|viettel|mobifone|lang-son|huong-lan", re.IGNORECASE)
"""Ids and names of the samples: in code and in the pages of the clerk none stands, also within another word."""
_BLOCK = re.compile(r"(?:^\S.*\n)+", re.MULTILINE)


def test_no_word_of_2020_stands_in_the_code() -> None:
    found = []
    for path in sorted((HOME / "congvan").rglob("*.py")):
        name = path.relative_to(HOME / "congvan").as_posix()
        if name.startswith((*OLDER, *DECREE)):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            found += [f"congvan/{name}:{number}: {word.group()}" for word in _WORD.finditer(line)]
    assert not found, "\n".join(found)


def test_no_name_of_a_sample_stands_in_code_and_pages() -> None:
    files = [path for ending in ("py", "html", "js", "css") for path in (HOME / "congvan").rglob(f"*.{ending}")]
    found = []
    for path in sorted(files):
        name = path.relative_to(HOME / "congvan").as_posix()
        if not name.startswith((*OLDER, *DECREE)):
            found += [f"congvan/{name}: {word.group()}" for word in NAMES.finditer(path.read_text("utf-8"))]
    assert len(files) > 300
    assert not found, "\n".join(found)


def test_no_word_of_2020_stands_in_messages_and_screens() -> None:
    """What the decree's rules say is theirs."""
    found = []
    for path in sorted((HOME / "congvan/core/i18n").rglob("*.po")):
        for block in _BLOCK.findall(path.read_text("utf-8") + "\n"):
            theirs = re.search(r"ND30-|nd30/", block)
            found += [f"{path.name}: {word.group()}: {block[:60]}" for word in _WORD.finditer(block) if not theirs]
    for path in (HOME / "templates").glob("*.html"):
        found += [f"{path.name}: {word.group()}" for word in _WORD.finditer(path.read_text("utf-8"))]
    assert not found, "\n".join(found)
