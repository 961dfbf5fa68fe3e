"""A workbook as a file: what can be a template, the texts outside its cells, and writing without a clock."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congvan.formats.xlsx.compiler import Slot
from congvan.i18n import _
from congvan.opc import sniff
from congvan.opc.reader import XLSX, declares_type, read_members
from congvan.opc.writer import CONTENT_TYPES, Member, Package, deflate
from congvan.problems import Place, Problem, Stop
from congvan.templating.tags import TAG

CORE = "docProps/core.xml"
EPOCH = "1980-01-01T00:00:00Z"
_LOSES = re.compile("will be (removed|ignored|lost)")  # what openpyxl warns of
_HARMLESS = re.compile("(Unknown|Ignored Error) extension")
_MERGED = re.compile(rb'(<mergeCells count="\d+">)((?:<mergeCell [^>]*>)+)')
LOST = {  # parts that openpyxl would drop in silence
    "xl/vbaProject": "macros",
    "xl/externalLinks/": "links to other workbooks",
    "xl/charts/": "charts",
    "xl/drawings/drawing": "pictures or shapes",
    "xl/diagrams/": "diagrams",
    "xl/pivot": "pivot tables",
    "xl/ctrlProps/": "form controls",
    "xl/activeX/": "controls",
    "xl/embeddings/": "embedded objects",
    "xl/connections": "data connections",
    "xl/queryTables/": "queries",
    "xl/slicers/": "slicers",
    "xl/tables/": "tables (Insert > Table)",
}
HEADERS = [
    (which, side)
    for which in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
    for side in ("left", "center", "right")
]
PROPERTIES = ("title", "subject", "creator", "keywords", "description", "category", "contentStatus", "language")
VALIDATION_LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}


def _problem(message: str, name: str, hint: str = "", code: str = "workbook-refused") -> Problem:
    return Problem(code, message, Place(file=name), hint)


def open_members(data: bytes, name: str) -> list[Member]:
    """The parts of a workbook, or `Stop` with the reason why it can't be a template."""
    kind = sniff.kind_of(data)
    if kind in ("old-office", "encrypted"):
        hint = _("open it in Excel, take the password off, and save it as “Excel Workbook (*.xlsx)”")
        raise Stop(_problem(_("this is an old .xls workbook or one with a password"), name, hint))
    members = read_members(data, name=name) if kind == "zip" else []
    types = next((member.content() for member in members if member.name == CONTENT_TYPES), b"")
    if XLSX.encode() not in types:
        macros = b"macroEnabled" in types
        message = _("the workbook holds macros (.xlsm)") if macros else _("this is no Excel workbook")
        raise Stop(_problem(message, name, _("save it in Excel as “Excel Workbook (*.xlsx)”")))
    lost = sorted({words for m in members for start, words in LOST.items() if m.name.startswith(start)})
    if lost:
        raise Stop(_cannot_carry(", ".join(lost), name))
    for member in members:
        if member.name.endswith((".xml", ".rels")) and declares_type(member.content()):
            message = _("the part {part} declares a document type").format(part=member.name)
            raise Stop(_problem(message, name))
    return members


def _cannot_carry(parts: str, name: str) -> Problem:
    message = _("the template holds what can't be carried over: {parts}").format(parts=parts)
    return _problem(message, name, _("remove it from the template"))


def load(data: bytes, name: str) -> Any:
    """The openpyxl workbook of a template; warnings about what it can't keep are problems."""
    import warnings

    import openpyxl

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        except Exception as error:  # openpyxl raises what it likes on a broken part
            message = _("the workbook can't be read: {error}").format(error=str(error)[:200])
            hint = _("open it in Excel or LibreOffice and save it again")
            raise Stop(_problem(message, name, hint, "workbook-broken")) from error
    told = [w for w in caught if _LOSES.search(str(w.message)) and not _HARMLESS.match(str(w.message))]
    if told:
        raise Stop([_cannot_carry(str(w.message), name) for w in told])
    if not book.worksheets:
        raise Stop(_problem(_("the workbook has no sheet"), name, code="workbook-broken"))
    return book


