"""Messages: an id and its values in the code, English and Vietnamese in the catalogue, chosen where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.i18n import catalogue, language

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing is not imported for --help
    from typing import Any, Protocol, TypeAlias

    class Translatable(Protocol):
        """What has a text in each language: a Message, a Place."""

        def text(self, spoken: str = "") -> str: ...

    Value: TypeAlias = str | int | float | Translatable


class Message:
    """A sentence by its id in the catalogue, with the values that fill it: plain, or messages and places themselves.

    An id is a code ("file-kind"), or a code and which of its sentences ("file-kind.markup"). Values of any other type
    are kept as their text. A message that is a value also has the values of the one round it. Two messages are equal
    when id and values are; they hash and pickle.
    """

    __slots__ = ("id", "values")

    id: str
    values: Mapping[str, Value]

    def __init__(self, id_: str, /, **values: object) -> None:
        self.id = id_
        self.values = {name: _plain(value) for name, value in values.items()}

    @property
    def code(self) -> str:
        """The id without what tells the sentences of one code apart."""
        return self.id.partition(".")[0]

    def given(self, **values: object) -> Message:
        """The same with further values."""
        return Message(self.id, **{**self.values, **values})

    def text(self, spoken: str = "", around: Mapping[str, Value] | None = None) -> str:
        """The sentence in a language, by default that which is spoken now; an id that is not in the catalogue is shown
        with its values. `around`: the values of the message that this one is a value of."""
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


def verbatim(text: object) -> Message:
    """A text of others (a library, a file) that is told as it is."""
    return Message("verbatim", text=text)


def shown_values(message: Message) -> dict[str, str | int | float]:
    """The values as plain data for another program: numbers as they are, all else as it stands in the text."""
    return {name: _text(value, "", message.values) for name, value in message.values.items()}


def as_plain(message: Message) -> dict[str, Any]:
    """The message as plain data, to be kept."""
    values = {n: as_plain(v) if isinstance(v, Message) else _kept(v) for n, v in message.values.items()}
    return {"id": message.id, "values": values}


def from_plain(kept: Any) -> Message:
    """The message that was kept; a sentence, as older versions kept it, is told as it is."""
    if isinstance(kept, str):
        return verbatim(kept)
    return Message(kept["id"], **{n: from_plain(v) if isinstance(v, dict) else v for n, v in kept["values"].items()})


def template(id_: str, spoken: str = "", count: object = None) -> str | None:
    """The text of an id with its names in braces, None where there is none; `count` chooses the plural."""
    translations = catalogue("messages", spoken or language())
    text = translations.ngettext(id_, id_, count) if isinstance(count, int) else id_
    text = translations.gettext(id_) if text == id_ else text
    return None if text == id_ else text


class _ShownValues:
    """The values of a message as they stand in its text, each when it is asked for."""

    def __init__(self, values: Mapping[str, Value], spoken: str) -> None:
        self._values, self._spoken = values, spoken

    def __getitem__(self, name: str) -> str | int | float:
        return _text(self._values[name], self._spoken, self._values)


def _text(value: Value, spoken: str, around: Mapping[str, Value] | None = None) -> str | int | float:
    if isinstance(value, Message):
        return value.text(spoken, around)
    return value if isinstance(value, str | int | float) else value.text(spoken)


def _kept(value: Value) -> str | int | float:
    return value if isinstance(value, str | int | float) else str(value)


def _plain(value: object) -> Value:
    plain = isinstance(value, str | int | float) or callable(getattr(value, "text", None))
    return value if plain else str(value)  # type: ignore[return-value]  # what has a text is Shown
