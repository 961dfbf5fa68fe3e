"""A workbook as a file: check that it can be a template, find the texts outside its cells, save without timestamps."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congvan.core.messages import Message, foreign
from congvan.core.opc import sniff
from congvan.core.opc.reader import XLSX, declares_type, read_members
from congvan.core.opc.writer import CONTENT_TYPES, ClocklessZip, PackageWriter, ZipMember, deflate
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating.tags import TAG, stray_marks, wide_tag
from congvan.formats.xlsx.compiler import ValueSlot, place_at
from congvan.formats.xlsx.hostile import found_in

CORE = "docProps/core.xml"
EPOCH = "1980-01-01T00:00:00Z"
_LOSS_WARNING = re.compile("will be (removed|ignored|lost)")  # in the warnings of openpyxl
_HARMLESS_WARNING = re.compile("(Unknown|Ignored Error) extension")
_MERGED = re.compile(rb'(<mergeCells count="\d+">)((?:<mergeCell [^>]*>)+)')
UNSUPPORTED_PARTS = {  # parts that openpyxl would drop without warning → `workbook-part.…` in the catalogue
    "xl/vbaProject": "macros",
    "xl/externalLinks/": "links",
    "xl/charts/": "charts",
    "xl/drawings/drawing": "pictures",
    "xl/diagrams/": "diagrams",
    "xl/pivot": "pivot",
    "xl/ctrlProps/": "form-controls",
    "xl/activeX/": "controls",
    "xl/embeddings/": "objects",
    "xl/connections": "connections",
    "xl/queryTables/": "queries",
    "xl/slicers/": "slicers",
    "xl/tables/": "tables",
}
HEADERS = [
    (which, side)
    for which in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
    for side in ("left", "center", "right")
]
PROPERTIES = ("title", "subject", "creator", "keywords", "description", "category", "contentStatus", "language")
VALIDATION_LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}


def _problem(name: str, why: str, **values: object) -> Problem:
    return Problem(Message(f"workbook-refused.{why}", **values), Place(file=name))


def open_members(data: bytes, name: str) -> list[ZipMember]:
    """Return the parts of a workbook. Raises `ProblemsFound` if it cannot be a template."""
    kind = sniff.kind_of(data)
    if kind in ("old-office", "encrypted"):
        raise ProblemsFound(_problem(name, "old"))
    members = read_members(data, name=name) if kind == "zip" else []
    types = next((member.content() for member in members if member.name == CONTENT_TYPES), b"")
    if XLSX.encode() not in types:
        raise ProblemsFound(_problem(name, "macros" if b"macroEnabled" in types else "other"))
    lost = {part for m in members for start, part in UNSUPPORTED_PARTS.items() if m.name.startswith(start)}
    if lost:
        raise ProblemsFound([_problem(name, "lost", parts=Message(f"workbook-part.{part}")) for part in sorted(lost)])
    for member in members:
        if member.name.endswith((".xml", ".rels")) and declares_type(member.content()):
            raise ProblemsFound(_problem(name, "doctype", part=member.name))
    return members


def load(data: bytes, name: str) -> Any:
    """Load the openpyxl workbook of a template; warnings about lost content are problems."""
    import warnings

    import openpyxl

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        except Exception as error:  # openpyxl raises many kinds of errors on a broken part
            message = Message("workbook-broken.unreadable", error=foreign(str(error)[:200]))
            raise ProblemsFound(Problem(message, Place(file=name))) from error
    losses = [w for w in caught if _LOSS_WARNING.search(str(w.message)) and not _HARMLESS_WARNING.match(str(w.message))]
    if losses:
        raise ProblemsFound([_problem(name, "lost", parts=w.message) for w in losses])
    if not book.worksheets:
        raise ProblemsFound(Problem(Message("workbook-broken.workbook-sheet"), Place(file=name)))
    _refuse_hostile_formulas(book, name)
    return book


def _refuse_hostile_formulas(book: Any, name: str) -> None:
    """Raise `ProblemsFound` with every formula that fetches something or starts a program.

    Why: a formula of the template is copied into every workbook, and works as soon as it is opened.
    """
    problems = []
    for sheet, where, formula in _formulas(book):
        if found := found_in(formula):
            message = Message("workbook-refused.formula", formula=formula[:60], found=found)
            problems.append(Problem(message, place_at(name, sheet, where)))
    if problems:
        raise ProblemsFound(problems)


def _formulas(book: Any) -> Iterator[tuple[str, str, str]]:
    """Yield sheet, place and text of every formula: of cells, validations, conditional formats and names."""
    for sheet in book.worksheets:
        for cell in sheet._cells.values():
            if cell.data_type == "f":
                yield sheet.title, cell.coordinate, str(getattr(cell.value, "text", cell.value))
        for rule in sheet.data_validations.dataValidation:
            for formula in (rule.formula1, rule.formula2):
                yield sheet.title, f"validation {rule.sqref}", formula or ""
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                yield from ((sheet.title, f"condition {area.sqref}", formula) for formula in rule.formula)
        yield from ((sheet.title, f"defined-name {key}", each.attr_text) for key, each in sheet.defined_names.items())
    yield from (("", f"defined-name {key}", each.attr_text) for key, each in book.defined_names.items())


def may_hold_tags(text: str) -> bool:
    """Whether a text has tags, or what is meant as one and has to be told."""
    return bool(TAG.search(text) or stray_marks(text) or wide_tag(text))


def workbook_texts(book: Any) -> Iterator[tuple[ValueSlot, Any, str]]:
    """Every text outside the cells that may hold tags: its slot, the key by which `expand` finds it, the text."""
    for index, sheet in enumerate(book.worksheets):
        if may_hold_tags(sheet.title):
            yield ValueSlot("title", index, "sheet-title", 10_000), ("title", index), sheet.title
    for index, sheet in enumerate(book.worksheets):
        yield from _header_texts(sheet, index)
        yield from _validation_texts(sheet, index)
    for name, defined in book.defined_names.items():
        if text := _quoted(defined.attr_text):
            yield ValueSlot("list", -1, f"defined-name {name}", 255), ("name", name), text
    for name in PROPERTIES:
        text = getattr(book.properties, name)
        if text and may_hold_tags(text):
            yield ValueSlot("text", -1, f"property {name}"), ("core", name), text
    for number, prop in enumerate(book.custom_doc_props.props):
        if isinstance(prop.value, str) and may_hold_tags(prop.value):
            yield ValueSlot("text", -1, f"property {prop.name}"), ("custom", number), prop.value


def _header_texts(sheet: Any, index: int) -> Iterator[tuple[ValueSlot, Any, str]]:
    """The headers and footers of a sheet."""
    for which, side in HEADERS:
        text = getattr(getattr(sheet, which), side).text
        if text and may_hold_tags(text):
            yield ValueSlot("head", index, "page-header", 255), ("head", index, which, side), text


def _validation_texts(sheet: Any, index: int) -> Iterator[tuple[ValueSlot, Any, str]]:
    """The prompts, error messages and quoted lists of a sheet's data validations."""
    for number, rule in enumerate(sheet.data_validations.dataValidation):
        for attribute, limit in VALIDATION_LIMITS.items():
            text = getattr(rule, attribute)
            if text and may_hold_tags(text):
                key = ("rule", index, number, attribute)
                yield ValueSlot("text", index, f"validation {rule.sqref}", limit), key, text
        if text := _quoted(rule.formula1):
            yield ValueSlot("list", index, f"list {rule.sqref}", 255), ("rule", index, number, "formula1"), text


