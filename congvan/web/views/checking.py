"""“Kiểm tra thể thức”: where any DOCX or PDF is dropped. What came back from the check: `checked`."""

from __future__ import annotations

from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return the limit of an upload; the rest is the page's."""
    return {"size": visit.settings.upload >> 20}
