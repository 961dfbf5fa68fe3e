"""What the checks of forms share: where values are, the lists, expressions reported with the place of a character."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import did_you_mean, same_words
from congvan.model.lists.entries import EntryList, distinct, folded
from congvan.model.project.yaml_reader import KeyPath, YamlSource
from congvan.values.expressions import Expression, ExpressionError, Known, condition_flaws, flaws, parse


@dataclass
class Review:
    """The checks of one dispatch while they run: the lists of the project, the source, and what was found."""

    lists: Mapping[str, EntryList]
    source: YamlSource | None
    file: str
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: KeyPath, offset: int | None = None) -> Place:
        """Return the place of a value, or of a character of its text."""
        if self.source is None:
            return Place(self.file)
        while path and path not in self.source.spans:
            path = path[:-1]
        return self.source.place(path) if offset is None else self.source.place_in(path, offset)

    def say(self, message: Message, path: KeyPath, remedy: Message | None = None) -> None:
        """Report an error at a value."""
        self.problems.append(Problem(message, self.place(path), remedy))

    def warn(self, message: Message, path: KeyPath, remedy: Message | None = None) -> None:
        """Report what is doubtful at a value."""
        self.problems.append(Problem(message, self.place(path), remedy, Severity.WARNING))

    def expression(self, text: str | None, path: KeyPath, known: Known) -> Expression | None:
        """Return a parsed expression; report what is wrong with its form, its names and the kinds of its values."""
        if text is None:
            return None
        try:
            found = parse(text)
        except ExpressionError as error:
            self.problems.append(error.problem(lambda offset: self.place(path, offset)))
            return None
        for flaw in flaws(found, known):
            self.problems.append(flaw.problem(lambda offset: self.place(path, offset)))
        return found

    def condition(self, text: str | None, path: KeyPath, known: Known) -> Expression | None:
        """Return a parsed condition; report what is wrong with it, and one that holds always or never."""
        before = len(self.problems)
        found = self.expression(text, path, known)
        if found is not None and len(self.problems) == before:
            self.problems += [flaw.problem(lambda offset: self.place(path, offset)) for flaw in condition_flaws(found)]
        return found

    def listed(self, identifier: str, path: KeyPath) -> EntryList | None:
        """Return a list by its id; report one that does not exist, with the id that a name was written for."""
        found = self.lists.get(identifier)
        if found is None:
            self.say(Message("list-unknown", name=identifier), path, self._meant(identifier))
        return found

    def _meant(self, text: str) -> Message:
        """Return the remedy for an unknown list: by its name, its label or one of them, else the nearest id."""
        for each in distinct(self.lists.values()):
            if folded(text) in {folded(each.id), folded(each.label), folded(each.one)}:
                return Message("list-unknown.hint-name", id=each.id, label=each.label)
        known = list(dict.fromkeys(each.id for each in self.lists.values()))
        if not known:
            return Message("list-unknown.hint-none")
        return did_you_mean(text, known) or Message("list-unknown.hint-known", known=", ".join(known))

    def said_once(self, labels: Iterable[tuple[Message, KeyPath, str]]) -> None:
        """Report labels that a reader can't tell from an earlier one: the same words, whatever their case.

        Each is the message, which may name the `place` of the first, the key path of the label, and what is compared.
        """
        seen: dict[str, Place] = {}
        for message, path, label in labels:
            place = self.place(path)
            first = seen.setdefault(same_words(label), place)
            if first is not place:
                self.problems.append(Problem(message.given(place=first), place, also=(first,)))

    def once(self, names: Iterable[tuple[str, KeyPath]]) -> None:
        """Report ids that occur twice."""
        seen: dict[str, Place] = {}
        for name, path in names:
            first = seen.get(name)
            if first:
                message = Message("id-twice.id", id=name, place=first)
                self.problems.append(Problem(message, self.place(path), also=(first,)))
            seen.setdefault(name, self.place(path))
