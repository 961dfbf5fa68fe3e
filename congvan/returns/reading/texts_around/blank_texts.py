"""The texts that the blanks of a form print around their tables."""

from __future__ import annotations

import re
from functools import lru_cache

from congvan.core.decree.kinds import KINDS
from congvan.forms.blanks.sheet import SheetMaker
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.forms.senders import sender_of
from congvan.model.dispatch import Erratum
from congvan.model.field_types import BLANK
from congvan.returns.reading.heads import Same
from congvan.returns.reading.words import plain

GAP_SPACES = "\u00a0" * 3


class PrintedTexts:
    """The texts that the blanks of one form print around their tables. `whole`: those that all of them share, without
    marks and case; `of_others`: the titles of the other forms of the dispatch.
    """

    def __init__(self, form: DispatchForm) -> None:
        self._form, self._maker = form, SheetMaker(form)
        spec, titles = form.spec, [each.spec.title or "" for each in form.sections]
        issued = [text for text in map(_issued, form.dispatch.errata) if "kem theo" in plain(text)]
        self._label, self._shared = form.label, [form.label, _reference(form), *titles, *issued]
        same = (*self._shared, form.title, spec.name, spec.subject or "", spec.note or "", *spec.lines)
        self.whole = " | ".join(plain(text) for text in same if "{{" not in text)

        self.of_others = {plain(f"{each.name} {each.subject}") for each in form.dispatch.forms if each.id != form.id}

    def of(self, keys: FormKeys) -> list[str]:
        """Return the texts of the blank for some keys."""
        made = self._maker.texts(keys)
        whole = " ".join((self._label, made.title, *made.subtitle))
        own = [made.title, *made.subtitle, *made.lines, made.note, whole]
        if self._form.spec.head == "sender":
            own.append(sender_of(self._form, keys).name)
        return [text for text in (*self._shared, *own) if text]


def _issued(erratum: Erratum) -> str:
    """Return a text as it was issued, with gaps for what the record fills in; "" for a switch of the layout."""
    return re.sub(r"\{\{.*?\}\}", GAP_SPACES, erratum.issued or "")


def _reference(form: DispatchForm) -> str:
    """Return the line that names the dispatch of an appendix, with gaps for what is written by pen."""
    if form.spec.head != "appendix":
        return ""
    dispatch, agency = form.dispatch, form.dataset.agency
    said = (dispatch.number, dispatch.date.day, dispatch.date.month, dispatch.date.year)
    if dispatch.medium == "electronic":
        said = (BLANK,) * 4
    number, day, month, year = (GAP_SPACES if part == BLANK else f" {part} " for part in said)
    symbol = dispatch.symbol(agency.abbreviation)
    return f"(Kèm theo {KINDS[dispatch.kind].name} số{number}/{symbol} ngày{day}tháng{month}năm{year}của {agency.name})"


@lru_cache(maxsize=256)
def _printed_texts(form: Same) -> PrintedTexts:
    return PrintedTexts(form.value)


def printed_texts(form: DispatchForm) -> PrintedTexts:
    """Return the texts that the blanks of a form print, worked out once."""
    return _printed_texts(Same(form))
