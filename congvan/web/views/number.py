"""Số, ngày: the form for number and date, and the way back to a draft."""

from __future__ import annotations

from congvan.model.field_types import BLANK
from congvan.web.views.dispatches import next_number
from congvan.web.views.paper import head, paper_of
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Số, ngày: what is stored, and what storing another number means."""
    above = head(visit)
    facts, paper, dispatch = paper_of(visit)
    year = int(dispatch.date.year) if dispatch and dispatch.date.year != BLANK else 0
    offered = [] if paper.number else next_number(facts, year, paper.kind)
    return {**above, "numbered": bool(paper.number), "next": offered, "year": year}
