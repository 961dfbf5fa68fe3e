"""What is not followed where a section begins or a paragraph ends, by what its styles come to, and of footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.heights import margin_height
from congvan.formats.docx_html.markup import WP, W, attribute, blocks_of, child, is_on, shows_text, tag_of
from congvan.formats.docx_html.pages import BodySection, page_setup, sections_of
from congvan.formats.docx_html.styles.line_spacing import LineRule
from congvan.formats.docx_html.styles.measures import line_metrics, text_width
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.tables.reader import read_table
from congvan.formats.docx_html.tables.rules import sunken_rows
from congvan.formats.docx_html.text.inline import BREAK, DRAWING, TEXT, Piece, PieceReader, pages_of
from congvan.formats.docx_html.text.shown_pieces import with_empty_lines, without_last_spaces
from congvan.lazy import pattern
from congvan.opc.reader import parse
from congvan.units import points

_AROUND = TextDefaults()
_NUMBERED = tuple(W + name for name in ("footnoteRef", "t", "tab", "br", "sym", "drawing", "pict"))
_BODY = "word/document.xml"
_NOTES = "word/footnotes.xml"
_VISIBLE = 0.15  # points
_SINGLE = 12.0  # points of a line in which single ones are counted
_NEAR_END = 0.85  # of the height of a page, as heights are estimated
_ANY_WIDTH = 480.0  # points of a column of which the rules of rows alone are asked
_NARROW = 22.0  # points of a cell
_AROUND_BOX = 5.67  # points above and below a text box in line that LibreOffice keeps free of tables
_CONTROL = (W + "sdt", W + "sdtContent")
_WORD = pattern(r"[^\W\d_]{3}")
_OF_ONE_LINE = 60  # letters that surely have room in one line


def at_ends(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield the paragraphs with a rule above them that begin a section on the page of another, empty ones at hidden
    text, the footnotes of tables that may be at the end of a page, marks of footnotes without one, the paragraphs of
    several lines, of more than the single height, whose first and last text are of different sizes, those at the end of
    a cell below a larger number, the rows of merged cells below a wider rule than the next one has, cells of few
    letters' width, and text boxes in line right beside a table.
    """
    for member, label in text_parts(package):
        root = parse(package[member])
        found = [(each, "section-rule") for each in _ruled_beginnings(root, styles)]
        found += [(each, "hidden-before-empty") for each in _behind_hidden(root, styles)]
        found += [(each, "wrap") for each in _ruled_below_drawings(root, styles)]
        found += [(each, "note-in-table") for each in _notes_in_tables(root, styles)]
        found += [(each, "note-lost") for each in _lost_marks(root, package)]
        found += [(each, "note-number") for each in _late_numbers(root, package)]
        found += [(each, "note-comment") for each in root.iter(W + "commentReference") if root.tag == W + "footnotes"]
        found += [(each, "uneven-lines") for each in root.iter(W + "p") if _has_uneven_ends(each, styles)]
        found += [(each, "number-at-end") for each in _large_numbers(root, styles)]
        found += [(each, "merged-rule") for each in _below_wider_rules(root, styles)]
        found += [(each, "narrow-cell") for each in _narrow_cells(root)]
        found += [(each, "box-at-table") for each in _boxes_at_tables(root, styles)]
        places = Locations(root) if found else None
        told = (NotFollowed(code, label, location_message(places.of(each))) for each, code in found if places)
        yield from dict.fromkeys(told)


def _ruled_beginnings(root: Any, styles: WordStyles) -> Iterator[Any]:
    """LibreOffice has the width of the rule and its distance twice there."""
    body = root.find(W + "body")
    sections = sections_of(body) if body is not None else []
    for section in sections[1:]:
        goes_on = attribute(section.properties, "type") == "continuous"
        for n, block in enumerate(section.blocks if goes_on else ()):
            form = styles.paragraph(block, _AROUND) if block.tag == W + "p" else None
            if n == 0 and form and form.border("top").width and not form.page_break_before:
                yield block


