"""Compile a template for a program, which needs no project: what docs/python.md promises.

Arguments are judged here, with a sentence for each that is wrong, and records become the values that templates
know; what a project builds comes by `formats.compile_template`, whose arguments the program itself has made.
"""

from __future__ import annotations

import copy
import dataclasses
import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from congvan import formats
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, UsageError, reason_of
from congvan.core.templating.environment import filters_given
from congvan.core.templating.pictures import pictures_given
from congvan.core.threads import one_at_a_time

Format = Literal["docx", "pdf", "pdf-by-libreoffice", "xlsx", "txt"]
Filters = Mapping[str, Callable[..., Any]]
_PLAIN = frozenset((str, int, bool, type(None)))


class CompiledTemplate:
    """A template of one format, for any number of records and threads."""

    def __init__(self, template: formats.Template, name: str, filters: Filters, assets: Mapping[str, bytes]) -> None:
        self._template, self._name, self._filters, self._assets = template, name, filters, assets

    @one_at_a_time
    def render(self, record: Any) -> bytes:
        """Return the file of one record: a mapping of names to values, a dataclass, or a row of a DataFrame.

        Raises `ProblemsFound` with every value that is missing, or that the file can't hold. UsageError: no record.
        """
        values = _names_to_values(record)
        if values is None:
            raise UsageError(Problem(Message("template-record", kind=type(record).__name__), Place(self._name)))
        with filters_given(self._filters), pictures_given(self._assets):
            return self._template.render(values)

    def names(self) -> frozenset[str]:
        """Return the dotted paths that the template reads from a record."""
        with filters_given(self._filters):
            return self._template.names()


@one_at_a_time
def compile_template(
    format: Format,
    template: bytes | str | os.PathLike[str],
    *,
    name: str = "",
    strict: bool = True,
    assets: Mapping[str, bytes] | None = None,
    filters: Filters | None = None,
) -> CompiledTemplate:
    """Compile a template: its bytes, or the path of its file. Raises `ProblemsFound` with every problem of it.

    `name`: what problems call it; of a file its path. `strict`: an undefined name or an empty value is an error; else
    a template of docxtpl is taken as docxtpl takes it. `assets`: the pictures, style sheets and parts that it names, by
    name. `filters`: your own, by name, called with a value. UsageError: an argument is wrong, or a file unreadable.
    """
    if format not in get_args(Format):
        said = format if isinstance(format, str) else type(format).__name__
        raise UsageError(Problem(Message("template-format", format=said), Place(name)))
    if not isinstance(assets or {}, Mapping) or not all(isinstance(each, bytes) for each in (assets or {}).values()):
        raise UsageError(Problem(Message("template-assets"), Place(name)))
    if not isinstance(template, bytes):
        if not isinstance(template, str | os.PathLike):
            raise UsageError(Problem(Message("template-argument", kind=type(template).__name__), Place(name)))
        name = name or os.fspath(template)
        try:
            template = Path(template).read_bytes()
        except OSError as error:
            raise UsageError(Problem(Message("file-unreadable", why=reason_of(error)), Place(name))) from None
    for key, function in (filters or {}).items():
        if not str(key).isidentifier() or not callable(function):
            raise UsageError(Problem(Message("template-filter", filter=str(key)), Place(name)))
    own, files = dict(filters or {}), dict(assets or {})
    with filters_given(own):
        compiled = formats.compile_template(format, template, name=name, strict=strict, assets=files)
    return CompiledTemplate(compiled, name, own, files)


def _names_to_values(record: Any) -> dict[str, Any] | None:
    """Return a record as plain values by name; None if it is no record."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        record = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    elif getattr(record, "ndim", None) == 1 and hasattr(record, "to_dict"):
        record = record.to_dict()
    return {name: plain(value) for name, value in record.items()} if isinstance(record, Mapping) else None


def plain(value: Any) -> Any:
    """Return a value as templates know it: numbers of numpy as Python's own, Series as lists, DataFrames as lists of
    rows, NaN, NaT and NA as missing (None); the rest as it is.

    Why by their names: neither library is imported for it.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or kind is tuple:
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if dataclasses.is_dataclass(kind):
        made = copy.copy(value)  # which keeps its properties
        for field in dataclasses.fields(value):
            object.__setattr__(made, field.name, plain(getattr(value, field.name)))
        return made
    if kind.__module__.partition(".")[0] in ("pandas", "numpy"):
        return _of_frames(value)
    return None if isinstance(value, float | Decimal) and value != value else value


def _of_frames(value: Any) -> Any:
    """Return a value of pandas or numpy as one of Python."""
    dimensions = getattr(value, "ndim", None)
    if dimensions == 2 and hasattr(value, "to_dict"):
        return plain(value.to_dict("records"))
    if dimensions is not None:
        if getattr(value.dtype, "kind", "") == "M" and hasattr(value, "astype"):
            value = value.astype("datetime64[us]")  # of nanoseconds numpy makes numbers
        return plain(value.tolist())
    return None if str(value) in ("NaT", "<NA>") else value