def _quoted(formula: str | None) -> str:
    """The text of a formula that is one quoted string with tags; "" for any other."""
    if formula and may_hold_tags(formula) and formula.startswith('"'):
        return formula[1:-1].replace('""', '"')
    return ""


def save(book: Any, dates: Mapping[str, str]) -> bytes:
    """Return the workbook's bytes by openpyxl, with the template's dates: independent of the clock."""
    from openpyxl.writer.excel import ExcelWriter

    buffer = io.BytesIO()
    with ClocklessZip(buffer, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).write_data()
    members = read_members(buffer.getvalue())
    for at, member in enumerate(members):
        if member.name.startswith("xl/worksheets/sheet"):
            members[at] = deflate(member.name, _MERGED.sub(_in_sheet_order, member.content()), 9)
        if member.name == CORE:
            xml = member.content().decode()
            for name in ("created", "modified"):
                xml = re.sub(rf"(<dcterms:{name}\b[^>]*>)[^<]*", rf"\g<1>{dates.get(name, EPOCH)}", xml)
            members[at] = deflate(CORE, xml.encode(), 9)
    return PackageWriter(members).write(())


def _in_sheet_order(found: re.Match[bytes]) -> bytes:
    """Sort merged cells from top to bottom: openpyxl keeps them in a set, whose order changes from run to run."""
    cells = re.findall(rb'<mergeCell ref="([A-Z]+)(\d+):([^"]*)"/>', found.group(2))
    cells.sort(key=lambda cell: (int(cell[1]), len(cell[0]), cell[0]))
    return found.group(1) + b"".join(b'<mergeCell ref="%s%s:%s"/>' % cell for cell in cells)


def dates_of(members: Sequence[ZipMember]) -> dict[str, str]:
    """Return the dates of creation and last change that the template records."""
    xml = next((m.content().decode("utf-8", "replace") for m in members if m.name == CORE), "")
    dates = re.findall(r"<dcterms:(created|modified)[^>]*>([0-9TZ:.+-]+)<", xml)
    return dict(dates)
