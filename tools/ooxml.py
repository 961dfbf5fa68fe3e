"""WordprocessingML elements used by the templates, as text; element order as in ECMA-376."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from ooxml_styles import STYLES, styles_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def tw(mm: float) -> int:
    """Millimetres as twips."""
    return round(mm * 1440 / 25.4)


def run(written: str, *, bold: bool = False, italic: bool = False, inside: str = "") -> str:
    """A run of this text, or of the XML `inside`."""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    shown = inside or f'<w:t xml:space="preserve">{escape(written)}</w:t>'
    return f"<w:r>{properties}{shown}</w:r>"


def text(words: str) -> str:
    return run(words)


def paragraph(style: str, *runs: str, left: int = 0, right: int = 0, section: str = "") -> str:
    indent = f'<w:ind w:left="{left}" w:right="{right}"/>' if left or right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{indent}{section}</w:pPr>{"".join(runs)}</w:p>'


def tag(words: str) -> str:
    """A paragraph that holds one tag and is gone from the finished document."""
    return paragraph("CVThe", run(words))


def cell(width: int, paragraphs: list[str], *, middle: bool = False, axis: bool = False) -> str:
    ruled = '<w:tcBorders><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>' if axis else ""
    wide = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else '<w:tcW w:w="0" w:type="auto"/>'
    centred = '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{wide}{ruled}{centred}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def row(cells: list[str], *, height_mm: float = 0, header: bool = False) -> str:
    height = f'<w:trHeight w:val="{tw(height_mm)}" w:hRule="atLeast"/>' if height_mm else ""
    properties = f"<w:cantSplit/>{height}{'<w:tblHeader/>' if header else ''}"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def table(widths: list[int], rows: list[str], *, style: str = "CVLuoi", caption: str = "") -> str:
    titled = f"<w:tblCaption w:val={quoteattr(caption)}/>" if caption else ""
    width = f'w:w="{sum(widths)}" w:type="dxa"' if style == "CVLuoi" else 'w:w="0" w:type="auto"'
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW {width}/>'
        f'<w:tblLayout w:type="fixed"/>{NO_MARGINS if style == "CVLuoi" else ""}<w:tblLook w:val="0000"/>{titled}'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


NO_BREAK_HYPHEN = "<w:noBreakHyphen/>"


def words(over: str) -> list[str]:
    """The runs `over` of congvan/documents/text/line_breaks.py: bold, italic, and the parts of document numbers.

    Each piece starts and ends inside a plain run, so plain text makes one run and no empty ones.
    """
    out, before = [], f"{{% for chu in {over} %}}{{% if chu.bold and chu.italic %}}"
    parts = "{% if chu.parts %}{% for phan in chu.parts %}{% if not loop.first %}"
    for bold, italic, after in ((True, True, "{% elif chu.bold %}"), (True, False, "{% elif chu.italic %}"),
                                (False, True, "{% else %}")):  # fmt: skip
        out += [
            run(before + parts),
            run("", bold=bold, italic=italic, inside=NO_BREAK_HYPHEN),
            run("{% endif %}"),
            run("{{ phan }}", bold=bold, italic=italic),
            run("{% endfor %}{% else %}"),
            run("{{ chu.text }}", bold=bold, italic=italic),
        ]
        before = "{% endif %}" + after
    plain = "{% endif %}{{ phan }}{% endfor %}{% else %}{{ chu.text }}{% endif %}{% endif %}{% endfor %}"
    return [*out, run(before + parts), run("", inside=NO_BREAK_HYPHEN), run(plain)]


def column_table(columns: str, rows: str, *, total: str = "", height_mm: float = 9, worded: bool = False) -> list[str]:
    """A ruled table with as many columns as the data, each as wide as the data says.

    `worded`: its cells hold runs, and a row may be one cell across the table (congvan/documents/text/tables.py).

    Why: Word refuses a tag in the attribute that holds a column's width, and docxtpl makes all columns alike. The one
    text that a table's own properties may hold is its title (Alt Text): there the title ends, the grid is written from
    the data, and the grid that Word drew for the template is passed over, up to the row `{%tr endif %}`.
    """
    opened = r"{{ '\x22/></w:tblPr><w:tblGrid>'|safe }}"
    column = r"{{ '<w:gridCol w:w=\x22'|safe }}{{ (cot.mm * 56.693)|round|int }}{{ '\x22/>'|safe }}"
    grid = f"{opened}{{% for cot in {columns} %}}{column}{{% endfor %}}{{{{ '</w:tblGrid>'|safe }}}}"
    caption = f"Bảng{grid}{{% if false %}}"
    third = tw(55)
    widths = [third, third, tw(165) - 2 * third]

    def only(words: str) -> list[str]:
        return [paragraph("CVThe", run(words))]

    def cells(over: str, value: list[str], style: str) -> list[str]:
        aligned = [
            cell(0, only("{%tc if " + columns + "[loop.index0].align == 'center' %}")),
            cell(0, [paragraph(style + "giua", *value)], middle=True),
            cell(0, only("{%tc elif " + columns + "[loop.index0].align == 'right' %}")),
            cell(0, [paragraph(style + "phai", *value)], middle=True),
            cell(0, only("{%tc else %}")),
            cell(0, [paragraph(style, *value)], middle=True),
            cell(0, only("{%tc endif %}")),
        ]
        return [cell(0, only("{%tc for " + over + " %}")), *aligned, cell(0, only("{%tc endfor %}"))]

    def wide(words: str) -> str:
        return row([cell(0, only(words))])

    header = [
        cell(0, only("{%tc for cot in " + columns + " %}")),
        cell(0, [paragraph("CVDaubang", text("{{ cot.label }}"))], middle=True),
        cell(0, only("{%tc endfor %}")),
    ]
    over, value = ("o in hang.cells", words("o.runs")) if worded else ("o in hang", [text("{{ o }}")])
    spanning = paragraph("CVOcuoigiua", text("{% colspan " + columns + "|length %}"), *words("hang.across"))
    across = [wide("{%tr if hang.across %}"), row([cell(0, [spanning], middle=True)], height_mm=height_mm)]
    lines = [
        wide("{%tr endif %}"),
        row(header, header=True),
        wide("{%tr for hang in " + rows + " %}"),
        *(across if worded else []),
        wide(f"{{%tr {'elif' if worded else 'if'} loop.revindex > 2 %}}"),
        row(cells(over, value, "CVO"), height_mm=height_mm),
        wide("{%tr else %}"),
        row(cells(over, value, "CVOcuoi"), height_mm=height_mm),  # stay with what follows the table
        wide("{%tr endif %}"),
        wide("{%tr endfor %}"),
    ]
    if total:
        lines += [
            wide("{%tr if " + total + " %}"),
            row(cells("o in " + total, [text("{{ o }}")], "CVTong"), height_mm=9),
            wide("{%tr endif %}"),
        ]
    drawn = table(widths, lines, style="CVBang", caption=caption)
    return [tag(f"{{%p if {columns} %}}"), drawn, tag("{%p endif %}")]


MARGINS = (
    f'<w:pgMar w:top="{tw(20)}" w:right="{tw(15)}" w:bottom="{tw(20)}" w:left="{tw(30)}"'
    f' w:header="{tw(10)}" w:footer="{tw(20)}" w:gutter="0"/>'
)
PAGE = f'<w:pgSz w:w="{tw(210)}" w:h="{tw(297)}"/>{MARGINS}'
ACROSS = f'<w:pgSz w:w="{tw(297)}" w:h="{tw(210)}" w:orient="landscape"/>{MARGINS}'


def section(kind: str, *, closing: bool = False, page: str = PAGE) -> str:
    """`letter` or `attachment`: the page number in the top margin from page 2 on, each section counted from 1."""
    first = "rId2" if kind == "letter" and not closing else "rId3"
    foot = "rId4" if kind == "letter" and not closing else "rId5"
    references = (
        '<w:headerReference w:type="default" r:id="rId1"/>'
        f'<w:headerReference w:type="first" r:id="{first}"/><w:footerReference w:type="first" r:id="{foot}"/>'
    )
    return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{page}<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'


def section_break(kind: str, page: str = PAGE) -> str:
    return paragraph("CVHet", section=section(kind, page=page))


def leaf(width_mm: float, height_mm: float, margin_mm: float) -> str:
    """The closing section of a document on one sheet of its own size, without page numbers."""
    margins = "".join(f' w:{side}="{tw(margin_mm)}"' for side in ("top", "right", "bottom", "left"))
    size = f'<w:pgSz w:w="{tw(width_mm)}" w:h="{tw(height_mm)}" w:orient="landscape"/>'
    return f'<w:sectPr>{size}<w:pgMar{margins} w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'


def part(root: str, inside: list[str]) -> str:
    return f'{DECLARATION}<w:{root} xmlns:w="{W}" xmlns:r="{R}">{"".join(inside)}</w:{root}>'


RELATION_IDS = {"header1": "rId1", "header2": "rId2", "header3": "rId3", "footer1": "rId4", "footer2": "rId5"}

CORE = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{{ title }}</dc:title><dc:creator>{{ author }}</dc:creator><dc:language>vi-VN</dc:language>"
    "</cp:coreProperties>"
)
CUSTOM = (
    f'{DECLARATION}<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="congvan-form">'
    "<vt:lpwstr>{{ form_id }}</vt:lpwstr></property></Properties>"
)
SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
)


def package(body: list[str], margins: dict[str, list[str]], closing: str = "") -> bytes:
    """A DOCX of this body and these headers and footers, the same bytes for the same input."""
    used = sorted(margins)
    document = [*body, closing or section("attachment", closing=True)]
    if "header2" not in margins:
        assert "rId2" not in "".join(document)
    parts = {
        "word/document.xml": part("document", ["<w:body>", *document, "</w:body>"]),
        "word/styles.xml": part("styles", [styles_xml(STYLES)]),
        "word/settings.xml": part("settings", [SETTINGS]),
        **{f"word/{name}.xml": part("hdr" if name[0] == "h" else "ftr", margins[name]) for name in used},
    }
    kinds = {"word/document.xml": "document.main", "word/styles.xml": "styles", "word/settings.xml": "settings"}
    kinds |= {f"word/{name}.xml": name[:-1] for name in used}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    overrides += (
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/custom.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
    )
    types = (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    root = [
        ("rId1", f"{R}/officeDocument", "word/document.xml"),
        ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("rId3", f"{R}/custom-properties", "docProps/custom.xml"),
    ]
    inner = [(RELATION_IDS[name], f"{R}/{name[:-1]}", f"{name}.xml") for name in used]
    inner += [("rId6", f"{R}/styles", "styles.xml"), ("rId7", f"{R}/settings", "settings.xml")]
    files = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(root),
        "docProps/core.xml": CORE,
        "docProps/custom.xml": CUSTOM,
        **parts,
        "word/_rels/document.xml.rels": relations(inner),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(entries: list[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in entries)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'
