"""The traces of one template: made from runs, compared with runs, and used instead of them once they are believed.

Why: what a trace gives is what a run would give, so that neither history nor the number of traces shows in any byte; a
trace that does not keep to that ends all tracing of its template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from congvan.formats.program import Program

R = TypeVar("R")
Form = tuple[Program, Callable[[tuple[str, ...]], R]]  # the way to a record's texts, and from there to what a run gives
_KEPT = 32  # traces
_TRIED = 8  # traces made before they have to pay


class Unfit(Exception):
    """A text for which a run does more than print it, or refuses it; no trace is asked about such a record."""


class Traces(Generic[R]):
    """`make` traces one record (None, or any exception: it can't); `same` compares what two ways gave."""

    def __init__(self, make: Callable[[dict[str, Any]], Form[R] | None], same: Callable[[R, R], bool]) -> None:
        self._make, self._same = make, same
        self._forms: list[Form[R]] = []
        self._believed: set[int] = set()  # ids of programs
        self._made = self.hits = 0
        self.useful = True

    def given(self, context: Mapping[str, Any]) -> R | None:
        """What a run over this record would give, where a believed trace fits it."""
        try:
            for at, form in enumerate(self._forms):
                values = form[0].match(context)
                if values is not None:
                    if id(form[0]) not in self._believed:
                        return None
                    self.hits += 1
                    if at:
                        self._forms.insert(0, self._forms.pop(at))
                    return form[1](values)
        except Unfit:
            pass
        return None

    def learn(self, context: Mapping[str, Any], result: R) -> None:
        """Compare what a run gave with what a trace gives; make a trace where there is none for such a record.

        A trace is believed when it was right about another run than the one it was made from.
        """
        if not self.useful or type(context) is not dict:
            return
        try:
            for form in self._forms:
                if self._right(form, context, result):
                    self._believed.add(id(form[0]))
                    return
            self._made += 1
            self.useful = self._made <= _TRIED + self.hits // 8
            made = self._make(context) if self.useful else None
            if made is not None and self.useful:
                self._forms.insert(0, made)
                self._right(made, context, result)
        except Unfit:
            pass
        except Exception:  # what can't be traced is run
            self.useful = False
        if not self.useful:
            self._forms.clear()
        for program, _fill in self._forms[_KEPT:]:
            self._believed.discard(id(program))
        del self._forms[_KEPT:]

    def _right(self, form: Form[R], context: Mapping[str, Any], result: R) -> bool:
        """Whether a trace fits this record; one that fits and gives something else is the end of tracing."""
        values = form[0].match(context)
        if values is None:
            return False
        self.useful = self.useful and self._same(form[1](values), result)
        return self.useful
