"""Write benchmarks/.work/: contents of the real letters and forms, and the same pages in each peer's own language.

Runs in the project's environment. The peers' Word templates are our own finished letter with marks in it; the
workbook's description is read from our own finished form by openpyxl: so everybody draws the same document.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
sys.path[:0] = [str(HERE), str(HOME)]

import samples
from peers import lists

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MAILMERGE_LINES = 8  # docx-mailmerge2's template has no loops: as many lines as the longest list of receivers


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    jobs = planned()
    letter, roster = loaded(jobs)
    _dump(folder / "letter.json", letter)
    _dump(folder / "roster.json", roster)
    _dump(folder / "letter-records.json", list(samples.letters(letter, 1000 + 10)))
    _dump(folder / "jobs.json", [{name: getattr(job, name) for name in _JOB} | _pack(job.pack) for job in jobs])
    shutil.rmtree(folder / "templates", ignore_errors=True)
    shutil.copytree(HOME / "templates", folder / "templates")
    shutil.copytree(HERE / "peers/templates", folder / "templates", dirs_exist_ok=True)  # of docxtpl and WeasyPrint
    _word(folder, letter["base"])
    _dump(folder / "workbook.json", describe(_workbook(roster["base"])))
    lists.templates(folder)
    for name in ("letter.typ", "roster.typ"):
        shutil.copy(HERE / "peers" / name, folder / name)


def planned() -> list[Any]:
    """The jobs of the sample dispatch, each letter addressed to its receiver alone."""
    from dataclasses import replace

    from congvan.core.job import Job
    from congvan.model.loader import load
    from congvan.model.project import assets
    from congvan.pipeline.plan.planner import Selection, plan

    dataset = load(assets.read(HOME))
    addressed = {"numbering": "shared", "varies": ("receiver.name",)}
    dispatches = {name: each.model_copy(update=addressed) for name, each in dataset.dispatches.items()}
    items = plan(replace(dataset, dispatches=dispatches), Selection()).expand()
    return [item for item in items if isinstance(item, Job)]


def loaded(jobs: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What samples.py makes letters and rosters of."""
    letters = [job for job in jobs if job.document == "letters" and job.format == "pdf"]
    rosters = [job for job in jobs if job.document == "rosters" and job.format == "pdf"]
    letter = {"base": letters[0].content, "kinds": [_letter_kind(job.content) for job in letters]}
    workbook = next(job.content["form"] for job in jobs if job.document == "rosters" and job.format == "xlsx")
    roster = {"base": {**rosters[0].content, "form": workbook}, "kinds": [_roster_kind(job.content) for job in rosters]}
    return letter, roster


_JOB = ("path", "document", "format", "template", "content")


def _pack(pack: Any) -> dict[str, Any]:
    """The documents that a pack binds, as plain values."""
    return {"parts": [{name: getattr(part, name) for name in part.__slots__} for part in pack.parts]} if pack else {}


