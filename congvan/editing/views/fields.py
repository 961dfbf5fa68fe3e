"""What a form shows of a data file: its values as fields, with label, help, place and findings.

Fields follow the data model, so that a new key of it is a new field. Those of a fact, and the entries of a list, are
fields within the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.editing import history
from congvan.editing.findings import by_path, findings_of
from congvan.editing.shapes import SHORT, bare, choices_of, is_model, keys_of, model_of, pointer, type_at, whole_type
from congvan.editing.views.kinds import kind_of, refers_to
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_reader import KeyPath, Value, YamlSource, lookup, scan
from congvan.model.schema.labels import choice_label, example_of, help_of, label_of


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One of the values that a field may have, and what it is called."""

    value: str
    label: Message


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a data file as a form shows it.

    `pointer`: its path as one text, to save it by. `kind`: text, lines, body, date, issue-date, number, count, yes-no,
    choice, id, reference, condition; fact, list and map have `fields`. `value`: as typed, "" where there is none;
    `given`: whether it is in the file. `refers_to`: of a reference, what to choose from (`references.choices`).
    `short`: whether a fact is written as its text alone. `entry`: the model of the entries of a list, to add one.
    """

    path: KeyPath
    key: str
    kind: str
    label: Message
    help: Message | None = None
    example: Message | None = None
    value: str = ""
    given: bool = False
    required: bool = False
    default: str = ""
    choices: tuple[FieldChoice, ...] = ()
    refers_to: str = ""
    place: Place = field(default_factory=Place)
    findings: tuple[Problem, ...] = ()
    fields: tuple[Field, ...] = ()
    short: bool = False

    @property
    def pointer(self) -> str:
        """The path as one text."""
        return pointer(self.path)

    def every(self) -> Iterator[Field]:
        """Yield the field and all fields within it."""
        yield self
        for each in self.fields:
            yield from each.every()


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """The fields of a file, or of a fact in it; `findings`: what belongs to no field; `sha256`: to save them by.

    `readable`: whether the file can be read as YAML; where it cannot, the findings say why and there are no fields.
    """

    file: str
    sha256: str
    fields: tuple[Field, ...] = ()
    findings: tuple[Problem, ...] = ()
    readable: bool = True

    def every(self) -> Iterator[Field]:
        """Yield all fields, those within others too."""
        for each in self.fields:
            yield from each.every()

    def field(self, path: KeyPath) -> Field | None:
        """Return the field at a path."""
        return next((each for each in self.every() if each.path == path), None)


def field_group(assets: Assets, file: str, path: KeyPath = (), findings: list[Problem] | None = None) -> FieldGroup:
    """Return the fields of a data file, or of the fact or list at a path of it.

    `findings`: what is wrong in the project (`findings.findings_in`); by default what the file says by itself.
    """
    data = assets[file]
    source, version = scan(data, file), history.remember(data)
    told = findings_of(source) if findings is None else [each for each in findings if each.place.file == file]
    model = type_at(model_of(file), path)
    if source.data is None or model is None:
        return FieldGroup(file, version, findings=tuple(told), readable=source.data is not None)
    drawing = _Drawing(source, by_path(source, told))
    whole = drawing.field(path, model, None)
    shown = {problem for each in whole.fields for inner in each.every() for problem in inner.findings}
    rest = tuple(problem for problem in told if problem not in shown)
    return FieldGroup(file, version, whole.fields, rest)


def new_entry(file: str, path: KeyPath) -> tuple[Field, ...]:
    """Return the fields of an entry that is not there yet, for a list at a path. Raises `ProblemsFound`."""
    model = type_at(model_of(file), (*path, 0))
    if model is None:
        raise ProblemsFound(Problem(Message("edit-file", file=file), Place(file)))
    empty = YamlSource(file, "", {})
    made = _Drawing(empty, {}).field((*path, 0), model, None)
    return made.fields or (made,)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Draws the fields of one file."""

    source: YamlSource
    findings: Mapping[KeyPath, list[Problem]]

    def value(self, path: KeyPath) -> Any:
        return lookup(self.source.data, path)

    def field(self, path: KeyPath, annotation: Any, owner: type[BaseModel] | None) -> Field:
        """Return the field at a path, with those within it. `owner`: the model that it, or its list, is a key of."""
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        value, kind = self.value(path), kind_of(annotation, owner, key)
        if kind == "issue-date" and isinstance(value, dict):
            value = issue_date_text(value)
        made = Field(
            path,
            key,
            kind,
            label_of(owner, key),
            help_of(owner, key),
            example_of(owner, key),
            given=value is not None,
            choices=tuple(FieldChoice(each, choice_label(owner, key, each)) for each in choices_of(annotation)),
            refers_to=refers_to(owner, key),
            place=self.source.place(path),
            findings=tuple(self.findings.get(path, ())),
            fields=tuple(self._within(path, annotation, value, owner)),
            short=kind == "fact" and isinstance(value, str),
            value=value if isinstance(value, str) else "",
        )
        return made if owner is None or isinstance(path[-1], int) else _with_key(made, owner)

    def _within(self, path: KeyPath, annotation: Any, value: Value, owner: type[BaseModel] | None) -> Iterator[Field]:
        annotation = bare(annotation)
        if is_model(annotation) and kind_of(annotation, None, "") == "fact":
            for key, info in keys_of(annotation).items():
                yield self._key(path, key, whole_type(info), annotation, value)
        elif get_origin(annotation) is tuple and isinstance(value, list):
            for index in range(len(value)):
                yield replace(self.field((*path, index), get_args(annotation)[0], owner), label=_numbered(path, index))
        elif get_origin(annotation) is dict and isinstance(value, dict):
            for name in value:
                inner = self.field((*path, name), get_args(annotation)[1], None)
                yield replace(inner, label=Message("verbatim", text=name))

    def _key(self, path: KeyPath, key: str, annotation: Any, model: type[BaseModel], value: Value) -> Field:
        """Return the field of a key; where the fact is written as its text alone, the text is that of one key."""
        made = self.field((*path, key), annotation, model)
        if isinstance(value, str) and SHORT.get(model) == key:
            return replace(made, value=value, given=True, place=self.source.place(path))
        return made


def _numbered(path: KeyPath, index: int) -> Message:
    return Message("field-entry", number=index + 1)


def _with_key(made: Field, owner: type[BaseModel]) -> Field:
    """Return a field with what its model says of the key: whether it must be there, and what holds without it."""
    info = keys_of(owner)[made.key]
    default = info.default
    plain = default is not PydanticUndefined and isinstance(default, str | int | float | bool)
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    return replace(made, required=info.is_required(), default=shown if plain else "")


def issue_date_text(value: Mapping[str, Any]) -> str:
    """Return a date with gaps as it is shown: …/8/2020, a gap as three dots."""
    parts = (str(value.get(part, "")) for part in ("day", "month", "year"))
    return "/".join("…" if part in ("blank", "") else part for part in parts)
