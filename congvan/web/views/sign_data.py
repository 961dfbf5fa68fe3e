"""“Biển, băng rôn”: the signs of a file of data/signage/ as a form, beside what is drawn of them now."""

from __future__ import annotations

from congvan.core.problems import ProblemsFound
from congvan.model.dataset import SIGNAGE
from congvan.model.project.assets import dispatch_id
from congvan.model.signage import Signage
from congvan.web.facts.project import ProjectFacts
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown_problems
from congvan.web.views import fields, signage
from congvan.web.views.office import data_form
from congvan.web.visit import Content, Visit

KEYS = (
    *("message", "url", "maker", "items", "sets", "delivery", "accent", "glue", "picture", "logo", "colours"),
    *("picture_colours", "revised"),
)
"""The keys in the order of the work: words, the signs, for whom, where to."""
ALWAYS = ("message", "url", "maker", "items", "sets", "delivery")


def content(visit: Visit) -> Content:
    """Return the form, and of the paper that has these signs what they say and how they look."""
    file = f"{SIGNAGE}{visit.params['signs']}.yaml"
    if file not in fields.files_of(visit):
        raise NotThere
    keys = [*KEYS, *(key for key in Signage.model_fields if key not in KEYS)]
    content = data_form(visit, file, keys, ALWAYS)
    facts = visit.project.facts()
    paper = _paper(facts, visit.params["signs"])
    drawn, wrong = _drawn(facts, paper, content["form"]["sha256"][:16])
    unread = facts.dataset is not None and any(map(dispatch_id, facts.dataset.excluded))  # it may be one of these
    return {**content, "discards": True, "paper": paper, "unread": unread, "kinds": drawn, "wrong": wrong}


def _paper(facts: ProjectFacts, signs: str) -> Content:
    """Return the paper that these signs belong to; {} for none."""
    for name, dispatch in facts.dataset.dispatches.items() if facts.dataset else ():
        if dispatch.signage == signs and name in facts.papers:
            return {"id": name, "name": facts.papers[name].named}
    return {}


def _drawn(facts: ProjectFacts, paper: Content, version: str) -> tuple[list[Content], list[Content]]:
    """Return the signs by kind, each kind as its first set shows it, and what keeps them from being drawn."""
    if facts.dataset is None or not paper:
        return [], []
    try:
        return signage.drafts_of(facts.dataset, paper["id"], version), []
    except ProblemsFound as stop:
        return [], shown_problems(stop.problems)
