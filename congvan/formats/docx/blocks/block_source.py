"""The Jinja and WordprocessingML into which a block tag is expanded; `blocks` describes the values.

The names of the loops (`docx_…`) are out of the way of a template's own. No line break is written but the one that
marks the line of the tag (`compiler`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from congvan.formats.docx.blocks.macros import OWN_NAME, BlockMacros
from congvan.formats.docx.styles import StyleSheet

STYLE_FILTER = "docx_style"
OWN = f"{{{{ {OWN_NAME} }}}}"  # the properties of the tag's own paragraph, where they are given to a macro
_TWIPS_PER_MM = 1440 / 25.4
_TEXT_MM, _LABEL_MM, _BAR_ROW_MM = 165, 60, 7
TABLE_STYLE = "CV Bảng"
LONG = 500
"""Rows of a table above which its cells are values of the record, so that PDF composes its pages of rows."""
_KEEP = "<w:keepNext/>"
# Why whole: LibreOffice moves a paragraph that is kept with the next as a whole, Word would its last lines alone
_KEEP_WHOLE = f"{_KEEP}<w:keepLines/>"
_LEVEL = "{% if docx_block['level'] is defined %}<w:outlineLvl w:val=\"{{ docx_block['level'] - 1 }}\"/>{% endif %}"
_NO_LEVEL = '<w:outlineLvl w:val="9"/>'
_SAID = "{% if docx_chart['said'] is defined %}<w:tblDescription w:val=\"{{ docx_chart['said'] }}\"/>{% endif %}"
_CHART_KEYS, _TABLE_KEYS = _BY_KEYS = ("chart", "kind"), ("table", "columns")
_THIN = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_FLAGS = (
    ("bold", "<w:b/><w:bCs/>"),
    ("italic", "<w:i/><w:iCs/>"),
    ("underline", '<w:u w:val="single"/>'),
    ("superscript", '<w:vertAlign w:val="superscript"/>'),
)
_RUN_ORDER = (  # of CT_RPr
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
    *("emboss", "imprint", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs"),
    *("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "eastAsianLayout"),
)
_UNIT = '<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/><w:i/><w:iCs/></w:rPr>'
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>'
_NOT_QUOTED = re.compile(r"[{}'\\\\\n]")  # what a text in a tag can't hold
_NAME = re.compile(r"<w:(\w+)")
_RUN = re.compile(r"\bdocx_(run|part)\b")
_NO_BREAK_HYPHEN = "<w:noBreakHyphen/>"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES)


class BlockPlace(NamedTuple):
    """Where a block tag is: properties of its paragraph and its run, the id of its style, what is around it.

    `stays`: its paragraph stays with the next. `alone`: in its cell. `below`, `above`: a table is there.
    """

    paragraph: str
    run: tuple[str, ...]
    style: str
    stays: bool
    alone: bool
    below: bool
    above: bool


class BlockSource:
    """Writes the call that one block tag becomes, and the macros that it needs, into `macros`."""

    def __init__(self, place: BlockPlace, styles: StyleSheet, macros: BlockMacros) -> None:
        self._place, self._styles, self._macros = place, styles, macros
        self._own = f"<w:pPr>{place.paragraph}</w:pPr>" if place.paragraph else ""
        self._properties = f"<w:rPr>{''.join(place.run)}</w:rPr>" if place.run else ""
        self._stays, self._style = _flag(place.stays), f"'{place.style}'"
        self._closed = _flag(place.below or place.alone)
        self._falls_back = False
        self._literal = macros.literal or bool(_NOT_QUOTED.search(self._own))
        self._given = f"'{self._own}', {self._style}, {self._stays}, {self._closed}"
        if not self._literal:
            self._own, self._style, self._stays, self._closed = OWN, "docx_style", "docx_stays", "docx_closed"

    def printing(self, value: str, mark: str) -> str:
        """Return the source that prints the value of an expression; `mark` is written inside its tag."""
        empty = f"{{% else %}}<w:p>{self._own}</w:p>" if self._place.alone else ""
        rich = "docx_value is mapping and docx_value['_docx'] is defined or docx_value is not sequence"
        blocks = "([docx_value] if docx_value is mapping else docx_value)"
        body = (
            f"{{% if docx_value is string %}}{{% if docx_value %}}{self._line('docx_value')}{empty}{{% endif %}}"
            f"{{% elif {rich} %}}{{{{ docx_value }}}}"
            f"{{% else %}}{{% for docx_block in {blocks} %}}{self._block()}{empty}{{% endfor %}}"
            "{% endif %}"
        )
        if self._literal:
            return self._macros.call("docx_block", "docx_value", body, f"({value})", mark)
        parameters = f"docx_value, {OWN_NAME}, docx_style, docx_stays, docx_closed"
        return self._macros.call("docx_block", parameters, body, f"({value}), {self._given}", mark)

    # -- paragraphs ----------------------------------------------------------------------------------------------------

    def _line(self, value: str) -> str:
        return f"<w:p>{self._own}{_run(value, self._properties)}</w:p>"

    def _block(self) -> str:
        """One block: what has the properties of the tag's own paragraph here, all else by a macro."""
        told = " or ".join(f"docx_block['{key}'] is defined" for key in ("style", *_CHART_KEYS, *_TABLE_KEYS))
        keep, last = f"{self._stays} and loop.revindex <= 2", f"{self._closed} and loop.last"
        arguments = f"docx_block, {self._style}, {keep}, loop.first, {last}"
        parameters = "docx_block, docx_style, docx_keep, docx_first, docx_last"
        other = self._macros.call("docx_other", parameters, self._shared_other(), arguments)
        line = self._line("docx_block['text']")
        plain = f"<w:p>{self._own}{self._runs('docx_block', run=self._place.run)}</w:p>"
        return (
            f"{{% if docx_block is string %}}{self._line('docx_block')}{{% elif {told} %}}{other}"
            f"{{% elif docx_block['text'] is defined %}}{line}"
            f"{{% else %}}{plain}{{% endif %}}"
        )

    def _shared_other(self) -> str:
        """All else, written once for the tags that print the same: of any style where the template has all others."""
        place, shared = self._place, self._macros.shared
        for on in ((None, place.above), (place.style, place.above)):
            if on in shared:
                return shared[on]
        other = self._other()
        shared[place.style if self._falls_back else None, place.above] = other
        return other

    def _other(self) -> str:
        """A chart, a table, or a paragraph in the style that the block names."""
        chart, table = (" or ".join(f"docx_block['{key}'] is defined" for key in keys) for keys in _BY_KEYS)
        return (
            f"{{% if {chart} %}}{self._chart()}"
            f"{{% elif {table} %}}{self._table()}"
            f"{{% elif docx_block['text'] is defined %}}{self._one_text()}"
            f"{{% else %}}{self._paragraph()}{{% endif %}}"
        )

    def _one_text(self) -> str:
        """A paragraph of one text, which is a value of the record, where runs are the text that records share."""
        return _named(f"{{% if docx_keep %}}{_KEEP_WHOLE}{{% endif %}}", _run("docx_block['text']"))

    def _paragraph(self) -> str:
        """A paragraph; one all in bold is a title, and stays with the next."""
        first, last = (_set(f"docx_block[`runs`][{at}]", "bold") for at in (0, -1))
        keep = f"{{% if docx_block['runs'] and {first} and {last} or docx_keep %}}{_KEEP_WHOLE}{{% endif %}}"
        return _named(keep + _LEVEL, self._runs("docx_block"))

    def _runs(self, owner: str, run: Iterable[str] = ()) -> str:
        """The runs of a block or a cell, each with what it sets besides the properties `run`."""
        return self._macros.call("docx_runs", "docx_runs", _runs("docx_runs", run), f"{owner}['runs']")

    def _fields(self, owner: str) -> str:
        """The same runs in a table so long that its pages are composed of its rows, of which each has values."""
        runs = _RUN.sub(r"docx_\1_field", _runs("docx_runs", ()))
        some = f"{owner}['runs'] or [{{'text': ''}}]"  # an empty cell is one too
        return self._macros.call("docx_fields", "docx_runs", runs, some)

    def _styled(self, name: str, runs: str, *, keep: bool = False, more: str = "") -> str:
        """A paragraph in a style of the template; in the tag's own if the template has none of this name."""
        style = self._styles.paragraph(name) or self._own_style()
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        return f"<w:p><w:pPr>{named}{_KEEP if keep else ''}{more}</w:pPr>{runs}</w:p>"

    def _own_style(self) -> str:
        """The style of the tag's own paragraph, where the template lacks one."""
        self._falls_back = True
        return self._place.style

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self) -> str:
        columns = "docx_table['columns']"
        grid = _each("docx_column", columns, f'<w:gridCol w:w="{_twips("docx_column[`mm`]")}"/>')
        head = self._heads(columns)
        height = f'<w:trHeight w:val="{_twips("docx_table[`row_mm`]|default(0)")}" w:hRule="atLeast"/>'
        opened = f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>"
        rows = _each("docx_row", "docx_table['rows']", f"{opened}{self._row()}</w:tr>")
        heavy = "" if self._styles.paragraph("CV Tổng") else "<w:rPr><w:b/><w:bCs/></w:rPr>"
        total = _each("docx_cell", "docx_table['total']", self._cell("CV Tổng", _run("docx_cell", heavy)))
        total = self._part("docx_total", f"{opened}{total}</w:tr>")
        total = f"{{% if {_set('docx_table', 'total')} %}}{total}{{% endif %}}"
        style = self._styles.table(TABLE_STYLE)
        look = f'<w:tblStyle w:val="{style}"/>' if style else ""
        drawn = "" if style else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
        indent = self._styles.table_indents.get(style, 0)
        placed = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
        properties = f'{look}<w:tblW w:w="0" w:type="auto"/>{placed}{drawn}'
        properties += '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/>'
        table = f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}{total}</w:tbl>"
        called = self._part("docx_table", table)
        after = f"{{% if docx_last %}}{_THIN}{{% endif %}}"  # between a table at the end and what must not follow it
        inside = f"{{% if {columns} %}}{self._before}{called}{after}{{% endif %}}"
        return f"{{% with docx_table = {_own_or_block('table')} %}}{inside}{{% endwith %}}"

    def _heads(self, columns: str) -> str:
        """The rows of the head: those that the table states, with a row of codes, or one of the labels."""
        opened = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        label = self._styled("CV Đầu bảng", _run("docx_column['label']"))
        plain = f"{opened}{_each('docx_column', columns, _cell(label))}</w:tr>"
        unit = self._styled("CV Đầu bảng", _run("docx_head['unit']", _UNIT))
        text = (
            self._styled("CV Đầu bảng", _run("docx_head['text']")) + f"{{% if docx_head['unit'] %}}{unit}{{% endif %}}"
        )
        span = (
            "{% if docx_head['columns'] > 1 %}<w:gridSpan w:val=\"{{ docx_head['columns'] }}\"/>{% endif %}"
            "{% if docx_head['covered'] %}<w:vMerge/>"
            "{% elif docx_head['rows'] > 1 %}<w:vMerge w:val=\"restart\"/>{% endif %}"
        )
        lines = _each("docx_head", "docx_line", _cell(text, span))
        stated = _each("docx_line", "docx_table['heads']", f"{opened}{lines}</w:tr>")
        code = self._styled("CV Mã cột" if self._styles.paragraph("CV Mã cột") else "CV Đầu bảng", _run("docx_code"))
        codes = f"{opened}{_each('docx_code', 'docx_table[`codes`]', _cell(code))}</w:tr>"
        codes = f"{{% if {_set('docx_table', 'codes')} %}}{codes}{{% endif %}}"
        stated = self._part("docx_heads", stated + codes)
        return f"{{% if {_set('docx_table', 'heads')} %}}{stated}{{% else %}}{plain}{{% endif %}}"

    def _part(self, name: str, source: str) -> str:
        """A table or what not every table has, by a macro of its own: it is compiled once a table has it."""
        return self._macros.call(name, "docx_table", source, "docx_table")

    @cached_property
    def _before(self) -> str:
        """The paragraph above a table, which would grow together with one before it."""
        if self._styles.paragraph("CV Trước bảng"):
            return self._styled("CV Trước bảng", "")
        return _THIN if self._place.above else f"{{% if not docx_first %}}{_THIN}{{% endif %}}"

    def _row(self) -> str:
        """A row of cells, or of one cell across the table; it and the last two stay with what follows."""
        cells = "(docx_row if docx_row is not mapping else docx_row['cells'] or [{'runs': docx_row['across']}])"
        dressed = "docx_row is not mapping and docx_cell is mapping"
        inside = (
            f"{{% if docx_long and docx_row is mapping %}}{self._fields('docx_cell')}"
            f"{{% elif docx_row is mapping %}}{self._runs('docx_cell')}"
            f"{{% elif docx_cell is mapping %}}{_run(_quoted('docx_cell[`text`]'))}"
            f"{{% else %}}{_run('docx_cell')}{{% endif %}}"
        )
        span = "{% if docx_across %}<w:gridSpan w:val=\"{{ docx_table['columns']|length }}\"/>{% endif %}"
        span += f"{{% if {dressed} and docx_cell['shaded'] %}}{_SHADE}{{% endif %}}"
        keep = f"{{% if docx_across or docx_late %}}{_KEEP}{{% endif %}}"
        across = f"(docx_row is mapping and {_set('docx_row', 'across')})"
        row = _each("docx_cell", cells, self._cell("CV Ô bảng", inside, keep, span, "docx_across or "))
        known = f"docx_late = loop.revindex <= 2, docx_across = {across}, docx_long = loop.length > {LONG}"
        return f"{{% with {known} %}}{row}{{% endwith %}}"

    def _cell(self, style: str, inside: str, keep: str = "", span: str = "", centred: str = "") -> str:
        """A cell of the column of the same number, aligned as that is."""
        align = "docx_table['columns'][loop.index0]['align']|default('')"
        aligned = (
            f"{{% if {centred}{align} == 'center' %}}<w:jc w:val=\"center\"/>"
            f"{{% elif {align} == 'right' %}}<w:jc w:val=\"right\"/>{{% endif %}}"
        )
        named = self._styles.paragraph(style) or self._styles.paragraph("CV Ô bảng") or self._own_style()
        style = f'<w:pStyle w:val="{named}"/>' if named else ""
        return _cell(f"<w:p><w:pPr>{style}{keep}{aligned}</w:pPr>{inside}</w:p>", span)

    # -- charts --------------------------------------------------------------------------------------------------------

    def _chart(self) -> str:
        """A chart under its title: a row for each bar, or a curve between its figures and its days.

        The thin paragraphs around it keep the table above and the heading below from going to its page with it. Its
        title is a caption, none of the document's headings, whatever its style is based on.
        """
        title = self._styled("CV Tên biểu đồ", _run("docx_chart['title']"), more=_NO_LEVEL)
        words = self._styled("CV Biểu đồ giữa", _run("docx_chart['words']"))
        chart = (
            f"{_THIN}{title}{{% if docx_chart['kind'] == 'bars' %}}{self._bars()}"
            f"{{% elif docx_chart['kind'] == 'curve' %}}{self._curve()}{{% else %}}{words}{{% endif %}}{_THIN}"
        )
        return self._macros.call("docx_chart", "docx_chart", chart, _own_or_block("chart"))

    def _bars(self) -> str:
        left, right = round(_LABEL_MM * _TWIPS_PER_MM), round((_TEXT_MM - _LABEL_MM) * _TWIPS_PER_MM)
        axis = '<w:tcBorders><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>'
        figure = _run("docx_bar['text']", "<w:rPr><w:b/></w:rPr>", before="\u00a0\u00a0")
        bar = self._styled("CV Biểu đồ", "{{ docx_bar['bar'] }}" + figure)
        cells = _cell(self._styled("CV Biểu đồ", _run("docx_bar['label']")), width=left)
        cells += _cell(bar, axis, width=right)
        height = f'<w:trHeight w:val="{round(_BAR_ROW_MM * _TWIPS_PER_MM)}" w:hRule="atLeast"/>'
        row = f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>"
        grid = f'<w:gridCol w:w="{left}"/><w:gridCol w:w="{right}"/>'
        return _bare_table(left + right, grid, _each("docx_bar", "docx_chart['rows']", row), _SAID)

    def _curve(self) -> str:
        plot = self._styled("CV Biểu đồ", "{{ docx_chart['plot'] }}")
        label = self._styled("CV Biểu đồ giữa", _run("docx_point['label']"))
        figure = self._styled("CV Biểu đồ giữa", _run("docx_point['text']", "<w:rPr><w:b/></w:rPr>"))
        cells = _each("docx_point", "docx_chart['columns']", _cell(label + figure))
        width = round(_TEXT_MM * _TWIPS_PER_MM)
        column = f"<w:gridCol w:w=\"{{{{ ({width} / docx_chart['columns']|length)|int }}}}\"/>"
        grid = _each("docx_point", "docx_chart['columns']", column)
        return plot + _bare_table(width, grid, f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>", _SAID)


def _flag(condition: bool) -> str:
    return "true" if condition else "false"


def _named(keep: str, text: str) -> str:
    """A paragraph in the style that the block names; `keep`: its further properties."""
    style = f"{{{{ docx_block['style']|{STYLE_FILTER}(docx_style) }}}}"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{text}</w:p>'


def _each(name: str, over: str, inside: str) -> str:
    return f"{{% for {name} in {_quoted(over)} %}}{inside}{{% endfor %}}"


def _own_or_block(key: str) -> str:
    """Something of a block, or the block itself."""
    return f"(docx_block['{key}'] if docx_block['{key}'] is defined else docx_block)"


def _quoted(expression: str) -> str:
    """Return an expression with straight quotes for the backquotes that stand for them in f-strings."""
    return expression.replace("`", "'")


def _set(value: str, key: str) -> str:
    """A condition: a key is there and true."""
    return _quoted(f"{value}['{key}']|default(false)")


def _twips(millimetres: str) -> str:
    return f"{{{{ ({_quoted(millimetres)} * {_TWIPS_PER_MM:.3f})|round|int }}}}"


def _run(value: str, properties: str = "", before: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{before}{{{{ {value} }}}}</w:t></w:r>'


def _runs(over: str, run: Iterable[str]) -> str:
    """A run for each of these, with what it sets besides the properties `run`."""
    chunks = [
        (_RUN_ORDER.index(name[1]) if name[1] in _RUN_ORDER else 99, each)
        for each in run
        if (name := _NAME.match(each))
    ]
    own = {_RUN_ORDER[at] for at, _each_one in chunks if at < len(_RUN_ORDER)}
    flags = [(key, xml) for key, xml in _FLAGS if _NAME.findall(xml)[0] not in own]
    chunks += [
        (_RUN_ORDER.index(_NAME.findall(xml)[0]), f"{{% if {_set('docx_run', name)} %}}{xml}{{% endif %}}")
        for name, xml in flags
    ]
    inside = "".join(chunk for _at, chunk in sorted(chunks, key=lambda chunk: chunk[0]))
    properties = f"<w:rPr>{inside}</w:rPr>"
    text = '<w:t xml:space="preserve">{{ %s }}</w:t>'
    parts = f"{{% if not loop.first %}}{_NO_BREAK_HYPHEN}{{% endif %}}{text % 'docx_part'}"
    parted = f"{{% if {_set('docx_run', 'parts')} %}}{_each('docx_part', 'docx_run[`parts`]', parts)}"
    whole = f"{{% else %}}{text % 'docx_run[`text`]'.replace('`', chr(39))}{{% endif %}}"
    return _each("docx_run", over, f"<w:r>{properties}{parted}{whole}</w:r>")


def _cell(inside: str, properties: str = "", width: int = 0) -> str:
    wide = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else '<w:tcW w:w="0" w:type="auto"/>'
    return f'<w:tc><w:tcPr>{wide}{properties}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def _bare_table(width: int, grid: str, rows: str, words: str) -> str:
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    properties = f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}'
    properties += f'<w:tblLook w:val="0000"/>{words}'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
