"""The events that concern some dispatches, of all that a database holds.

Why: an office's database grows by every letter, and what came back to the others says nothing of this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from congvan.ledger.store import Event

_OF_FILES = frozenset(("answer", "evidence", "refused", "arrival", "register", "withdrawn", "corrected", "reassigned"))
"""Kinds whose subject is a file; the subjects of others are names within one dispatch."""


def concerning(events: Iterable[Event], dispatches: Collection[str]) -> list[Event]:
    """Return the events of some dispatches, of no dispatch and of lists, in order.

    A file may have come to one dispatch and been entered into another: all events of a dispatch that shares a file with
    these are among them.
    """
    events, own = list(events), {"", *dispatches}
    files = {event.subject for event in events if event.dispatch in own}
    own.update(
        event.dispatch
        for event in events
        if (event.kind in _OF_FILES and event.subject in files) or event.body.get("typed_from") in files
    )
    return [event for event in events if event.dispatch in own or event.kind == "imported"]
