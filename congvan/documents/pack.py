"""The cover sheet of a print pack: for whom it is, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from congvan.documents.grid import about, common
from congvan.documents.scope import Scope
from congvan.model.kinds import KINDS


def cover(scope: Scope, heading: str, contents: Sequence[str]) -> dict[str, Any]:
    """The cover of a pack with this heading; `contents` names the documents behind it, in their order."""
    dispatch, facts = scope.dispatch, scope.facts["dispatch"]
    kind = KINDS[dispatch.kind].name
    record = [fact.get("heading_name") or fact["name"] for fact in scope.values.values()]
    receiver = ", ".join(record)
    return {
        **common(scope, f"{heading} – {receiver}"),
        "heading": [heading.upper()],
        "receiver": receiver,
        "lines": [
            f"{kind} số{facts['number_text']}/{facts['symbol']} {facts['date_text']}",
            about(scope),
        ],
        "items": [{"name": name, "copies": "1", "note": ""} for name in contents],
    }
