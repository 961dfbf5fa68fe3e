"""Compare the pages that congvan makes of DOCX files with LibreOffice's: `.venv/bin/python tools/judge_pages.py FILE…`

Per file: pages, lines that hold the same words, and how far baselines and left edges of words lie apart, in points.
Both take the faces of this machine. LibreOffice is the judge since Word runs on no machine of ours.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.core import libreoffice
from congvan.core.opc.reader import read_members
from congvan.formats.docx_html.converter import WordConverter
from congvan.formats.pdf import weasy
from congvan.formats.pdf.cut_text import cut_rows
from congvan.formats.pdf.engine.split_rows import rule_off_split_rows
from congvan.formats.pdf.lines.baselines import shift_baselines
from congvan.formats.pdf.lines.line_breaks import remove_word_breaks, with_word_breaks
from congvan.formats.pdf.marks import MARK
from congvan.formats.pdf.patches.symbol_faces import drawing_symbols, wrap_symbols
from congvan.formats.pdf.placed import place_from_page

_SANS = frozenset(["liberation sans", "arial", "calibri", "tahoma", "segoe ui", "verdana", "helvetica"])
_FACE = re.compile(
    r'(w:(?:ascii|hAnsi|cs|eastAsia)="|<a:(?:latin|ea|cs)[^>]*typeface=")(?!(?:Symbol|Wingdings))([^"]+)"'
)
_NO_TEXT = "\u00a0\u200b\u2060\ufffe"
_SAME_LINE = 2.5  # points that the baselines of words of one line may lie apart


class PlacedWord(NamedTuple):
    """A word of a page: its text, left edge and baseline, in points from the top left corner."""

    text: str
    x: float
    y: float


class Comparison(NamedTuple):
    """Pages and lines of the reference and of ours, equal lines; distances of words that both show on a page."""

    pages: tuple[int, int]
    lines: tuple[int, int]
    same: int
    baselines: Sequence[float]
    edges: Sequence[float]
    differences: Sequence[str]

    @property
    def is_equal(self) -> bool:
        return self.pages[0] == self.pages[1] and self.same == self.lines[0] == self.lines[1]

    @property
    def baseline(self) -> float:
        """The largest distance of two baselines."""
        return max(self.baselines, default=0.0)

    def share(self, distances: Sequence[float], part: float) -> float:
        ordered = sorted(distances)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def with_free_faces(docx: bytes) -> bytes:
    """Return a DOCX that names Liberation faces alone, so that both take the same ones."""

    def face(match: re.Match[str]) -> str:
        name = match[2].lower()
        kind = "Sans" if name in _SANS else "Mono" if "courier" in name or "mono" in name else "Serif"
        return f'{match[1]}Liberation {kind}"'

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            data = source.read(member)
            if member.endswith(".xml"):
                data = _FACE.sub(face, data.decode("utf-8-sig")).encode()
            target.writestr(member, data)
    return out.getvalue()


def pages_of(docx: bytes, name: str = "paper.docx") -> bytes:
    """Return the pages that congvan makes of a finished DOCX."""
    data: bytes = _of_document(docx, name, _drawn)
    return data


def told_of(docx: bytes, name: str = "paper.docx") -> list[str]:
    """Return what is told of a finished DOCX: of what is in it, and of its layout."""
    package = {member.name: member.content() for member in read_members(docx, name=name)}
    found = [f"{each.message.text('en')}: {each.place.text('en')}" for each in WordConverter(package, name).unsupported]
    cut = _of_document(docx, name, cut_rows)
    return [*found, *(f"table-cut: table {each.table}, row {each.row}, page {each.page}" for each in cut)]


def _of_document(docx: bytes, name: str, taken: Callable[[Any], Any]) -> Any:
    """Return what is taken of a finished DOCX, laid out."""
    package = {member.name: member.content() for member in read_members(docx, name=name)}
    converter = WordConverter(package, name)
    html = converter.html({}).replace(MARK, "")
    fetcher = weasy.asset_fetcher(converter.assets, [])
    source = weasy.weasyprint().HTML(string=with_word_breaks(html), url_fetcher=fetcher)
    with drawing_symbols(wrap_symbols(source.etree_element)):
        return taken(source.render())


def _drawn(document: Any) -> bytes:
    remove_word_breaks(document)
    shift_baselines(document)
    place_from_page(document)
    rule_off_split_rows(document)
    data: bytes = document.write_pdf()
    return data


def judged(files: Mapping[str, bytes]) -> dict[str, Comparison]:
    """Compare DOCX files, by their names, with LibreOffice's pages of them, made in one process."""
    references = libreoffice.convert_all(files, "pdf")
    return {name: compared(references[name], pages_of(data, name)) for name, data in files.items()}