def _behind_hidden(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the empty paragraphs that LibreOffice joins to a hidden one right before, where they are of a height of
    their own, or above them is a drawing.
    """
    for paragraph in root.iter(W + "p"):
        before = paragraph.getprevious()
        joined = before is not None and before.tag == W + "p" and is_on(child(before, "pPr/rPr/vanish"))
        if not joined:
            continue
        form = styles.paragraph(paragraph, _AROUND)
        pieces = PieceReader(styles, form.base, "").read(paragraph)
        divided = joined and next(paragraph.iter(WP + "wrapTopAndBottom"), None) is not None
        plain = form.rule == "auto" and form.line >= _SINGLE and not divided
        if not plain and not form.mark.hidden and all(piece.kind == DRAWING and divided for piece in pieces):
            yield paragraph


def _ruled_below_drawings(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the paragraphs with rules around them whose text is below a drawing: LibreOffice has both otherwise."""
    for wrap in root.iter(WP + "wrapTopAndBottom"):
        paragraph = next(wrap.iterancestors(W + "p"), None)
        if paragraph is not None and styles.paragraph(paragraph, _AROUND).borders:
            yield paragraph


def _notes_in_tables(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the marks of footnotes in tables that may be at the end of a page: where the note has no room, LibreOffice
    leaves the row and has the note on the next page.
    """
    for section, number, table in _tables(root):
        marks = list(table.iter(W + "footnoteReference"))
        above = section.blocks[: number + 1]
        if marks and (_repeats(above) or _nears_end(above, section, styles)):
            yield from marks


def _lost_marks(root: Any, package: Mapping[str, bytes]) -> Iterator[Any]:
    """Yield the marks of footnotes that the file lacks or that have no paragraph, or where Word has none: in headers,
    notes and text boxes.
    """
    marks = list(root.iter(W + "footnoteReference"))
    notes = parse(package[_NOTES]).iter(W + "footnote") if marks and _NOTES in package else ()
    known = {note.get(W + "id") for note in notes if next(note.iter(W + "p"), None) is not None}
    known &= {mark.get(W + "id") for mark in marks} if root.tag == W + "document" else set()
    for mark in marks:
        if mark.get(W + "id") not in known or next(mark.iterancestors(W + "txbxContent"), None) is not None:
            yield mark


def _late_numbers(root: Any, package: Mapping[str, bytes]) -> Iterator[Any]:
    """Yield the first paragraphs of notes that do not begin with their number: LibreOffice always has it there."""
    if root.tag != W + "footnotes" or _BODY not in package:
        return
    called = {mark.get(W + "id") for mark in parse(package[_BODY]).iter(W + "footnoteReference")}
    for note in root.iter(W + "footnote"):
        paragraph = next(note.iter(W + "p"), None)
        is_of_cell = paragraph is not None and next(paragraph.iterancestors(W + "tc"), None) is not None
        if paragraph is None or is_of_cell or note.get(W + "id") not in called:
            continue
        texts = (each for each in paragraph.iter(*_NUMBERED) if each.tag != W + "t" or each.text)
        first = next((each for each in texts if each.getparent().tag == W + "r"), None)
        if first is None or first.tag != W + "footnoteRef":
            yield paragraph


def _tables(root: Any) -> Iterator[tuple[BodySection, int, Any]]:
    """Yield the tables of the text: the section of each, and where it is there."""
    body = root.find(W + "body")
    for section in sections_of(body) if body is not None else ():
        for number, block in enumerate(section.blocks):
            if block.tag == W + "tbl":
                yield section, number, block


def _nears_end(blocks: Sequence[Any], section: BodySection, styles: WordStyles) -> bool:
    """Whether blocks at the beginning of a section may reach the end of its page."""
    setup = page_setup(section.properties, None)
    room = setup.height - setup.margins.top - setup.margins.bottom
    return margin_height(blocks, setup.text_width, styles) > _NEAR_END * room


def _repeats(blocks: Iterable[Any]) -> bool:
    return any("{%" in (text.text or "") for block in blocks for text in block.iter(W + "t"))


def _large_numbers(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the paragraphs that end a cell, a header or a footer with one line, of more than the single height, whose
    number is larger than their text: LibreOffice counts the surplus of that line otherwise."""
    ends = [cell[-1] for cell in root.iter(W + "tc") if len(cell)]
    ends += [root[-1]] if tag_of(root) in ("hdr", "ftr") and len(root) else []
    for paragraph in ends:
        form = styles.paragraph(paragraph, _AROUND) if paragraph.tag == W + "p" else None
        if form is None or form.list_level is None or form.rule != "auto" or form.line <= _SINGLE:
            continue
        pieces = PieceReader(styles, form.base, "").read(paragraph)
        texts = [piece for piece in pieces if piece.kind == TEXT and not piece.is_blank]
        size = styles.run_of_list(form.mark, styles.numbering.level(*form.list_level)).size
        if texts and size > max(piece.format.size for piece in texts) and not _is_long(paragraph, pieces, styles):
            yield paragraph


def _is_long(paragraph: Any, pieces: Iterable[Piece], styles: WordStyles) -> bool:
    """Whether a paragraph of a cell has surely more than one line."""
    width = points(attribute(next(paragraph.iterancestors(W + "tc"), None), "tcPr/tcW", "w"))
    texts = [piece for piece in pieces if piece.kind == TEXT]
    known = width > 0.0 and not any("{" in piece.text for piece in texts)
    return known and sum(text_width(piece.text, piece.format) for piece in texts) > width


def _below_wider_rules(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the first cells of rows in which no cell begins and ends, below a rule wider than that of the next row."""
    for table in root.iter(W + "tbl"):
        if next(table.iter(W + "vMerge"), None) is not None:
            yield from (next(row.iter(W + "tc")) for row in sunken_rows(read_table(table, _ANY_WIDTH, styles)))


def _narrow_cells(root: Any) -> Iterator[Any]:
    """Yield cells with a word in which no line has room for three letters: LibreOffice may cut it at other ones."""
    for cell in root.iter(W + "tc"):
        width = points(attribute(cell, "tcPr/tcW", "w")) if attribute(cell, "tcPr/tcW", "type") == "dxa" else 0.0
        upright = child(cell, "tcPr/textDirection") is None
        if upright and 0 < width < _NARROW and _WORD.search("".join(text.text or "" for text in cell.iter(W + "t"))):
            yield cell


def _boxes_at_tables(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the paragraphs with a text box in line from which LibreOffice pushes the table above or below."""
    boxes = (each for each in root.iter(WP + "inline") if next(each.iter(W + "txbxContent"), None) is not None)
    for paragraph in dict.fromkeys(next(each.iterancestors(W + "p")) for each in boxes):
        form = styles.paragraph(paragraph, _AROUND)
        around = next((each for each in paragraph.iterancestors() if each.tag not in _CONTROL), root)
        blocks = [None, *blocks_of(around), None]
        at = blocks.index(paragraph) if paragraph in blocks else 0
        sides = ((-1, form.before, form.before_auto), (1, form.after, form.after_auto))
        if any(at and _is_table(blocks[at + n]) and space < _AROUND_BOX and not auto for n, space, auto in sides):
            yield paragraph


def _is_table(block: Any) -> bool:
    return block is not None and tag_of(block) == "tbl"


def _has_uneven_ends(paragraph: Any, styles: WordStyles) -> bool:
    """Whether LibreOffice has another space below a paragraph: that of its last line, above its lines their own."""
    broken = next(paragraph.iter(W + "br", W + "cr"), None) is not None
    if not broken and sum(shows_text(run, paragraph) for run in paragraph.iter(W + "r")) <= 1:
        return False
    form = styles.paragraph(paragraph, _AROUND)
    rule = LineRule(form.rule, form.line)
    if rule.name != "auto":
        return False
    pages = pages_of(PieceReader(styles, form.base, "").read(paragraph))
    return any(_is_uneven(with_empty_lines(without_last_spaces(each), form.mark), rule) for each in pages)


def _is_uneven(pieces: list[Piece], rule: LineRule) -> bool:
    """Whether the first and the last line differ, an empty one at a break included."""
    texts = [piece.format for piece in pieces if piece.kind == TEXT and piece.text.strip(" \t\r\n")]
    if not texts or not _may_be_several(pieces):
        return False
    first, last = (_surplus(rule, each) for each in (texts[0]._replace(raised=0.0), texts[-1]))
    return abs(first - last) > _VISIBLE


def _may_be_several(pieces: list[Piece]) -> bool:
    broken = any(piece.kind == BREAK for piece in pieces)
    return broken or sum(len(piece.text) for piece in pieces if piece.kind == TEXT) > _OF_ONE_LINE


def _surplus(rule: LineRule, text: RunFormat) -> float:
    return rule.spacing(text.size, line_metrics(text).raised(text.raised / text.size)).below if text.size else 0.0