def workbook_texts(book: Any) -> Iterator[tuple[Slot, Any, str]]:
    """Every text outside the cells that may hold tags: the slot, the key by which `expand` finds it, the text."""
    for index, sheet in enumerate(book.worksheets):
        if TAG.search(sheet.title):
            yield Slot("title", index, _("sheet title"), 10_000), ("title", index), sheet.title
    for index, sheet in enumerate(book.worksheets):
        for which, side in HEADERS:
            text = getattr(getattr(sheet, which), side).text
            if text and TAG.search(text):
                yield Slot("head", index, _("page header or footer"), 255), ("head", index, which, side), text
        for number, rule in enumerate(sheet.data_validations.dataValidation):
            for attribute, limit in VALIDATION_LIMITS.items():
                text = getattr(rule, attribute)
                if text and TAG.search(text):
                    where = _("data validation of {cells}").format(cells=rule.sqref)
                    yield Slot("text", index, where, limit), ("rule", index, number, attribute), text
            text = rule.formula1
            if text and TAG.search(text) and text.startswith('"'):
                where = _("list of {cells}").format(cells=rule.sqref)
                yield (
                    Slot("list", index, where, 255),
                    ("rule", index, number, "formula1"),
                    text[1:-1].replace('""', '"'),
                )
    for name, defined in book.defined_names.items():
        text = defined.attr_text
        if text and TAG.search(text) and text.startswith('"'):
            where = _("defined name {name}").format(name=name)
            yield Slot("list", -1, where, 255), ("name", name), text[1:-1].replace('""', '"')
    for name in PROPERTIES:
        text = getattr(book.properties, name)
        if text and TAG.search(text):
            yield Slot("text", -1, _("property {name}").format(name=name)), ("core", name), text
    for number, prop in enumerate(book.custom_doc_props.props):
        if isinstance(prop.value, str) and TAG.search(prop.value):
            where = _("property {name}").format(name=prop.name)
            yield Slot("text", -1, where), ("custom", number), prop.value


def save(book: Any, dates: Mapping[str, str]) -> bytes:
    """The workbook's bytes by openpyxl, its dates set to the template's: no clock gets in."""
    from openpyxl.writer.excel import ExcelWriter

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).write_data()
    members = read_members(buffer.getvalue())
    for at, member in enumerate(members):
        if member.name.startswith("xl/worksheets/sheet"):
            members[at] = deflate(member.name, _MERGED.sub(_in_order, member.content()), 9)
        if member.name == CORE:
            xml = member.content().decode()
            for name in ("created", "modified"):
                xml = re.sub(rf"(<dcterms:{name}\b[^>]*>)[^<]*", rf"\g<1>{dates.get(name, EPOCH)}", xml)
            members[at] = deflate(CORE, xml.encode(), 9)
    return Package(members).write(())


def _in_order(found: re.Match[bytes]) -> bytes:
    """Merged cells from top to bottom: openpyxl keeps them in a set, whose order is another on every run."""
    cells = re.findall(rb'<mergeCell ref="([A-Z]+)(\d+):([^"]*)"/>', found.group(2))
    cells.sort(key=lambda cell: (int(cell[1]), len(cell[0]), cell[0]))
    return found.group(1) + b"".join(b'<mergeCell ref="%s%s:%s"/>' % cell for cell in cells)


def dates_of(members: Sequence[Member]) -> dict[str, str]:
    """When the template was created and last changed, as it says itself."""
    xml = next((m.content().decode("utf-8", "replace") for m in members if m.name == CORE), "")
    found = re.findall(r"<dcterms:(created|modified)[^>]*>([0-9TZ:.+-]+)<", xml)
    return dict(found)
