"""The cover sheet of a print pack: the receiver and the list of documents behind it.

Why a limit: nobody reads a list of thousands, and its layout takes minutes; the outline has each document by title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from congvan.documents.base.context import ContentContext
from congvan.documents.letter.schema import PackCover
from congvan.documents.letter.skeleton import citation, document_info, subject_line

LISTED = 500
"""Maximum number of documents listed one by one; of more, the cover shows the count of each kind."""


def cover(context: ContentContext, heading: str, contents: Sequence[tuple[str, str]]) -> PackCover:
    """Return the cover of a pack; `contents`: kind and title of the documents behind it, in order."""
    record = [fact.get("heading_name") or fact["name"] for fact in context.values.values()]
    receiver = ", ".join(record)
    listed = [(title, 1) for _kind, title in contents]
    if len(contents) > LISTED:
        listed = list(Counter(kind for kind, _title in contents).items())
    return {
        **document_info(context, f"{heading} – {receiver}"),
        "heading": [heading.upper()],
        "receiver": receiver,
        "lines": [citation(context), subject_line(context)],
        "items": [{"name": name, "copies": str(count), "note": ""} for name, count in listed],
    }
