"""What is wrong in a data file, and which of its values each finding belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from congvan.core.problems import Place, Problem, ProblemsFound, blocking
from congvan.editing.shapes import model_of
from congvan.model.dataset import DOCUMENTS, PAPERS
from congvan.model.lists.read import LISTS, head_of
from congvan.model.loader import load_sound
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.yaml_reader import KeyPath, YamlSource
from congvan.model.text_marks import marks_left
from congvan.model.validation import validated


def unreadable(source: YamlSource) -> list[Problem]:
    """Return the errors for which a file has no form: it can't be parsed, or is not what a file of its folder is; []
    for a file that has one.
    """
    whole = (dict, list) if source.file.startswith(LISTS) else list if source.file == DOCUMENTS else dict
    wrong = blocking(source.problems)
    return wrong or ([] if isinstance(source.data, whole) else blocking(findings_of(source)))


def findings_of(source: YamlSource) -> list[Problem]:
    """Return what is wrong with a file as far as it goes by itself: how it is written, and its model."""
    file, model = source.file, model_of(source.file)
    found = list(source.problems)
    if source.data is None or model is None or blocking(found):
        return found
    if file.startswith(LISTS) and isinstance(source.data, dict | list):
        return found + (head_of(source)[1] if isinstance(source.data, dict) else [])
    marks = marks_left(source) if file.startswith((DISPATCHES, PAPERS)) else ()
    return [*found, *validated(source.data, model, file, source.place)[1], *marks]


def findings_in(assets: Assets) -> list[Problem]:
    """Return what is wrong in all data files, and doubtful, as a build would tell it."""
    try:
        dataset = load_sound(assets)
        return [*dataset.warnings, *(problem for out in dataset.excluded.values() for problem in out.problems)]
    except ProblemsFound as stop:
        return list(stop.problems)


def by_path(source: YamlSource, problems: Iterable[Problem]) -> Mapping[KeyPath, list[Problem]]:
    """Return the findings of a file by the path of the innermost value that each is about; () for the file itself."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source.text))]
    found: dict[KeyPath, list[Problem]] = {}
    for problem in problems:
        if problem.place.file == source.file:
            found.setdefault(_path_at(source, problem.place, starts), []).append(problem)
    return found


def _path_at(source: YamlSource, place: Place, starts: list[int]) -> KeyPath:
    """Return the path of the innermost value or key at a place."""
    if not place.line or place.line > len(starts):
        return ()
    at = starts[place.line - 1] + max(place.column - 1, 0)
    for path, span in source.key_spans.items():
        if span.start <= at < span.end:
            return path
    best: KeyPath = ()
    for path, span in source.spans.items():
        if span.start <= at < max(span.end, span.start + 1) and len(path) > len(best):
            best = path
    return best
