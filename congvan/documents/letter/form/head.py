"""The head of a form that is the sender's own paper: its name, and gaps for number, place and date."""

from __future__ import annotations

from congvan.decree.kinds import KINDS
from congvan.documents.base.facts import NUMBER_GAP, date_words
from congvan.documents.letter.head_lines import name_lines
from congvan.documents.letter.schema import LetterHead
from congvan.forms.form import DispatchForm
from congvan.forms.senders import Sender
from congvan.model.field_types import BLANK, DateWithGaps
from congvan.templating.open_values import DOTS

PLACE = DOTS * 2
UNWRITTEN = DateWithGaps(day=BLANK, month=BLANK, year=BLANK)
_COMMITTEE, _ITS_MARK = "ủy ban nhân dân", "UBND"


def sender_head(form: DispatchForm, sender: Sender) -> LetterHead:
    """Return boxes 2 to 4 of the paper of whoever sends the form; dots for what only the sender knows."""
    name = sender.name or PLACE
    return {
        "parent": [],
        "issuer": list(name_lines(name)),
        "number": f"Số:{NUMBER_GAP}/{_mark(form, name)}",
        "place_date": f"{PLACE}, {date_words(UNWRITTEN)}",
        "subject": "",
    }


def _mark(form: DispatchForm, name: str) -> str:
    """Return the mark of the number: BC-UBND where the form is named after a kind, and the sender is a committee."""
    said = form.spec.name.casefold()
    kinds = [kind for kind in KINDS.values() if kind.abbreviation and said.startswith(kind.name.casefold())]
    kind = max(kinds, key=lambda one: len(one.name)).abbreviation if kinds else DOTS
    body = _ITS_MARK if name.casefold().startswith(_COMMITTEE) else DOTS
    return f"{kind}-{body}"
