"""Render XLSX from a workbook template: compiled once, each record merged in (docs/xlsx.md has the tags).

template = compile_template(workbook)
data = template.render({"rows": [{"name": "Nguyễn Thị Mẫu"}]})
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from congvan.core.cache import Cache, library
from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating.environment import context_paths
from congvan.core.threads import one_at_a_time
from congvan.formats.fastpath.collector import without_collector
from congvan.formats.fastpath.store import FastPaths
from congvan.formats.fastpath.ways import FILLED, LAID_OUT, RENDERED, WayCounter
from congvan.formats.xlsx.compiler import CAPTURED, ProgramRunner, ValueSlot, as_text, place_at
from congvan.formats.xlsx.fastpath import XlsxTracer, same_result
from congvan.formats.xlsx.fill import (
    FORBIDDEN_IN_XLSX,
    WorkbookShape,
    is_exact,
    legal_titles,
    may_be_forbidden,
    utf16_length,
)

if TYPE_CHECKING:
    from congvan.core.templating.bare_tags import BareTag
    from congvan.formats.xlsx.reader import ParsedTemplate

T = TypeVar("T")
VERSION = "3"  # of the compiled form
MAX_SHAPES, MAX_GAPS = 256, 500_000  # kept in memory: shapes, and gaps of all of them together
MOST_KEPT_GAPS = 50_000  # of a shape that is kept for others: a longer list hardly comes again as long
CELL_LIMIT = 32_767  # characters that Excel keeps in a cell


def compile_template(
    template: bytes,
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] = {},
    cache: Cache | None = None,
) -> XlsxTemplate:
    """Compile a workbook made in Excel. Raises `ProblemsFound` with every problem of its tags, each at its sheet and
    cell.

    `assets` is part of the interface of all formats; a workbook names no other file.
    """
    return XlsxTemplate(template, name, strict, cache)


class XlsxTemplate:
    """A compiled workbook template. `render` is pure, and imports openpyxl only for a structure not seen before."""

    def __init__(self, template: bytes, name: str, strict: bool, cache: Cache | None) -> None:
        self._data, self._name, self._strict, self._cache = template, name, strict, cache
        made_by = f"{VERSION} {library('openpyxl')} {strict}".encode()
        self._key = hashlib.sha256(b"\0".join([made_by, template])).hexdigest()
        self._shapes: OrderedDict[bytes, WorkbookShape] = OrderedDict()
        plan = self._stored(self._key)
        if plan is None:
            plan = self._as_template_problem(self._compile)
            if cache is not None:
                cache.put("xlsx", self._key, json.dumps(plan, ensure_ascii=False).encode())
        self._slots = [ValueSlot(*slot) for slot in plan["slots"]]
        self._sheets: list[str] = plan["sheets"]
        self._limited = [(i, slot.limit) for i, slot in enumerate(self._slots) if slot.limit < CELL_LIMIT]
        self._titled = [(i, slot.sheet) for i, slot in enumerate(self._slots) if slot.kind == "title"]
        self._runner = runner = ProgramRunner(plan["source"], [tuple(place) for place in plan["places"]], name, strict)
        self._tracer = XlsxTracer(runner) if strict else None
        self._fast_paths = FastPaths(self._tracer.trace, same_result, _printed) if self._tracer else None
        self.ways, self._runs = WayCounter(), 0

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from its context."""
        return context_paths(self._runner.env.parse(self._runner.source))

    def bare_tags(self) -> Sequence[BareTag]:
        """Return the values that the template always prints into texts with words, which are in no loop."""
        from congvan.core.templating.bare_tags import BareTag, bare_in_texts

        found: list[BareTag] = []
        for path, line in bare_in_texts(self._runner.env.parse(self._runner.source), CAPTURED):
            at = next((each for each in reversed(self._runner.places) if each[0] <= line), (0, "", "", ""))
            found.append(BareTag(path, f"{{{{ {path} }}}}", place_at(self._name, at[1], at[2])))
        return found

    @one_at_a_time
    def render(self, context: Mapping[str, Any], read: Callable[[], None] = lambda: None) -> bytes:
        """Render one record to XLSX; `read`: as of `LongTemplate`.

        Raises `ProblemsFound` with every value that a cell cannot hold exactly.
        """
        ran = self._runs
        structure, values = self._run(context)
        shape = self._shapes.get(structure)
        way = RENDERED if self._runs != ran else FILLED
        if shape is None:
            read()
            shape = self._shape(structure)
            way = LAID_OUT
        self.ways.count(way)
        self._check(values, shape)
        return shape.fill(values)

    @one_at_a_time
    def render_plainly(self, context: Mapping[str, Any]) -> bytes:
        """Render the same workbook by openpyxl alone: slow; tests compare `render` with it."""
        from congvan.formats.xlsx import expand, workbook
        from congvan.formats.xlsx import structure as xlsx_structure

        structure, values = self._run(context)
        self._check(values, self._shapes.get(structure) or self._shape(structure))
        book, source = self._read()
        layouts = xlsx_structure.read_structure(structure, source, [s.max_row for s in book.worksheets], self._name)
        expand.expand(book, source, layouts, expand.ValueFiller(values))
        members = workbook.open_members(self._data, self._name)
        return workbook.save(book, workbook.dates_of(members))

    def _run(self, context: Mapping[str, Any]) -> tuple[bytes, list[Any]]:
        traced = self._fast_paths.lookup(context) if self._fast_paths else None
        structure, values = traced if traced is not None else self._run_template(context)
        self._name_sheets(values)
        return structure, values

    def _run_template(self, context: Mapping[str, Any]) -> tuple[bytes, list[Any]]:
        try:
            structure, values = self._runner.run(context)
        except ProblemsFound:
            raise
        except Exception as error:  # a template may fail in as many ways as Python can
            problems = self._runner.diagnose(context)
            message = Message("template-value", why=foreign(error))
            raise ProblemsFound(problems or self._problem(message, -1, "")) from error
        self._runs += 1
        if self._fast_paths:
            self._fast_paths.observe(context, (structure, values))
        return structure, values

    def _name_sheets(self, values: list[Any]) -> None:
        if self._titled:
            named = {sheet for _index, sheet in self._titled}
            fixed = [title for number, title in enumerate(self._sheets) if number not in named]
            legal = legal_titles([as_text(values[index]) for index, _sheet in self._titled], fixed)
            for (index, _sheet), title in zip(self._titled, legal, strict=True):
                values[index] = title

    def _compile(self) -> dict[str, Any]:
        from congvan.formats.xlsx import workbook

        workbook.open_members(self._data, self._name)
        book, source = self._read()
        return {
            "source": source.program.source,
            "places": source.program.places,
            "slots": [[s.kind, s.sheet, s.where, s.limit] for s, _key in source.slots],
            "sheets": [sheet.title for sheet in book.worksheets],
        }

    def _read(self) -> tuple[Any, ParsedTemplate]:
        """Return the workbook and its parsed tags."""
        from congvan.formats.xlsx import reader, workbook

        book = workbook.load(self._data, self._name)
        return book, reader.read(book, self._name, self._strict)

    def _as_template_problem(self, action: Callable[[], T]) -> T:
        """Perform an action; a workbook that openpyxl reads but cannot handle is a problem of the template."""
        try:
            return action()
        except ProblemsFound:
            raise
        except Exception as error:  # openpyxl raises many kinds of errors
            message = Message("workbook-broken", error=foreign(str(error)[:200] or type(error).__name__))
            raise ProblemsFound(Problem(message, Place(file=self._name))) from error

    def _stored(self, key: str) -> Any:
        raw = self._cache.get("xlsx", key) if self._cache is not None else None
        return json.loads(raw) if raw is not None else None

    def _shape(self, structure: bytes) -> WorkbookShape:
        """Return the workbook of this structure: from the cache, or made by openpyxl once."""
        key = hashlib.sha256(self._key.encode() + structure).hexdigest()
        raw = self._cache.get("xlsx", key) if self._cache is not None else None
        if raw is not None:
            shape = WorkbookShape.load(raw)
        else:
            with without_collector():
                shape = self._as_template_problem(lambda: self._make(structure))
            if shape.gaps > MOST_KEPT_GAPS:
                return shape
            if self._cache is not None:
                self._cache.put("xlsx", key, shape.dump())
        self._shapes[structure] = shape
        while len(self._shapes) > MAX_SHAPES or (
            len(self._shapes) > 1 and sum(each.gaps for each in self._shapes.values()) > MAX_GAPS
        ):
            self._shapes.popitem(last=False)
        return shape

    def _make(self, structure: bytes) -> WorkbookShape:
        from congvan.formats.xlsx.rows.repeats import NotAlike

        try:
            return self._drawn(structure, repeats=True)
        except NotAlike:
            return self._drawn(structure, repeats=False)

    def _drawn(self, structure: bytes, repeats: bool) -> WorkbookShape:
        """Let openpyxl draw the workbook of this structure. `repeats`: of rows that are alike the first and last."""
        from congvan.formats.xlsx import expand, fill, workbook
        from congvan.formats.xlsx import structure as xlsx_structure
        from congvan.formats.xlsx.rows.cutting import cut_at_tokens
        from congvan.formats.xlsx.rows.repeats import UndrawnRows

        members = workbook.open_members(self._data, self._name)
        book, source = self._read()
        tokens = fill.TokenFiller(members)
        layouts = xlsx_structure.read_structure(structure, source, [s.max_row for s in book.worksheets], self._name)
        rows = [UndrawnRows(*each) for each in zip(book.worksheets, layouts, strict=True)] if repeats else []
        expand.expand(book, source, layouts, tokens, [each.like for each in rows])
        data = workbook.save(book, workbook.dates_of(members))
        return cut_at_tokens(data, tokens, xlsx_structure.places_of(layouts, source), rows)

    def _check(self, values: Sequence[Any], shape: WorkbookShape) -> None:
        """Check that every value can be kept exactly; the quick way first."""
        joined = "\n".join([value for value in values if type(value) is str])
        numbers = [value for value in values if type(value) is not str]
        if (
            (len(joined) * 2 <= CELL_LIMIT or max(map(len, joined.split("\n"))) * 2 <= CELL_LIMIT)
            and not (may_be_forbidden(joined) and FORBIDDEN_IN_XLSX.search(joined))
            and all(map(is_exact, numbers))
            and all(utf16_length(as_text(values[i])) <= limit for i, limit in self._limited)
        ):
            return
        problems = []
        for index, value in enumerate(values):
            limit = self._slots[index].limit if index < len(self._slots) else CELL_LIMIT
            message = self._refusal(value, limit)
            if message:
                problems.append(self._problem(message, *shape.places[index], values))
        if problems:
            raise ProblemsFound(problems)

    @staticmethod
    def _refusal(value: Any, limit: int) -> Message | None:
        if type(value) is not str:
            return None if is_exact(value) else Message("value-refused.number", value=value)
        if utf16_length(value) > limit:
            return Message("value-refused.long", count=utf16_length(value), limit=limit)
        bad = FORBIDDEN_IN_XLSX.search(value)
        if bad:
            return Message("value-refused.character", what=ascii(bad.group()))
        return None

    def _problem(self, message: Message, sheet: int, where: str, values: Sequence[Any] = ()) -> Problem:
        title = self._sheets[sheet] if sheet >= 0 else ""
        for index, titled in self._titled:
            if titled == sheet and values:
                title = as_text(values[index])
        return Problem(message, place_at(self._name, title, where), Message("value-refused.hint"))


def _printed(result: tuple[bytes, list[Any]]) -> int:
    """Return how many values a result shows."""
    return len(result[1])
