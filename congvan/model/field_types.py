"""Base model of all facts, and the scalar types of the data files.

Why: the YAML reader returns every scalar as the string that was typed. Each type below defines which strings it accepts
and keeps them as typed: a phone stays `0934.531.666`, a time `16h00`, a count `02`.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from congvan.core.text import fold, same_words
from congvan.values.columns.choices import NO, YES
from congvan.values.columns.dates import day_of, wrong_day
from congvan.values.columns.phone_numbers import flaw as phone_flaw
from congvan.values.columns.words import EMAIL

BLANK = "blank"
"""Marks a value left blank on purpose, to be filled in by hand."""

SCALAR = {"type": ["string", "number", "boolean"]}


class Fact(BaseModel):
    """Base of all models of the data files: frozen, unknown keys forbidden."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    text_alone: ClassVar[bool] = False
    """Whether it may be written as a text instead of a mapping."""


class TextOrFact(Fact):
    """A fact that may be written as its text alone: `Lãnh đạo Sở` means `{text: Lãnh đạo Sở}`."""

    text_alone: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [SCALAR, handler(core)]}


def optional(description: str, default: Any = None) -> Any:
    """Declare a key that may be left out, with what is said of it in the schema."""
    return Field(default=default, description=description)


def model_error(code: str, **details: Any) -> PydanticCustomError:
    """Return a validation error: the id of its message and its values."""
    return PydanticCustomError(code, code, details)


def _text(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise model_error("text-empty")
    return value


ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"


def _id(value: str) -> str:
    if not re.fullmatch(ID_PATTERN, value):
        raise model_error("id-form", value=value)
    if len(value) > 80:
        raise model_error("id-long")
    return value


def _phone(value: str) -> str:
    if wrong := phone_flaw(value):
        raise model_error(f"phone-{wrong}", value=value)
    return value


def text_like(pattern: str, code: str, *, quoted: bool = True) -> AfterValidator:
    """Validate a text by a pattern; the error quotes the value if its message does."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise model_error(code, **({"value": value} if quoted else {}))
        return value

    return AfterValidator(check)


def _typed(pattern: str, code: str, convert: Callable[[str], Any]) -> BeforeValidator:
    """Convert a text that a pattern allows; any other type is left to pydantic."""

    def converted(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(pattern, value):
            raise model_error(code, value=value)
        return convert(value)

    return BeforeValidator(converted)


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    day = day_of(value)
    if day is None:
        wrong = wrong_day(value)
        raise model_error(wrong.id, **wrong.values)
    return day


def _yes_no(value: Any) -> Any:
    if not isinstance(value, str) or value in ("true", "false"):
        return value == "true" if isinstance(value, str) else value
    said = fold(value).strip()
    if said in YES or said in NO:
        raise model_error("yesno-form.meant", value=value, meant="true" if said in YES else "false")
    raise model_error("yesno-form", value=value)


def choices_stated(type_: str, choices: Sequence[str]) -> None:
    """Check the choices of a column or field. Raises a model error: missing, of another type, one alone, one twice."""
    if (type_ == "choice") != bool(choices):
        raise model_error("choices-missing" if type_ == "choice" else "choices-unfit", at="type")
    if len(choices) == 1:
        raise model_error("choices-one", at="choices", value=choices[0])
    for n, choice in enumerate(choices):
        if same_words(choice) in map(same_words, choices[:n]):
            raise model_error("choices-twice", at=("choices", n), value=choice)


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(SCALAR)]
"""Any text on one or more lines, not empty."""

Id = Annotated[
    str, BeforeValidator(_text), AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": ID_PATTERN})
]
"""An identifier, unique in its list; used in file names."""

Name = Annotated[str, text_like(r"[a-z][a-z0-9_]*", "name-form", quoted=False)]
"""A name used in templates: `facts.so_nguoi`."""

Phone = Annotated[str, BeforeValidator(_text), AfterValidator(_phone), WithJsonSchema(SCALAR)]
"""A Vietnamese phone number, mobile or landline, kept as typed."""


_EXTENSION = re.compile(r",? *\(?(?:số )?máy lẻ:? *[0-9]{1,5}\)?", re.IGNORECASE)


def _phones(value: str) -> str:
    for each in re.split(r"[;,/]|\s[-–]\s|\bvà\b", _EXTENSION.sub("", value)):
        _phone(" ".join(re.sub("[()]", " ", each).split()))
    return value


Phones = Annotated[Text, AfterValidator(_phones)]
"""One phone number or several, parted by a sign, with their extensions, as an office has them on its envelopes."""

Email = Annotated[Text, text_like(EMAIL.pattern, "email-form")]
"""An e-mail address."""

PlainText = Annotated[Text, text_like(r"[^{}]*", "text-braces")]
"""A text in which nothing is filled in: a person's name."""

Count = Annotated[str, BeforeValidator(_text), text_like(r"[0-9]{1,6}", "count-form"), WithJsonSchema(SCALAR)]
"""A whole number kept as typed: 02."""


def _abbreviation(value: str) -> str:
    letters = [char for char in value if char.isalpha()]
    small = sum(char.islower() for char in letters)
    if " " in value or not letters or small >= len(letters) - small:
        raise model_error("abbreviation-form", value=value)
    return value


Abbreviation = Annotated[Text, AfterValidator(_abbreviation)]
"""Letters that stand for a body in a symbol: STTTT, VPCP, TTg."""


def _place_name(value: str) -> str:
    if re.search(r"[,;:]|\bngày\b", value):
        raise model_error("place-form", value=value)
    return value


PlaceName = Annotated[Text, AfterValidator(_place_name)]
"""The place before a date: Lạng Sơn, Quận 1, TP. Hồ Chí Minh."""

_INTEGER = _typed(r"-?[0-9]{1,9}", "integer-form", int)
_DECIMAL = _typed(r"-?[0-9]{1,9}([.](?![0-9]{3}$)[0-9]{1,6})?", "decimal-form", float)
Integer = Annotated[int, _INTEGER, WithJsonSchema({"type": ["integer", "string"]})]
Decimal = Annotated[float, _DECIMAL, WithJsonSchema({"type": ["number", "string"]})]
Positive = Annotated[Integer, Field(ge=1)]
"""A whole number from 1 on: of rows, of a version."""
Millimetres = Annotated[Decimal, Field(gt=0, le=1000)]
"""A width or height on paper."""
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"type": ["boolean", "string"]})]
_DAY_SCHEMA = {"type": "string", "pattern": "^(\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4})$"}
Date = Annotated[datetime.date, BeforeValidator(_date), WithJsonSchema(_DAY_SCHEMA)]


