"""“Biểu nhận về”: every form of every paper, and how many have sent it."""

from __future__ import annotations

from congvan.documents.returned.wording import counted, due_words, state_words
from congvan.i18n import language
from congvan.web.facts.standing import overviews_of
from congvan.web.visit import Content, Visit

_ORDER = ("complete", "nil", "asked", "incomplete", "missing")


def content(visit: Visit) -> Content:
    """Return the papers with forms."""
    facts = visit.project.facts()
    papers = [each for each in facts.papers.values() if each.forms]
    return {
        "started": facts.started,
        "papers": [{"id": each.id, "name": each.named, "forms": standings(visit, each.id)} for each in papers],
    }


def standings(visit: Visit, dispatch: str) -> list[Content]:
    """Return how each form of a paper stands; [] while nothing can be told."""
    facts = visit.project.facts()
    if facts.dataset is None:
        return []
    forms = facts.dataset.dispatches[dispatch].forms
    named: list[Content] = [{"name": each.name, "title": each.subject, "due": "", "counts": []} for each in forms]
    overviews, problems = overviews_of(visit.project)
    if problems or dispatch not in overviews:
        return named
    lines = []
    for form in overviews[dispatch]["forms"]:
        counts = counted(form["standings"])
        words = [
            {"state": each, "text": state_words(each, language()), "count": counts[each]}
            for each in _ORDER
            if each in counts
        ]
        lines.append(
            {"name": form["name"], "title": form["title"], "due": due_words(form["due"], language()), "counts": words}
        )
    return lines