def _dump(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _letter_kind(content: Any) -> dict[str, Any]:
    return {"receiver": content["receivers"]["one"], "noi_nhan": content["noi_nhan"]["items"]}


def _roster_kind(content: Any) -> dict[str, Any]:
    form = content["attachments"][0]
    title, short = (content[name].split(" – ")[0] for name in ("title", "short_title"))
    return {
        "district": form["facts"][0].partition(": ")[2],
        "enterprise": form["facts"][1].partition(": ")[2],
        "title": title,
        "short_title": short,
        "form_id": content["form_id"],
    }


# -- Word templates of the peers ---------------------------------------------------------------------------------------


def _mark(name: str) -> str:
    return f"@@{name}@@"


def _letter(base: Any, lines: list[str], rows: list[list[str]]) -> bytes:
    """Our own letter with marks where records differ."""
    from congvan.formats.docx import template as docx

    marks = {name: _mark(name) for name in ("receiver", "number", "place_date", "reference", "short_title")}
    content = samples.letter_content(base, {**marks, "noi_nhan": lines})
    form = content["attachments"][0]
    content["attachments"] = [{**form, "table": {**form["table"], "rows": rows}}]
    data = (HOME / "templates/van-ban.docx").read_bytes()
    return docx.compile_template(data, name="van-ban.docx").render(content)


def _word(folder: Path, base: Any) -> None:
    """letter-tags.docx for docxtemplater and easy-template-x, letter-fields.docx for docx-mailmerge2."""
    rows = base["attachments"][0]["table"]["rows"]
    looped = _letter(base, [_mark("line")], [[_mark("tt"), *rows[0][1:-1], _mark("end")]])
    (folder / "letter-tags.docx").write_bytes(_edited(looped, _tags))
    lines = [_mark(f"line{number}") for number in range(MAILMERGE_LINES)]
    (folder / "letter-fields.docx").write_bytes(_edited(_letter(base, lines, rows), _fields))


def _edited(package: bytes, edit: Any) -> bytes:
    """The package with its document part edited."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                tree = etree.fromstring(data)
                edit(tree)
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, data)
    return out.getvalue()


def _tags(tree: Any) -> None:
    """`{receiver}`; the list of receivers and the rows of the table are loops."""
    marks = {"@@tt@@": "{#rows}{tt}", "@@end@@": "{/rows}"}
    for text in [*tree.iter(f"{W}t")]:
        if text.text == "@@line@@":
            paragraph = next(text.iterancestors(f"{W}p"))
            for place, tag in ((-1, "{#noi_nhan}"), (1, "{/noi_nhan}")):
                other = deepcopy(paragraph)
                next(other.iter(f"{W}t")).text = tag
                (paragraph.addprevious if place < 0 else paragraph.addnext)(other)
            text.text = "{text}"
        elif text.text and "@@" in text.text:
            before, name, after = text.text.split("@@")
            text.text = marks.get(text.text) or f"{before}{{{name}}}{after}"


def _fields(tree: Any) -> None:
    """MERGEFIELD fields, as Word writes them."""
    for text in [*tree.iter(f"{W}t")]:
        if not text.text or "@@" not in text.text:
            continue
        run = text.getparent()
        before, name, _after = text.text.split("@@")
        field = etree.Element(f"{W}fldSimple", {f"{W}instr": f" MERGEFIELD {name} \\* MERGEFORMAT "})
        inner = deepcopy(run)
        next(inner.iter(f"{W}t")).text = f"«{name}»"
        field.append(inner)
        run.addnext(field)
        if before:
            text.text = before
            text.set(SPACE, "preserve")
        else:
            run.getparent().remove(run)


# -- the workbook, described -------------------------------------------------------------------------------------------


def _workbook(base: Any) -> bytes:
    from congvan.formats.xlsx import template as xlsx

    names = ("district", "enterprise", "district_line", "enterprise_line", "reference", "title", "form_id")
    content = samples.roster_content(base, {**{name: _mark(name) for name in names}, "short_title": "Biểu"})
    data = (HOME / "templates/bieu.xlsx").read_bytes()
    return xlsx.compile_template(data, name="bieu.xlsx").render(content)


def describe(workbook: bytes) -> dict[str, Any]:
    """Sheets, cells, styles and rules as plain values; a value that varies is named under "key"."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    styles: list[dict[str, Any]] = []
    sheets = [_sheet(sheet, styles) for sheet in book.worksheets]
    names = {name: item.attr_text for name, item in book.defined_names.items()}
    return {"sheets": sheets, "styles": styles, "names": names}


def _sheet(sheet: Any, styles: list[dict[str, Any]]) -> dict[str, Any]:
    merged = {cell for area in sheet.merged_cells.ranges for cell in list(area.cells)[1:]}
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if (cell.row, cell.column) not in merged and (cell.value is not None or cell.has_style):
                value = cell.value
                key = value.strip("@") if isinstance(value, str) and value.startswith("@@") else ""
                cells.append([cell.row, cell.column, value, key, _style(cell, styles)])
    page = sheet.page_setup
    return {
        "title": sheet.title,
        "state": sheet.sheet_state,
        "cells": cells,
        "merged": sorted(str(area) for area in sheet.merged_cells.ranges),
        "widths": {name: item.width for name, item in sheet.column_dimensions.items()},
        "heights": {number: item.height for number, item in sheet.row_dimensions.items() if item.height},
        "rules": [_rule(rule) for rule in sheet.data_validations.dataValidation],
        "protected": sheet.protection.sheet,
        "paper": int(page.paperSize or 9),
        "fit": bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage),
        "repeat": sheet.print_title_rows or "",
        "margins": {side: getattr(sheet.page_margins, side) for side in ("left", "right", "top", "bottom")},
    }


def _style(cell: Any, styles: list[dict[str, Any]]) -> int:
    font, alignment = cell.font, cell.alignment
    style = {
        "font": font.name,
        "size": font.sz,
        "bold": bool(font.b),
        "italic": bool(font.i),
        "horizontal": alignment.horizontal,
        "vertical": alignment.vertical,
        "wrap": bool(alignment.wrap_text),
        "border": cell.border.left.style or "",
        "fill": cell.fill.fgColor.rgb[2:] if cell.fill.fill_type == "solid" else "",
        "format": cell.number_format,
        "locked": bool(cell.protection.locked),
    }
    if style not in styles:
        styles.append(style)
    return styles.index(style)


def _rule(rule: Any) -> dict[str, Any]:
    names = ("type", "operator", "formula1", "formula2", "errorTitle", "error", "promptTitle", "prompt")
    return {"area": str(rule.sqref), **{name: getattr(rule, name) for name in names}}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / ".work")