class DateWithGaps(Fact):
    """A date of issue with parts left blank: `{day: blank, month: 8, year: 2020}`."""

    day: Text
    month: Text
    year: Text

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [_DAY_SCHEMA, handler(core)]}

    @property
    def known(self) -> datetime.date | None:
        """The date, None if a part is blank."""
        if BLANK in (self.day, self.month, self.year):
            return None
        return datetime.date(int(self.year), int(self.month), int(self.day))

    @property
    def last_possible(self) -> datetime.date | None:
        """The latest date that the blanks allow; None if the year is blank."""
        if self.year == BLANK:
            return None
        year, month = int(self.year), 12 if self.month == BLANK else int(self.month)
        return self.known or datetime.date(year, month, calendar.monthrange(year, month)[1])


def issue_date(text: str | None) -> DateWithGaps | None:
    """Parse a date of issue such as `2020-08-19` or `19/8/2020`; None if not given. Raises ValueError."""
    if text is None:
        return None
    date = day_of(text)
    if date is None:
        raise ValueError(text)
    return DateWithGaps(day=str(date.day), month=str(date.month), year=str(date.year))


def _date_with_gaps(value: Any) -> Any:
    if isinstance(value, str):
        day = _date(value)
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    if isinstance(value, dict):
        for key, low, high in (("day", 1, 31), ("month", 1, 12), ("year", 1900, 2999)):
            part = value.get(key)
            if isinstance(part, str) and part != BLANK and not (part.isdecimal() and low <= int(part) <= high):
                raise model_error("date-part", key=key, low=low, high=high)
        parts = [value.get(key) for key in ("year", "month", "day")]
        if all(isinstance(part, str) and part != BLANK for part in parts) and len(value) == 3:
            _date("-".join(str(part).zfill(2) for part in parts))
    return value


IssueDate = Annotated[DateWithGaps, BeforeValidator(_date_with_gaps)]
"""`2020-08-19`, or `{day: blank, month: 8, year: 2020}`."""


def _number(value: str) -> str:
    if value != BLANK and not (re.fullmatch(r"[0-9]{1,5}", value) and int(value)):
        raise model_error("number-form")
    return value


Number = Annotated[
    str, BeforeValidator(_text), AfterValidator(_number), WithJsonSchema({"type": ["string", "integer"]})
]
"""A serial number within the year, or blank."""
