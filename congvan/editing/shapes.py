"""Which model a data file has, and which type is at a path of it; the short ways in which a fact may be written."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from congvan.model.dataset import PAPERS, SIGNAGE
from congvan.model.dispatch import Copy, Dispatch, Receiver
from congvan.model.forms.form import AttachmentSpec, OwedSpec, SignerLine
from congvan.model.forms.periods import DueSpec, PeriodSpec
from congvan.model.forms.tables import TableColumnSpec
from congvan.model.lists.head import ListFile
from congvan.model.loader import FILES
from congvan.model.papers import Paper, PaperReceiver
from congvan.model.project.assets import dispatch_id
from congvan.model.project.yaml_reader import KeyPath, Value
from congvan.model.signage import Signage

LISTS = "data/lists/"
SHORT: Mapping[type[BaseModel], str] = {
    Receiver: "text",
    PaperReceiver: "text",
    Copy: "text",
    SignerLine: "title",
    OwedSpec: "when",
    PeriodSpec: "each",
    DueSpec: "deadline",
    AttachmentSpec: "label",
    TableColumnSpec: "id",
}
"""Facts that may be written as one text, and the key that this text then is."""


def model_of(file: str) -> Any:
    """Return the model of a data file by its path; None for a file that is none."""
    if file in FILES:
        return FILES[file].model
    if dispatch_id(file):
        return Dispatch
    for folder, model in ((SIGNAGE, Signage), (PAPERS, Paper), (LISTS, ListFile)):
        if file.startswith(folder) and file.endswith(".yaml"):
            return model
    return None


def bare(annotation: Any) -> Any:
    """Return a type without Optional, Annotated and other ways of writing the same: a model or tuple before a text."""
    while get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        options = [bare(each) for each in get_args(annotation) if each is not type(None)]
        return next((each for each in options if is_model(each)), options[0])
    return annotation


def is_model(annotation: Any) -> bool:
    """Whether a type is a model."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the keys of a model as they are written: its own in their order, then those of what it is built on."""
    model.model_rebuild()  # what is built when it is first read has names of types that are further below
    own = [name for name in model.model_fields if name in model.__annotations__]
    names = [*own, *(name for name in model.model_fields if name not in own)]
    fields = model.model_fields
    return {fields[name].alias or name: fields[name] for name in names if not fields[name].exclude}


def inside(annotation: Any, step: str | int) -> Any:
    """Return the type one step further in; None if there is none."""
    annotation = bare(annotation)
    if is_model(annotation):
        info = keys_of(annotation).get(str(step))
        return whole_type(info) if info else None
    arguments = get_args(annotation)
    if get_origin(annotation) is dict and len(arguments) == 2:
        return arguments[1]
    if get_origin(annotation) is tuple and arguments:
        return arguments[0]
    return None


def whole_type(info: FieldInfo) -> Any:
    """Return the type of a key as its model states it, with what pydantic keeps apart from it."""
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def type_at(annotation: Any, path: KeyPath) -> Any:
    """Return the type at a path; None if there is none."""
    for step in path:
        annotation = inside(annotation, step)
    return annotation


def choices_of(annotation: Any) -> tuple[str, ...]:
    """Return the texts that a value may be, where it is one of a few."""
    annotation = bare(annotation)
    return tuple(str(each) for each in get_args(annotation)) if get_origin(annotation) is Literal else ()


def keys_above(file: str, path: KeyPath) -> list[str]:
    """Return the keys that are above a key in its model, so that a new one comes to its usual place."""
    model = bare(type_at(model_of(file), path[:-1]))
    if not is_model(model) or not path:
        return []
    keys = list(keys_of(model))
    return keys[: keys.index(str(path[-1]))] if path[-1] in keys else keys


def short_key(file: str, path: KeyPath) -> str:
    """Return the key that a text alone is, at a path where a fact may be written so; "" where it may not."""
    return SHORT.get(bare(type_at(model_of(file), path)), "")


def pointer(path: KeyPath) -> str:
    """Return a path as one text, as JSON pointers are written: /signers/0/name."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def path_of(text: str, data: Value) -> KeyPath:
    """Return the path of a pointer; what is a number is an entry of a list, unless a mapping is there."""
    path: list[str | int] = []
    if text == ".":  # the file as a whole: a form can't send an empty text
        return ()
    for step in text.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        number = step.isdecimal() and not isinstance(data, dict)
        path.append(int(step) if number else step)
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and number:
            data = data[int(step)] if int(step) < len(data) else None
        else:
            data = None
    return tuple(path)
