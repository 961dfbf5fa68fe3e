"""Read a workbook template from Excel: check it, find its tags, and write its program.

The tags are documented in docs/xlsx.md. The order of the slots is the order of the values that the program yields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.core.templating.tags import TAG
from congvan.formats.xlsx.compiler import (
    SINGLE_TAG,
    ProgramSource,
    ValueSlot,
    find_problem,
    place_at,
    print_value,
    stream_environment,
)
from congvan.formats.xlsx.settings import marker
from congvan.formats.xlsx.workbook import workbook_texts

MAX_ROWS, MAX_COLUMNS = 5_000, 300  # of a template's used area
CONTROL = re.compile(r"\{%-?\s*(tr|tc)\s+(.*?)-?%\}", re.S)
SETTING = re.compile(r"\{%-?\s*(colspan|rowspan|cw|rh|pn|landscape|numfmt|align|rule)\b(.*?)-?%\}", re.S)
SETTINGS = {
    "colspan": "_span",
    "rowspan": "_rows",
    "cw": "_width",
    "rh": "_height",
    "pn": "_page",
    "landscape": "_across",
    "numfmt": "_format",
    "align": "_align",
    "rule": "_rule",
}
FORMULA = re.compile(r"\{%-?\s*formula\b(.*?)-?%\}", re.S)
KEYWORD = re.compile(r"(for|if|elif|else|endfor|endif|set)\b", re.S)
CLOSERS = {"endfor": ("for", "for-else"), "endif": ("if",), "elif": ("if",), "else": ("for", "if")}
OpenBlock = tuple[str, str, str, int]  # a block not yet closed: for or if, its cell, its tag, its number


@dataclass(slots=True)
class TemplateRow:
    """A row of a template; `slots`: by column, its slots.

    A plain row keeps its columns; in a flowing one (`{%tc %}`, `{%colspan %}`) cells follow one another.
    """

    flows: bool
    slots: dict[int, list[ValueSlot]] = field(default_factory=dict)


@dataclass(slots=True)
class ParsedTemplate:
    """A parsed template: its program, the slots outside the cells, and its rows by sheet and number."""

    program: ProgramSource
    slots: list[tuple[ValueSlot, Any]] = field(default_factory=list)  # with the key by which `expand` finds it
    sheets: list[dict[int, TemplateRow]] = field(default_factory=list)


def read(book: Any, name: str, strict: bool) -> ParsedTemplate:
    """Find every tag of the workbook. Raises `ProblemsFound` with all their problems."""
    return _TagReader(name, strict).read(book)


class _TagReader:
    """One pass over a workbook, collecting the program and the problems."""

    def __init__(self, name: str, strict: bool) -> None:
        self.name = name
        self.source = ParsedTemplate(ProgramSource())
        self.problems: list[Problem] = []
        self.env = stream_environment(strict)
        self.sheet = ""
        self.loops = 0

    def read(self, book: Any) -> ParsedTemplate:
        for slot, key, text in workbook_texts(book):
            title = book.worksheets[slot.sheet].title if slot.sheet >= 0 else ""
            if self.check(text, title, slot.where):
                code = "{% set _text %}" + text + "{% endset %}{{ _text }}"
                self.source.program.add(code, title, slot.where, text)
                self.source.slots.append((slot, key))
        for index, sheet in enumerate(book.worksheets):
            self.sheet = sheet.title
            self.source.sheets.append(self.read_sheet(index, sheet))
        if self.problems:
            raise ProblemsFound(self.problems)
        return self.source

    def check(self, text: str, sheet: str, where: str) -> bool:
        problem = find_problem(FORMULA.sub(r"{{ \1 }}", CONTROL.sub("", SETTING.sub("", text))), self.env)
        if problem:
            self.report(problem, where, sheet)
        return problem is None

    def report(self, problem: Problem, where: str, sheet: str = "") -> None:
        self.problems.append(problem._replace(place=place_at(self.name, sheet or self.sheet, where)))

    def read_sheet(self, index: int, sheet: Any) -> dict[int, TemplateRow]:
        if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
            message = Message("workbook-extent.sheet-reaches", found=f"{sheet.max_row} × {sheet.max_column}")
            self.report(Problem(message), "")
            return {}
        self.add_code(marker("S", index))
        rows: dict[int, TemplateRow] = {}
        by_row: dict[int, list[Any]] = {}
        for (r, _c), cell in sorted(sheet._cells.items()):
            by_row.setdefault(r, []).append(cell)
        stack: list[OpenBlock] = []
        for r in range(1, sheet.max_row + 1):
            cells = by_row.get(r, [])
            if any(m.group(1) == "tr" for cell in cells for m in CONTROL.finditer(text_of(cell))):
                self.tag_row(cells, stack)
            else:
                rows[r] = self.plain_row(index, r, cells)
        self.close(stack)
        return rows

    def add_code(self, text: str, where: str = "", tag: str = "") -> None:
        self.source.program.add(text, self.sheet, where, tag)

    def tag_row(self, cells: list[Any], stack: list[OpenBlock]) -> None:
        for cell in cells:
            text = text_of(cell)
            rest = CONTROL.sub("", text).strip()
            if rest or (text == "" and cell.value is not None):
                self.report(Problem(Message("template-row.row", text=rest or cell.value)), cell.coordinate)
            for match in CONTROL.finditer(text):
                self.control(match, cell.coordinate, stack)

    def plain_row(self, index: int, number: int, cells: list[Any]) -> TemplateRow:
        texts = {cell.column: text_of(cell) for cell in cells}
        flows = any(
            CONTROL.search(text) or any(m.group(1) == "colspan" for m in SETTING.finditer(text))
            for text in texts.values()
        )
        row = TemplateRow(flows)
        self.add_code(marker("R", number))
        stack: list[OpenBlock] = []
        by_column = {cell.column: cell for cell in cells}
        used = [column for column, cell in by_column.items() if cell.has_style or cell.value is not None]
        for column in range(1, max(used) + 1) if flows else sorted(by_column):
            cell = by_column.get(column)
            text = texts.get(column, "")
            controls = list(CONTROL.finditer(text))
            if controls:
                self.tag_cell(cell, text, stack)
                continue
            if flows:
                self.add_code(marker("C", column))
            if any(brace in text for brace in "{}｛｝"):
                row.slots[column] = self.cell(index, cell, text, flows)
        self.close(stack)
        return row

    def tag_cell(self, cell: Any, text: str, stack: list[OpenBlock]) -> None:
        """Read a cell of `{%tc %}` tags; it may set the row's height or the page number, and is not printed."""
        rest = CONTROL.sub("", SETTING.sub("", text)).strip()
        if rest:
            message = Message("template-row.cell", text=rest)
            self.report(Problem(message), cell.coordinate)
        for match in re.finditer(f"{CONTROL.pattern}|{SETTING.pattern}", text, re.S):
            if match.group(1):
                self.control(match, cell.coordinate, stack)
            else:
                self.setting(match.group(), cell.coordinate)

    def cell(self, index: int, cell: Any, text: str, flows: bool) -> list[ValueSlot]:
        """Add the settings and the text of one cell to the program; return the slots of its values."""
        where = cell.coordinate
        if not self.check(text, self.sheet, where):
            return []
        if not flows and SETTING.search(text):
            self.add_code(marker("C", cell.column))
        for match in SETTING.finditer(text):
            self.setting(match.group(), where)
        slots = []
        for piece, kind in pieces_of(cell):
            rest = SETTING.sub("", piece)
            if formula := FORMULA.search(rest):
                if formula[0] != rest.strip() or kind != "cell":
                    self.report(Problem(Message("template-row.formula", text=rest.strip())), where)
                    continue
                self.add_code(f"{{{{ {formula[1]} }}}}", where, formula[0])
                slots.append(ValueSlot("formula", index, where))
            elif TAG.search(rest):
                whole = kind == "cell"
                code = print_value(rest) if whole else "{% set _text %}" + rest + "{% endset %}{{ _text }}"
                self.add_code(code, where, rest.strip())
                slots.append(ValueSlot(kind, index, where))
        return slots

    def setting(self, tag: str, where: str) -> None:
        """Add a `{%cw %}`, `{%rh %}`, `{%pn %}` or `{%colspan %}` tag to the program."""
        name, code = SETTING.fullmatch(tag).groups()  # type: ignore[union-attr]  # it matches
        if name == "rh" and not code.strip():
            code = "0"
        value = f"{{{{ ({code})|{SETTINGS[name]} }}}}"
        if self.check(value, self.sheet, where):
            self.add_code(value, where, tag)

    def control(self, match: re.Match[str], where: str, stack: list[OpenBlock]) -> None:
        """Add a `{%tr %}` or `{%tc %}` tag; its nesting is checked here, where its cell is known."""
        scope, code = match.group(1), match.group(2).strip()
        word = KEYWORD.match(code)
        if not word:
            self.report(
                Problem(
                    Message("template-tag.known", tag=match.group()),
                    remedy=Message("template-tag.hint-use-endfor", scope=scope),
                ),
                where,
            )
            return
        head = word.group(1)
        opener = {
            "for": f"{{% {code} %}}{{% endfor %}}",
            "if": f"{{% {code} %}}{{% endif %}}",
            "set": f"{{% {code} %}}",
        }
        if head == "elif":
            opener["elif"] = f"{{% {code[2:]} %}}{{% endif %}}"
        if head in opener:
            self.check(opener[head], self.sheet, where)
        tag = match.group()
        if head in ("for", "if"):
            self.loops += 1
            stack.append((head, where, tag, self.loops))
        number = stack[-1][3] if stack else 0
        if head in CLOSERS:
            self.end_or_continue(head, where, tag, stack)
        self.add_code(f"{{% {code} %}}", where, tag)
        if head in ("for", "endfor"):
            self.add_code(marker("(" if head == "for" else ")", number))

    def end_or_continue(self, head: str, where: str, tag: str, stack: list[OpenBlock]) -> None:
        """Close the open block, or begin its next branch, if the tag may do so."""
        if not stack or stack[-1][0] not in CLOSERS[head]:
            message = Message("template-nesting", tag=tag)
            if stack:
                message = Message("template-nesting.after", tag=tag, open=stack[-1][2], cell=stack[-1][1])
            self.report(Problem(message), where)
            return
        opened = stack.pop()
        if head in ("elif", "else"):
            stack.append(("for-else" if opened[0] == "for" else opened[0], *opened[1:]))

    def close(self, stack: list[OpenBlock]) -> None:
        """Report the blocks that are still open."""
        for head, where, tag, _number in stack:
            end = re.sub(r"(tr|tc)\s.*", rf"\1 end{head.split('-')[0]} %}}", tag, flags=re.S)
            message, hint = Message("template-unclosed", tag=tag), Message("template-unclosed.hint-add-where", end=end)
            self.report(Problem(message, remedy=hint), where)
        stack.clear()


def text_of(cell: Any) -> str:
    """Return a cell's text, of all its runs; "" if it holds a number, a formula or nothing."""
    value = getattr(cell, "value", None)
    return str(value) if isinstance(value, str | list) and cell.data_type == "s" else ""


def pieces_of(cell: Any) -> list[tuple[str, str]]:
    """Return the texts of a cell with their kind: one ("cell"), or one a run ("rich") if no tag is split over runs."""
    value = cell.value
    if isinstance(value, str):
        return [(value, "cell")]
    runs = [run if isinstance(run, str) else run.text for run in value]
    if not all(map(balanced, runs)):
        return [(str(value), "cell")]
    if len(TAG.findall(SETTING.sub("", str(value)))) == 1 and SINGLE_TAG.fullmatch(SETTING.sub("", str(value)).strip()):
        return [(str(value), "cell")]
    return [(run, "rich") for run in runs]


def balanced(text: str) -> bool:
    rest = TAG.sub("", text)
    return not any(mark in rest for mark in ("{{", "}}", "{%", "%}"))