def compared(reference: bytes, own: bytes) -> Comparison:
    """Compare two PDFs by their words."""
    theirs, ours = words(reference), words(own)
    left, right = ([" ".join(w.text for w in line) for page in each for line in lines(page)] for each in (theirs, ours))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pairs = [pair for pages in zip(theirs, ours, strict=False) for pair in _paired(*pages)]
    return Comparison(
        (len(theirs), len(ours)),
        (len(left), len(right)),
        sum(block.size for block in matcher.get_matching_blocks()),
        [abs(a.y - b.y) for a, b in pairs],
        [abs(a.x - b.x) for a, b in pairs],
        [
            f"{' / '.join(left[i:k])} ≠ {' / '.join(right[m:n])}"
            for kind, i, k, m, n in matcher.get_opcodes()
            if kind != "equal"
        ],
    )


def _paired(*pages: list[PlacedWord]) -> Iterator[tuple[PlacedWord, PlacedWord]]:
    """Yield the words that two pages share, line by line: raised text may be painted after all other."""
    theirs, ours = ([word for line in lines(page) for word in line] for page in pages)
    matcher = SequenceMatcher(None, [w.text for w in theirs], [w.text for w in ours], autojunk=False)
    for block in matcher.get_matching_blocks():
        yield from zip(theirs[block.a : block.a + block.size], ours[block.b : block.b + block.size], strict=True)


def words(pdf: bytes) -> list[list[PlacedWord]]:
    """Return the words of each page, in the order of its text."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [list(_page_words(page)) for page in document]
    finally:
        document.close()


def _page_words(page: Any) -> Iterator[PlacedWord]:
    from pypdfium2 import raw

    height, text = page.get_height(), page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    word, start, base = "", 0.0, 0.0
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text.raw, index))
        raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
        gap = char.isspace() or char in _NO_TEXT
        if word and (gap or abs(y.value - base) > 4):
            yield PlacedWord(unicodedata.normalize("NFC", word), start, height - base)
            word = ""
        if gap:
            continue
        if not word:
            start, base = x.value, y.value
        word += "-" if char == "\x02" else char
    if word:
        yield PlacedWord(unicodedata.normalize("NFC", word), start, height - base)


def lines(page: list[PlacedWord]) -> list[list[PlacedWord]]:
    """Return the words of a page by lines, from the top down."""
    found: list[list[PlacedWord]] = []
    for word in sorted(page, key=lambda each: each.y):
        if not found or word.y - found[-1][0].y > _SAME_LINE:
            found.append([])
        found[-1].append(word)
    return [sorted(line, key=lambda each: each.x) for line in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-v", "--verbose", action="store_true", help="print the lines that differ")
    parser.add_argument("--told", action="store_true", help="print what is told of each file")
    parser.add_argument("--free-faces", action="store_true", help="put Liberation faces in the place of all others")
    arguments = parser.parse_args()
    if not libreoffice.program():
        print(f"LibreOffice is not installed: {libreoffice.APT}", file=sys.stderr)
        return 4
    files = {f"{number:03} {path.stem[:40]}.docx": path.read_bytes() for number, path in enumerate(arguments.files)}
    if arguments.free_faces:
        files = {name: with_free_faces(data) for name, data in files.items()}
    found = judged(files)
    for name, each in found.items():
        print(
            f"{name[4:-5]:40} pages {each.pages[0]}/{each.pages[1]} lines {each.same}/{each.lines[0]}/{each.lines[1]}"
            f" baselines {each.share(each.baselines, 0.5):.2f} {each.share(each.baselines, 0.95):.2f}"
            f" {each.baseline:.2f} edges {each.share(each.edges, 0.95):.2f}"
        )
        print("\n".join(f"    {text}" for text in each.differences if arguments.verbose), end="")
        if arguments.told:
            print("\n".join(f"    told: {text}" for text in told_of(files[name], name)))
    pages = sum(each.pages[0] == each.pages[1] for each in found.values())
    same, total = sum(each.same for each in found.values()), sum(each.lines[0] for each in found.values())
    print(f"{len(found)} files: {pages} with as many pages, {same} of {total} lines the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
