"""Write one document: its sections, blocks and cells in order, with what is counted on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from congvan.formats.docx_html.anchors import DrawingRoom, PageSides, holds_anchor
from congvan.formats.docx_html.drawings import DrawingWriter, Drawn, LineRoom, holds_shape
from congvan.formats.docx_html.heights import blank_height, margin_height
from congvan.formats.docx_html.markup import PRINTED, VALUE, W, attribute, blocks_of, child, escaped_quotes, filled, pt
from congvan.formats.docx_html.pages import (
    MarginText,
    PageSetup,
    PageTop,
    ends_section,
    is_section_end,
    page_rules,
    page_setup,
    sections_of,
)
from congvan.formats.docx_html.paragraphs import ParagraphHtml, ParagraphWriter, TextColumn, foot_of_frame
from congvan.formats.docx_html.styles.neighbours import Neighbours, spaces
from congvan.formats.docx_html.styles.numbering import ListCounter
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat, space_after
from congvan.formats.docx_html.styles.stylesheet import TextDefaults
from congvan.formats.docx_html.tables.layout import CellPlace
from congvan.formats.docx_html.tables.writer import TableWriter
from congvan.formats.docx_html.text.inline import (
    BREAK,
    COLUMN_BREAK,
    DRAWING,
    PAGE_BREAK,
    WRITTEN_HERE,
    ListLabel,
    Piece,
    PieceReader,
    numbered,
)
from congvan.formats.docx_html.text.shown_pieces import ending_section
from congvan.formats.docx_html.text.writer import InlineBoxes
from congvan.formats.docx_html.word_template import WordTemplate

_MAX_REMEMBERED = 4096
_NO_DEFAULTS = TextDefaults()
_Begun = tuple[ParagraphFormat, list[Piece]]


class BlockRoom(NamedTuple):
    """Where blocks are: their part, the width of its column, its table's style, the number of the note, the columns of
    its section; `beside`: the room before and behind the column, up to the edges of page or cell; `follows`: whether
    another section is before; `style_above`: the style of its last paragraph, if this one begins a page;
    `within`: whether it goes on upon the page of that one, or says so as the first of several; `page`: the page that
    drawings may be placed from, None within a cell, a text box or a note."""

    part: str
    width: float
    table_style: str = ""
    in_cell: bool = False
    in_margin: bool = False
    columns: int = 1
    note: str = ""
    beside: tuple[float, float] = (0.0, 0.0)
    follows: bool = False
    style_above: str = ""
    within: bool = False
    page: PageSides | None = None


class DocumentWriter:
    """Writes the document of one record."""

    def __init__(self, template: WordTemplate, parts: Mapping[str, str], reveal: Callable[[str], str]) -> None:
        self._template, self._parts, self._reveal = template, parts, reveal
        self._lists, self._margin_lists = ListCounter(template.numbering), ListCounter(template.numbering)
        self._notes = 0
        self._page_top = PageTop()
        self._dependent = 0  # how often what was written depended on more than itself
        self._container = BlockRoom("", 0.0)
        self._paragraphs = ParagraphWriter(template, self._revealed)
        self._tables = TableWriter(template.classes, template.styles, template.mode, self._cell)
        self._note_bodies: dict[str, Any] | None = None
        self.pages_css = self.running = ""

    def _revealed(self, text: str) -> str:
        self._dependent += 1
        return self._reveal(text)

    # -- sections

    def body(self, root: Any, member: str) -> str:
        """Return the HTML of the main part; `pages_css` and `running` are its pages then."""
        out = []
        setup: PageSetup | None = None
        name, last, depth = "", None, 0
        for number, (section, blocks, end) in enumerate(sections := sections_of(root.find(W + "body"))):
            before, setup = setup, page_setup(section, setup)
            goes_on = setup.goes_on(before)
            within = goes_on or (len(sections) > 1 and not number and setup.begins == "continuous")
            setup = setup._replace(start=-1) if within else setup  # as LibreOffice has it, also in the first section
            if not goes_on:
                name, paged = f"s{number}", setup  # whose margins at the sides hold for the sections on its page
                css, running = page_rules(setup, name, self._margin_texts(setup, member), self._template.framed_parts)
                self.pages_css += f"{css}.{name}{{page:{name}}}"
                self.running += running
            style_above = ""
            if number and (self._page_top.breaks or not goes_on):
                self._page_top.begins_section = not self._page_top.breaks
                style_above = last.style if last else ""
            room = BlockRoom(member, paged.text_width, columns=setup.columns, beside=paged.beside, follows=number > 0)
            room = room._replace(style_above=style_above, within=within, page=paged.sides)
            inner = self._blocks(blocks, room)
            # one that goes on is within the one before: the pages of an element are counted anew
            opening = (
                '<div data-role="part">' if goes_on else f'{"</div>" * depth}<div class="{name}" data-role="part">'
            )
            depth = depth + 1 if goes_on else 1
            out.append(opening + inner)
            last = self._format(blocks[-1]) if blocks else None
            self._page_top.end_section(end, None if end is None else self._format(end))
        return "".join(out) + "</div>" * depth

    def _format(self, block: Any, defaults: TextDefaults = _NO_DEFAULTS) -> ParagraphFormat | None:
        """Return the format of a paragraph; None for a table."""
        return self._template.styles.paragraph(block, defaults) if block.tag == W + "p" else None

    def _margin_texts(self, setup: PageSetup, member: str) -> Callable[[str, str], MarginText | None]:
        def text(part: str, kind: str) -> MarginText | None:
            if setup.is_blank(part, kind):
                return MarginText("", blank_height(part, setup.text_width, self._template.styles))
            target = self._template.links(member).get(setup.parts.get((part, kind), ""), "")
            if not target or (root := self._template.part(target, self._parts)) is None:
                return None
            blocks = list(blocks_of(root))
            room = BlockRoom(target, setup.text_width, in_margin=True, beside=setup.beside, page=setup.sides)
            inner = self._apart(blocks, room)
            height = margin_height(blocks, setup.text_width, self._template.styles, setup.below(part))
            return MarginText(inner, height, holds_anchor(root))

        return text

    # -- blocks

    def _blocks(self, blocks: Sequence[Any], container: BlockRoom) -> str:
        """Return paragraphs and tables that follow one another."""
        outside, self._container = self._container, container
        defaults = self._defaults(container)
        forms = [self._format(each, defaults) for each in blocks]
        in_frames = container.in_margin and any(form is None or not form.framed for form in forms)
        ends_with_table = container.in_cell and len(blocks) > 1 and forms[-2] is None
        if ends_with_table and (end := forms[-1]) is not None and not self._pieces(blocks[-1], end):
            blocks, forms = blocks[:-1], forms[:-1]  # the empty paragraph that every cell ends with has no line there
        is_lone = len(blocks) == 1 and not container.follows
        shown = [n for n, each in enumerate(blocks) if is_lone or not self._is_hidden(each, forms[n])]
        out, place, before = [], -1, None
        for n, place_after in zip(shown, [*shown[1:], -1], strict=False):
            if not container.in_cell:
                self._page_top.pass_hidden(forms[place + 1 : n])
            element, form, is_first, place = blocks[n], forms[n], place < 0, n
            if form is None:
                of_chart = not is_first and self._template.roles.is_of_chart(before)
                behind_table = not is_first and before is None
                self._page_top.breaks |= not (container.in_cell or behind_table) and self._tables.asks_for_page(element)
                out.append(self._table(element, of_chart))
                before = None
                continue
            after = forms[place_after] if place_after >= 0 else None
            first = n == 0 and not container.follows
            style_above = container.style_above if is_first else ""
            near = Neighbours(before, after, first, style_above, ends=place_after < 0)
            beside = (before and before.style, after and after.style, space_after(before), near.ends)
            frame = (form.border("top"), form.border("bottom"), before and before.joins(form), form.joins(after))
            key = (container, first, n + 1 == len(blocks), *beside, *frame)
            html = self._remembered(element, key, partial(self._paragraph, element, form, near))
            out.append(self._in_frame(html, form, near) if in_frames and form.framed else html)
            before = form
        if not container.in_cell:
            self._page_top.pass_hidden(forms[place + 1 :])
        self._container = outside
        return "".join(out)

    def _apart(self, blocks: Sequence[Any], container: BlockRoom) -> str:
        """Return blocks apart from the text: no page begins with them, and lists of margins are counted alone."""
        before, lists = (self._page_top, self._lists), self._margin_lists if container.in_margin else self._lists
        self._page_top, self._lists = PageTop(), lists
        html = self._blocks(blocks, container)
        self._page_top, self._lists = before
        return html

    def _is_hidden(self, block: Any, form: ParagraphFormat | None) -> bool:
        """Whether a paragraph is hidden as a whole."""
        return form is not None and form.mark.hidden and not self._pieces(block, form)

    def _defaults(self, container: BlockRoom) -> TextDefaults:
        return self._template.styles.table(container.table_style).text if container.table_style else _NO_DEFAULTS

    def _remembered(self, element: Any, key: Any, write: Callable[[], str]) -> str:
        """Write an element, or take what an alike one was written as, with the values of this one."""
        from lxml import etree

        if self._page_top.breaks or self._page_top.begins_section:
            return write()
        xml = etree.tostring(element, encoding="unicode", with_tail=False)
        values = [escaped_quotes(value) for value in PRINTED.findall(xml)]
        if any(WRITTEN_HERE.search(value) for value in values):
            self._dependent += 1
            return write()
        whole = (key, PRINTED.sub(VALUE, xml))
        known = self._template.remembered.get(whole)
        if known is not None:
            return filled(known, values)
        dependent = self._dependent
        html = write()
        if dependent == self._dependent and not self._page_top.breaks and PRINTED.findall(html) == values:
            if len(self._template.remembered) >= _MAX_REMEMBERED:
                self._template.remembered.clear()
            self._template.remembered[whole] = tuple(PRINTED.split(html)[0::2])
        return html

    def _paragraph(self, element: Any, form: ParagraphFormat, near: Neighbours) -> str:
        framed = form.framed if self._container.in_margin else ""
        parts = self._parts_of(element, form._replace(align=framed) if framed else form, near)
        out = []
        for n, part in enumerate(parts):
            breaks = n > 0 or self._page_top.breaks
            if n and part.is_empty:
                self._page_top.breaks = True  # a paragraph that ends with a page break leaves no line on the next page
                continue
            if breaks and not n:
                self._page_top.breaks = False
                self._dependent += 1
            out.append(self._paragraphs.element(part, "break-before:page" if breaks else ""))
        return "".join(out)

    def _in_frame(self, html: str, form: ParagraphFormat, near: Neighbours) -> str:
        """Return a paragraph in the frame that it shares with its neighbours: beside the text, it takes no room."""
        begins = near.before is None or near.before.framed != form.framed
        ends = near.after is None or near.after.framed != form.framed
        opening = f'<div class="{self._template.classes.name("height:0")}">' if begins else ""
        return f"{opening}{html}{'</div>' if ends else ''}"

    def _pieces(self, element: Any, form: ParagraphFormat) -> list[Piece]:
        pieces = PieceReader(self._template.styles, form.base, self._container.note).read(element)
        if is_section_end(element):
            return [piece for piece in pieces if piece.kind != BREAK]
        return ending_section(pieces) if ends_section(element) else pieces

    def _parts_of(self, element: Any, form: ParagraphFormat, near: Neighbours) -> list[ParagraphHtml]:
        """Return a paragraph, cut at its page breaks; within a cell a page break is nothing."""
        container = self._container
        form, pieces = self._begun(form, near, self._pieces(element, form))
        placed: list[Drawn] = []
        before, after = spaces(form, near, container.in_cell)
        if form.before_auto and any(piece.kind == DRAWING and holds_shape(piece.element) for piece in pieces):
            before = 0.0  # as LibreOffice has it
        # Why: a drawing is from the top of the space above its paragraph, which is a margin here, and of its upper rule
        own_space = near.own_space(form, before, self._template.adds_spaces)
        framed = form.within_frame(near.before, near.after)
        boxes = InlineBoxes(self._note, lambda piece, room: self._drawing(piece, room, framed, own_space, placed))
        label = None if is_section_end(element) else self._label(form)
        parts = self._paragraphs.parts(framed, pieces, label, TextColumn(container.width, container.in_cell), boxes)
        if form.joins(near.after):
            after, foot = 0.0, form.border("bottom")  # the next one has the space, within the frame
            parts[-1].place_css.append(foot_of_frame(foot))
        if near.before and near.before.joins(form):
            before = max(before, space_after(near.before))
            parts[0].frame, parts[0].is_joined = form.border("top"), True
        if container.within and (rule := form.border("top")).width:
            # at the top of a page of such a section LibreOffice has the rule twice as far from the text
            for part in parts:
                part.frame = rule._replace(space=2 * rule.space + rule.width)
        after += parts[-1].at_end if (container.in_cell or container.in_margin) and near.ends else 0.0
        parts[0].before = before
        parts[-1].after = after
        self._page_top.begins_section &= container.in_cell
        parts[0].lead = "".join(drawn.placed for drawn in placed)
        room = max((drawn.room for drawn in placed), default=0.0)
        parts[0].room = room and max(0.0, room + parts[0].sinks)
        for n, part in enumerate(parts):
            part.before = part.before if n == 0 else 0.0
            part.after = part.after if n == len(parts) - 1 else 0.0
        return parts

    def _begun(self, form: ParagraphFormat, near: Neighbours, pieces: list[Piece]) -> _Begun:
        """Return a paragraph and its pieces with the breaks that hold where it is, and the targets of its links."""
        container = self._container
        if container.in_cell:
            pieces = [piece for piece in pieces if piece.kind not in (PAGE_BREAK, COLUMN_BREAK)]
        # a paragraph that begins with the end of its page or of the one column begins the next, as LibreOffice saves
        # it; where a section begins with one, its page is empty
        ends_column = container.columns == 1 and bool(pieces) and pieces[0].kind == COLUMN_BREAK
        begins_section = self._page_top.begins_section or near.first
        if ends_column or (len(pieces) > 1 and pieces[0].kind == PAGE_BREAK and not begins_section):
            form, pieces = form._replace(page_break_before=True), pieces[1:]
        ended = PAGE_BREAK if container.columns == 1 else BREAK  # in several columns text runs on without them
        pieces = [piece._replace(kind=ended) if piece.kind == COLUMN_BREAK else piece for piece in pieces]
        pieces = numbered(pieces, self._notes + 1)
        links = self._template.links(container.part)
        pieces = [piece._replace(link=links.get(piece.link, "")) if piece.link else piece for piece in pieces]
        return form, pieces

    def _label(self, form: ParagraphFormat) -> ListLabel | None:
        if form.list_level is None:
            return None
        self._dependent += 1
        numbering = self._template.numbering
        level = numbering.level(*form.list_level)
        text = self._lists.label(*form.list_level)
        shown = (styles := self._template.styles).run_of_list(form.mark, level)
        after, width = attribute(level, "suff") or "tab", numbering.symbol_width(level)
        return ListLabel(text, shown, after, styles.is_symbol(level), width)

    def _note(self, piece: Piece) -> str:
        """Return the number of a footnote, and the note itself, which goes to the foot of the page."""
        member = "word/footnotes.xml"
        if self._note_bodies is None:
            root = self._template.part(member, self._parts)
            notes = root.iter(W + "footnote") if root is not None else ()
            self._note_bodies = {note.get(W + "id"): note for note in notes}
        self._dependent += 1
        if (body := self._note_bodies.get(piece.text)) is None:
            return ""
        self._notes += 1
        name = self._template.classes.name(piece.format.declarations(piece.format._replace(level="")) or "top:0")
        inside = BlockRoom(member, self._container.width, note=str(self._notes), beside=self._container.beside)
        return (
            f'<span class="{name}">{self._notes}</span>'
            f'<span class="note" data-role="Note">{self._apart(list(blocks_of(body)), inside)}</span>'
        )

    def _drawing(self, piece: Piece, line: LineRoom, form: ParagraphFormat, above: float, placed: list[Drawn]) -> str:
        """Return what a drawing is in the line; what is beside it is added to `placed`; `above`: the space above."""
        container = self._container

        def text_box(content: Any, width: float) -> str:
            return self._apart(list(blocks_of(content)), BlockRoom(container.part, width))

        damaged = self._template.damaged_pictures
        pictures = {key: name for key, name in self._template.links(container.part).items() if name not in damaged}
        writer = DrawingWriter(self._template.classes, self._template.theme, pictures, text_box)
        above += form.border("top").width
        room = DrawingRoom(container.width, *container.beside, form.begin, above, container.page)
        placed.append(writer.draw(piece.element, room, line))
        return placed[-1].inline

    # -- tables

    def _table(self, table: Any, of_chart: bool) -> str:
        from lxml import etree

        container = self._container
        begins_page = self._page_top.take_table()
        style = attribute(child(table, "tblPr"), "tblStyle") or self._template.styles.default_table
        layout = self._tables.layout(table, container.width)
        self._container = container._replace(in_cell=True, table_style=style)
        head = max(0, self._tables.heads(layout))
        own = (child(table, name) for name in ("tblPr", "tblGrid"))
        shared = "".join(etree.tostring(each, encoding="unicode") for each in own if each is not None)
        opening = self._tables.opening(table, layout, container.width, container.in_cell, of_chart, begins_page)
        out = [opening, "<thead>" if head else "<tbody>"]
        for n, (row, cells) in enumerate(layout.rows):
            if n == head and head:
                out.append("</thead><tbody>")
            last = tuple(n + cell.rows >= len(layout.rows) for cell in cells)
            key = (container, shared, n == 0, last, tuple(cell.place for cell in cells), layout.around(n))
            out.append(self._remembered(row, key, partial(self._tables.row, layout, n)))
        self._container = container
        return "".join(out) + "</tbody></table>"

    def _cell(self, element: Any, place: CellPlace) -> str:
        """Return a cell; one that holds a single paragraph of plain text takes it in as its own lines."""
        classes = self._template.classes
        _top, right, _bottom, left = place.padding
        container = self._container._replace(width=place.width, beside=(left, right), page=None)
        blocks = list(blocks_of(element))
        if len(blocks) == 1 and blocks[0].tag == W + "p" and not place.exact_height:
            outside, self._container = self._container, container
            form = self._template.styles.paragraph(blocks[0], self._defaults(container))
            part = self._parts_of(blocks[0], form, Neighbours(first=True, ends=True))[0]
            self._container = outside
            plain = [css for css in part.place_css if css.startswith(("break", "orphans"))]
            fits = part.after + place.padding[2] >= 0
            if fits and not (part.lead or part.holds_blocks or part.place_css != plain):
                return self._paragraphs.cell(part, place)
            inner = self._paragraphs.element(part)
        else:
            inner = self._blocks(blocks, container)
        if place.exact_height:
            name = classes.name(f"max-height:{pt(place.exact_height)};overflow:hidden")
            inner = f'<div class="{name}">{inner}</div>'
        css = [*place.css, f"padding:{' '.join(map(pt, place.padding))}"]
        return f'<td class="{classes.name(css)}"{place.attributes}>{inner}</td>'
