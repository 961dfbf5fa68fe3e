"""Where the findings of data and decree are on the pages of a draft, and which value of its file each leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.text import fold
from congvan.core.units import pt_to_mm
from congvan.editing.findings import by_path
from congvan.editing.shapes import pointer
from congvan.model.project.yaml_reader import KeyPath, YamlSource
from congvan.pipeline.rendering.inspection import decree_findings

if TYPE_CHECKING:
    from congvan.nd30.rules.base import Location

SHORTEST = 6
"""Letters that have to be the same before a text is taken for that of a value."""
_LAYOUT = (
    *("-SIZE", "-WEIGHT", "-SLANT", "-CENTRED", "-ALIGN", "-INDENT", "-GAP", "-SPACING", "-EDGE", "-COLUMN", "-RULE"),
    *("-LEFT", "-RIGHT", "-TOP", "-BOTTOM", "-FACE", "-COLOUR", "NUMBER-FIRST", "-STYLE", "-PAGES", "-LEVEL"),
)
"""How the ids of rules end that judge how words are set: a paper has that from its template, whatever its words are."""
_STARTS = (40, 24, 12)  # characters of a source line that are looked for on the pages, the most first


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """A finding: its page from 1 (0: unknown), how far down and across it, from 0 to 1, and the pointer of the value
    that it is about; "" if that is none of the file.
    """

    problem: Problem
    page: int = 0
    down: float = 0.0
    across: float = 0.0
    field: str = ""


def data_fields(problems: Sequence[Problem], source: YamlSource) -> dict[Problem, str]:
    """Return the pointers of the values that findings of a file are about; of a missing one where it belongs."""
    fields: dict[Problem, str] = {}
    for path, found in by_path(source, problems).items():
        for problem in found:
            missing = problem.message.values.get("key") if problem.code == "key-missing" else None
            if about := (*path[:-1], str(missing)) if missing else path:
                fields[problem] = pointer(about)
    return fields


def draft_findings(
    pdf: bytes,
    path: str,
    sizes: Sequence[tuple[float, float]],
    problems: Sequence[Problem],
    source: YamlSource,
    left_out: Collection[str] = (),
    template: bytes = b"",
) -> tuple[DraftFinding, ...]:
    """Return the findings of the data, where what is said there is printed, and those of the decree's check.

    `path`: "" for a file that the decree's check is not for; `left_out`: ids of rules that the office does not apply;
    `template`: the DOCX whose pages the file has.
    """
    fields = data_fields(problems, source)
    judged = decree_findings(path, pdf, template) if path else ()
    found = [each for each in judged if each[0].code not in left_out]
    return (*_of_data(pdf, problems, fields, source), *_of_decree(found, sizes, source))


def _of_decree(
    found_by_rule: Sequence[tuple[Problem, Location]], sizes: Sequence[tuple[float, float]], source: YamlSource
) -> Iterator[DraftFinding]:
    values = [(at, _plain(value)) for at, value in _texts(source.data)]
    for problem, location in found_by_rule:
        if problem.code.endswith(_LAYOUT):  # a form has no button for what Word calls Ctrl+J
            problem = problem._replace(remedy=Message("draft-of-template"))
        field = pointer(found) if (found := _value_with(_plain(location.text), values)) else ""
        page, box = problem.place.page, location.box
        if box is None or not 1 <= page <= len(sizes):
            yield DraftFinding(problem, field=field)
            continue
        wide, high = (each * pt_to_mm(1) for each in sizes[page - 1])
        yield DraftFinding(problem, page, min(box.y0 / high, 1.0), min(box.x0 / wide, 1.0), field)


def _of_data(
    pdf: bytes, problems: Sequence[Problem], fields: dict[Problem, str], source: YamlSource
) -> Iterator[DraftFinding]:
    import pypdfium2

    if not problems:
        return
    lines = re.split(r"\r\n|\r|\n", source.text)
    document = pypdfium2.PdfDocument(pdf)
    try:
        for problem in problems:
            field = fields.get(problem, "")
            place = problem.place
            there = place.file == source.file and 0 < place.line <= len(lines)
            words = lines[place.line - 1][max(place.column - 1, 0) :] if there else ""
            page, down, across = _printed(document, re.sub(r"^[\w-]+:\s+", "", words.strip(" -\"'")))
            yield DraftFinding(problem, page, down, across, field)
    finally:
        document.close()


def _printed(document: Any, words: str) -> tuple[int, float, float]:
    """Return where on the pages some words are printed first."""
    for start in _STARTS:
        looked_for = words[:start].strip()
        if len(looked_for) < min(start, SHORTEST):
            continue
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            at = text.search(looked_for, match_case=True).get_next()
            if at is not None:
                wide, high = page.get_size()
                left, _bottom, _right, top = text.get_charbox(at[0])
                return number + 1, min(max(1 - top / high, 0.0), 1.0), min(max(left / wide, 0.0), 1.0)
    return 0, 0.0, 0.0


def _texts(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield the texts of a file with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(each, (*path, key))


def _plain(text: str) -> str:
    """Return a text as it can be compared with its print: lines are broken elsewhere there."""
    return " ".join(fold(text).split())


def _value_with(words: str, values: Iterable[tuple[KeyPath, str]]) -> KeyPath | None:
    """Return the path of the value that printed words come from: the one that has most of them."""
    best: tuple[int, KeyPath] | None = None
    for path, value in values:
        if value in words:
            same = len(value)
        else:
            same = max((len(part) for part in (words, words[:40], words[-40:], words[:20]) if part in value), default=0)
        if same >= SHORTEST and (best is None or same > best[0]):
            best = same, path
    return best[1] if best else None
