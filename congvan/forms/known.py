"""What came back so far, as forms ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Protocol

from congvan.forms.keys import FormKeys
from congvan.values.columns.base import Value


class KnownAnswers(Protocol):
    """What came back so far, for the values of last(), year_ago(), so_far() and of other forms."""

    def rows(self, form: str, section: str, keys: FormKeys, period: str) -> Sequence[Mapping[str, Value]]:
        """Return the rows of the answers to a form whose keys agree; each with `entry`, the id of its row."""

    def periods(self, form: str) -> Set[str]:
        """Return the ids of the periods for which a form was answered."""
