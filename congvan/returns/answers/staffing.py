"""Put people on posts optimally, by counting.

Why no solver: people of one body are interchangeable except for the clerk's choices, so only *how many* of them serve
on posts without a day has to be searched for; the rest follows in order. Exact, fast and deterministic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

STANDING = ""  # the day of a post that is filled every day


class Placeable(Protocol):
    """Somebody who can be placed: a key of their own, and the body they come from."""

    @property
    def key(self) -> str: ...

    @property
    def body(self) -> str: ...


Someone = TypeVar("Someone", bound=Placeable)


@dataclass(frozen=True, slots=True)
class PostSlot:
    """One place to fill: the post, which of its places, the day."""

    post: str
    number: int
    day: str


class PostPlan(Generic[Someone]):
    """Places and the people on them; nobody is on two on one day; one without a day counts for every day."""

    def __init__(self, slots: Iterable[PostSlot], bodies: Mapping[str, int]) -> None:
        self.placed: dict[PostSlot, list[Someone]] = {slot: [] for slot in slots}
        self._bodies = bodies
        self._days: dict[str, set[str]] = {}  # by person's key

    def keep(self, post: str, person: Someone) -> bool:
        """Assign a person chosen by the clerk to the post on every day they are free; return False if on none."""
        slots = [slot for slot in self.placed if slot.post == post]
        days = [day for day in _days(slots) if self._is_free(person, day)]
        for day in days:
            if self._is_free(person, day):
                teams = [slot for slot in slots if slot.day == day]
                self._put(max(teams, key=lambda slot: self.short(slot, person.body)), person)
        return bool(days)

    def fill(self, slots: Sequence[PostSlot], people: Sequence[Someone]) -> None:
        """Fill these slots with these people up to the minimum of each body.

        Minimises the largest shortfall of any team, then maximises the number of places filled. People with the fewest
        days so far come first, then in the order named.
        """
        for body in self._bodies:
            candidates = [person for person in people if person.body == body]
            short = {day: self._shortfalls(slots, body, day) for day in _days(slots)}
            count = self._standing(candidates, short)
            for day in sorted(short):  # the standing teams first
                free = [person for person in candidates if self._is_free(person, day)]
                free.sort(key=lambda person: len(self._days.get(person.key, ())))
                for slot, person in zip(_places(short[day]), free[:count] if day == STANDING else free, strict=False):
                    self._put(slot, person)

    def short(self, slot: PostSlot, body: str) -> int:
        """Return how many of a body a slot still lacks, at least 0."""
        return max(self._bodies.get(body, 0) - sum(person.body == body for person in self.placed[slot]), 0)

    def _standing(self, candidates: Sequence[Someone], short: Mapping[str, Mapping[PostSlot, int]]) -> int:
        """Return how many candidates to put on standing teams; each is then unavailable on every single day."""
        free = {day: sum(self._is_free(person, day) for person in candidates) for day in short}
        places = {day: sum(lacking.values()) for day, lacking in short.items()}
        most = min(free.pop(STANDING, 0), places.pop(STANDING, 0))

        def filled(standing: int) -> int:
            return standing + sum(min(free[day] - standing, places[day]) for day in free)

        for worst in range(max(self._bodies.values(), default=0) + 1):
            wanted = {day: sum(max(lack - worst, 0) for lack in lacking.values()) for day, lacking in short.items()}
            least, best = wanted.pop(STANDING, 0), min(most, *(free[day] - wanted[day] for day in free), most)
            if least <= best:
                return max(range(least, best + 1), key=filled)
        return 0

    def _shortfalls(self, slots: Sequence[PostSlot], body: str, day: str) -> dict[PostSlot, int]:
        return {slot: self.short(slot, body) for slot in slots if slot.day == day}

    def _is_free(self, person: Someone, day: str) -> bool:
        days = self._days.get(person.key, set())
        return not days if day == STANDING else not days & {day, STANDING}

    def _put(self, slot: PostSlot, person: Someone) -> None:
        self.placed[slot].append(person)
        self._days.setdefault(person.key, set()).add(slot.day)


def _days(slots: Iterable[PostSlot]) -> list[str]:
    return list(dict.fromkeys(slot.day for slot in slots))


def _places(short: Mapping[PostSlot, int]) -> list[PostSlot]:
    """Return a slot per empty place, in filling order: the largest shortfall first."""
    return [slot for level in range(max(short.values()), 0, -1) for slot in short if short[slot] >= level]
