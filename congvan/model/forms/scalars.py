"""Types of the values of forms: expressions, names of a form, weekdays, times."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from congvan.core.text import fold
from congvan.model.field_types import SCALAR, Fact, Text, model_error

ExpressionText = Annotated[str, BeforeValidator(lambda value: value), WithJsonSchema(SCALAR)]
"""An expression of the data language, as typed: `thon.xa == xa`."""

DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
"""The days of the week, Monday first, as they are typed and printed."""

_OTHER_DAYS = {
    **{f"thu {n}": n - 2 for n in range(2, 8)},
    **{f"t{n}": n - 2 for n in range(2, 8)},
    **{f"thu {word}": n for n, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    "chu nhat": 6,
    "cn": 6,
}


def weekday_of(text: str) -> int | None:
    """Return the number of a day of the week, Monday 0; None if the text names none."""
    return _OTHER_DAYS.get(re.sub(r"\s+", " ", fold(text)).strip())


def _weekday(value: str) -> str:
    number = weekday_of(value)
    if number is None:
        raise model_error("weekday-unknown", value=value)
    return DAYS[number]


def name_of(identifier: str) -> str:
    """Return an id as expressions and templates write it: `don-vi` is `don_vi`."""
    return identifier.replace("-", "_")


def _dimension(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", value):
        raise model_error("dimension-form", value=value)
    return name_of(value)


def time_of(text: str) -> datetime.time | None:
    """Return the time of day that 16h00, 16h, 16:00 or 16 giờ 30 phút means; None for anything else."""
    match = re.fullmatch(r"([01]?[0-9]|2[0-3])(?:[hg:]([0-5][0-9])?| giờ(?: ([0-5][0-9])(?: phút)?)?)", text.strip())
    return datetime.time(int(match[1]), int(match[2] or match[3] or 0)) if match else None


def _time(value: Any) -> Any:
    if isinstance(value, str):
        found = time_of(value)
        if found is None:
            raise model_error("time-form", value=value)
        return found
    return value


def _time_text(value: str) -> str:
    _time(value)
    return value


TimeText = Annotated[Text, AfterValidator(_time_text)]
"""A time of day, kept and printed as typed."""


class ShortFact(Fact):
    """A fact that may be written shorter, as a text or a list; fields that only the short way fills are no keys."""

    text_alone: ClassVar[bool] = True
    lists: ClassVar[bool] = False

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        made = handler(core)
        written = handler.resolve_ref_schema(made)
        for name, field in cls.model_fields.items():
            if field.exclude:
                written["properties"].pop(name, None)
        return {"anyOf": [SCALAR, *([{"type": "array"}] if cls.lists else []), made]}


class OneOrMore:
    """For the schema of editors: a text alone, or a list of texts, is what the model makes of it."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}, handler(core)]}


ONE_OR_MORE = OneOrMore()


def as_list(value: Any) -> Any:
    """Return a text that stands alone as a list of one. Raises a model error for a list in round brackets."""
    if isinstance(value, str) and re.fullmatch(r"\(.*[,;].*\)|\(.*\) *[,;].*", value.strip(), re.DOTALL):
        raise model_error("list-round", items=_items(value))
    return [value] if isinstance(value, str) else value


def as_items(value: Any) -> Any:
    """Return a text that stands alone as a list of one; of several in a row it can't be told where each ends."""
    if isinstance(value, str) and re.search(r"[,;] ", value) and not value.startswith("("):
        raise model_error("list-bare", items=_items(value))
    return as_list(value)


def _items(value: str) -> str:
    """Return a list typed as a text, as it is to be typed."""
    return ", ".join(filter(None, (each.strip(" ()") for each in re.split(r"[,;]", value))))


Weekday = Annotated[Text, AfterValidator(_weekday), WithJsonSchema({"enum": list(DAYS)})]
"""A day of the week: thứ Hai … Chủ nhật."""

DimensionName = Annotated[Text, AfterValidator(_dimension)]
"""The name of a dimension, with underscores: `don_vi`."""

TimeOfDay = Annotated[
    datetime.time, BeforeValidator(_time), WithJsonSchema({"type": "string", "pattern": "^\\d{1,2}[hg:](\\d{2})?$"})
]
"""A time of day: 16h00."""
