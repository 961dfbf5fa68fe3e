"""Messages: code holds an id and values; the English or Vietnamese sentence is looked up when the message is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from congvan.core.i18n import catalogue, language

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing is not imported for --help
    from typing import Any, Protocol, TypeAlias

    class Translatable(Protocol):
        """Any value with a text in each language: a Message or a Place."""

        def text(self, spoken: str = "") -> str: ...

    Value: TypeAlias = str | int | float | Translatable


class Message:
    """A sentence identified by its id in the catalogue, with values for its placeholders: plain values, messages or
    places.

    An id is a code ("file-kind"), or a code and a variant ("file-kind.markup"). Values of any other type are stored as
    text. A message used as a value can also use the values of the message around it. Messages with equal id and values
    are equal; they are hashable and picklable.
    """

    __slots__ = ("id", "values")

    id: str
    values: Mapping[str, Value]

    def __init__(self, id_: str, /, **values: object) -> None:
        self.id = id_
        self.values = {name: _plain(value) for name, value in values.items()}

    @property
    def code(self) -> str:
        """The id without the variant."""
        return self.id.partition(".")[0]

    def given(self, **values: object) -> Message:
        """Return a copy with additional values."""
        return Message(self.id, **{**self.values, **values})

    def text(self, spoken: str = "", around: Mapping[str, Value] | None = None) -> str:
        """Format the sentence in the given language, by default the current one. An id missing from the catalogue is
        shown with its values. `around`: values of the enclosing message.
        """
        sentence = template(self.id, spoken, self.values.get("count"))
        if sentence is None:
            return f"{self.id} ({', '.join(f'{name}={_text(value, spoken)}' for name, value in self.values.items())})"
        return sentence.format_map(_ShownValues({**around, **self.values} if around else self.values, spoken))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Message({', '.join([repr(self.id), *(f'{name}={value!r}' for name, value in self.values.items())])})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.id, self.values) == (other.id, other.values)

    def __hash__(self) -> int:
        return hash((self.id, tuple(self.values.items())))


class Figures(str):
    """Numbers as text, with their units: “30.4”, “1.25 × + 6 pt”. Vietnamese shows them with decimal commas."""

    __slots__ = ()


def figure(number: float, places: int = 1) -> Figures:
    """Return a number for a message, with that many decimal places."""
    return Figures(f"{number:.{places}f}")


def verbatim(text: object) -> Message:
    """Wrap a text of a library or a file that is shown unchanged."""
    return Message("verbatim", text=text)


def shown_values(message: Message) -> dict[str, str | int | float]:
    """Return the values as plain data for other programs: numbers unchanged, everything else as text."""
    return {name: _text(value, "", message.values) for name, value in message.values.items()}


class Foreign:
    """Words of a library, which are English: shown as they are in English, else by what they mean to the reader."""

    __slots__ = ("words",)

    def __init__(self, words: object) -> None:
        self.words = str(words)

    def text(self, spoken: str = "") -> str:
        """Return the words, or what they mean in another language."""
        if (spoken or language()) == "en":
            return self.words
        for fragment, meant in _MEANT:
            if fragment in self.words:
                said = self.words.rpartition(_IN_ITS_PLACE)[2] or self.words  # what is there, not what was expected
                quoted = _QUOTED.search(said)
                name = next(filter(None, quoted.groups()), "") if quoted else ""
                return meant.given(name=name).text(spoken)
        return Message("foreign-words").text(spoken)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"Foreign({self.words!r})"

    def __eq__(self, other: object) -> bool:
        return self.words == (other.words if isinstance(other, Foreign) else other)

    def __hash__(self) -> int:
        return hash(self.words)


_QUOTED = re.compile(r"'([^']*)'|`([^`]*)`")
_IN_ITS_PLACE = ", got "
_MEANT: tuple[tuple[str, Message], ...] = (
    ("Relative URI reference", Message("foreign-words.address")),
    ("Failed to load image", Message("foreign-words.image")),
    ("Failed to render SVG", Message("foreign-words.image")),
    ("Failed to load stylesheet", Message("foreign-words.style-sheet")),
    ("unknown property", Message("foreign-words.style-name")),
    ("unknown descriptor", Message("foreign-words.style-name")),
    ("Ignored `", Message("foreign-words.style-value")),
    ("nvalid or unsupported selector", Message("foreign-words.style-rule")),
    ("Parse error", Message("foreign-words.style-rule")),
    (" rule", Message("foreign-words.style-rule")),
    ("anchor", Message("foreign-words.anchor")),
    ("Anchor", Message("foreign-words.anchor")),
    ("Font-face", Message("foreign-words.face")),
    ("codec can't decode", Message("foreign-words.encoding")),
    ("No filter named", Message("foreign-words.filter")),
    ("No test named", Message("foreign-words.filter")),
    ("has no attribute", Message("foreign-words.name")),
    ("is undefined", Message("foreign-words.name")),
    ("the value is missing", Message("foreign-words.missing")),
    ("a list or a mapping", Message("foreign-words.several")),
    ("unknown tag", Message("foreign-words.tag")),
    ("Unexpected end of template", Message("foreign-words.end")),
    ("Expected an expression", Message("foreign-words.nothing")),
    ("expected token", Message("foreign-words.form")),
    ("unexpected", Message("foreign-words.form")),
    ("unsupported operand", Message("foreign-words.kinds")),
    ("can only concatenate", Message("foreign-words.kinds")),
    ("not supported between", Message("foreign-words.kinds")),
    ("must be str", Message("foreign-words.kinds")),
    ("could not convert", Message("foreign-words.kinds")),
    ("division", Message("foreign-words.zero")),
    ("zip file", Message("foreign-words.package")),
    ("not a database", Message("foreign-words.database")),
    ("malformed", Message("foreign-words.database")),
    ("locked", Message("foreign-words.locked")),
    ("not allowed", Message("foreign-words.unsafe")),
    ("unsafe", Message("foreign-words.unsafe")),
)
"""Words of libraries, with the ids of what they mean."""


def foreign(words: object) -> Message | Foreign:
    """Return words of a library, or of its error, for a message; our own message where the error brings one."""
    brought = words.args[0] if isinstance(words, Exception) and words.args else words
    return brought if isinstance(brought, Message) else Foreign(words)


def as_plain(message: Message) -> dict[str, Any]:
    """Serialize the message as plain data for storage."""
    values = {n: as_plain(v) if isinstance(v, Message) else _kept(v) for n, v in message.values.items()}
    return {"id": message.id, "values": values}


def from_plain(kept: Any) -> Message:
    """Restore a message from `as_plain`."""
    return Message(kept["id"], **{n: from_plain(v) if isinstance(v, dict) else v for n, v in kept["values"].items()})


def template(id_: str, spoken: str = "", count: object = None) -> str | None:
    """Return the catalogue text of an id with its placeholders, or None if there is none; `count` selects the plural
    form.
    """
    translations = catalogue("messages", spoken or language())
    text = translations.ngettext(id_, id_, count) if isinstance(count, int) else id_
    text = translations.gettext(id_) if text == id_ else text
    return None if text == id_ else text


class _Vietnamese:
    """A number whose decimal places are behind a comma, its thousands before points: 30,4 and 2.000.000."""

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).translate(_POINT_AND_COMMA)


class _VietnameseInteger(_Vietnamese, int):
    pass


class _VietnameseNumber(_Vietnamese, float):
    pass


def _with_commas(figures: str) -> str:
    """Return figures with a comma for each decimal point; a comma between two of them stays."""
    parts = figures.split(".")
    points = ("," if one[-1:].isdigit() and two[:1].isdigit() else "." for one, two in pairwise(parts))
    return parts[0] + "".join(f"{point}{part}" for point, part in zip(points, parts[1:], strict=True))


_POINT_AND_COMMA = str.maketrans(".,", ",.")
_VIETNAMESE: Mapping[type, Callable[[Any], Any]] = {
    int: _VietnameseInteger,
    float: _VietnameseNumber,
    Figures: _with_commas,
}


class _ShownValues:
    """Mapping for `format_map`: formats each value of a message when its placeholder is read."""

    def __init__(self, values: Mapping[str, Value], spoken: str) -> None:
        self._values, self._spoken = values, spoken

    def __getitem__(self, name: str) -> str | int | float:
        shown = _text(self._values[name], self._spoken, self._values)
        if type(shown) in _VIETNAMESE and (self._spoken or language()) == "vi":
            formatted: str | int | float = _VIETNAMESE[type(shown)](shown)
            return formatted
        return shown


def _text(value: Value, spoken: str, around: Mapping[str, Value] | None = None) -> str | int | float:
    if isinstance(value, Message):
        return value.text(spoken, around)
    return value if isinstance(value, str | int | float) else value.text(spoken)


def _kept(value: Value) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)


def _plain(value: object) -> Value:
    plain = isinstance(value, str | int | float) or callable(getattr(value, "text", None))
    return value if plain else str(value)  # type: ignore[return-value]  # what has a text is Shown
