"""XlsxWriter in memory: the roster's workbook, written anew for each record (it can do nothing else)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import xlsxwriter

MODES = ("in memory",)
BORDERS = {"": 0, "thin": 1, "medium": 2}
VALIDATE = {"textLength": "length", "list": "list", "custom": "custom"}


def style_of(plain: dict[str, Any]) -> dict[str, Any]:
    found = {
        "font_name": plain["font"],
        "font_size": plain["size"],
        "bold": plain["bold"],
        "italic": plain["italic"],
        "align": plain["horizontal"] or "",
        "valign": {"center": "vcenter", "top": "top", "bottom": "bottom"}.get(plain["vertical"] or "bottom"),
        "text_wrap": plain["wrap"],
        "border": BORDERS[plain["border"]],
        "num_format": plain["format"],
        "locked": plain["locked"],
    }
    return found | ({"bg_color": f"#{plain['fill']}"} if plain["fill"] else {})


def rule_of(rule: dict[str, Any]) -> dict[str, Any]:
    first = f"={rule['formula1']}"
    found = {
        "validate": VALIDATE[rule["type"]],
        "error_title": rule["errorTitle"],
        "error_message": rule["error"],
        "input_title": rule["promptTitle"],
        "input_message": rule["prompt"],
    }
    if rule["type"] == "textLength":
        return found | {"criteria": "between", "minimum": int(rule["formula1"]), "maximum": int(rule["formula2"])}
    return found | ({"source": first} if rule["type"] == "list" else {"value": first})


class Workbooks:
    def __init__(self, book: dict[str, Any]) -> None:
        self._sheets, self._names = book["sheets"], book["names"]
        self._styles = [style_of(style) for style in book["styles"]]
        self._rules = [[(rule["area"], rule_of(rule)) for rule in sheet["rules"]] for sheet in self._sheets]

    def write(self, record: Any, path: Path) -> None:
        made = xlsxwriter.Workbook(path, {"in_memory": True})
        styles = [made.add_format(style) for style in self._styles]
        for plain, rules in zip(self._sheets, self._rules, strict=True):
            self._sheet(made, plain, rules, styles, record)
        for name, where in self._names.items():
            made.define_name(name, f"={where}")
        made.set_properties({"title": record["title"]})
        made.close()

    @staticmethod
    def _sheet(made: Any, plain: Any, rules: Any, styles: list[Any], record: Any) -> None:
        sheet = made.add_worksheet(plain["title"])
        if plain["state"] != "visible":
            sheet.very_hidden()
        merged = {area.partition(":")[0]: area for area in plain["merged"]}
        for row, column, value, key, style in plain["cells"]:
            value = record[key] if key else value
            area = merged.get(f"{'ABCDEFGHIJ'[column - 1]}{row}")
            if area:
                sheet.merge_range(area, value or "", styles[style])
            elif value is None:
                sheet.write_blank(row - 1, column - 1, None, styles[style])
            else:
                sheet.write_string(row - 1, column - 1, str(value), styles[style])
        for name, width in plain["widths"].items():
            sheet.set_column(f"{name}:{name}", width)
        for number, height in plain["heights"].items():
            sheet.set_row(int(number) - 1, height)
        for area, rule in rules:
            sheet.data_validation(area, rule)
        if plain["protected"]:
            sheet.protect("", {"insert_rows": True, "format_columns": True, "format_rows": True})
        sheet.set_paper(plain["paper"])
        if plain["fit"]:
            sheet.fit_to_pages(1, 0)
        if plain["repeat"]:
            first, _, last = plain["repeat"].replace("$", "").partition(":")
            sheet.repeat_rows(int(first) - 1, int(last) - 1)
        sheet.set_margins(**plain["margins"])


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    return Workbooks(json.loads((folder / "workbook.json").read_text("utf-8")))
