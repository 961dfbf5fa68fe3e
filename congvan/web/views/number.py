"""Số, ngày: the form for number and date, and the way back to a draft."""

from __future__ import annotations

from congvan.web.views.paper import head
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Số, ngày: what is stored, and what storing another number means."""
    above = head(visit)
    return {**above, "numbered": bool(above["paper"]["number"])}
