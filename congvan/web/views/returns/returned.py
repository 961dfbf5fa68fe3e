"""“Biểu nhận về”: every form of every paper, and how many have sent it."""

from __future__ import annotations

from congvan.core.i18n import language
from congvan.core.messages import Message
from congvan.documents.returned.wording import counted, due_words, state_words
from congvan.web.facts.standing import overviews_of
from congvan.web.runs.outcomes import as_sent
from congvan.web.runs.registry import Run
from congvan.web.views.returns.choosing import unread_files
from congvan.web.visit import Content, Visit

_ORDER = ("complete", "nil", "asked", "incomplete", "missing")


def content(visit: Visit) -> Content:
    """Return the papers with forms."""
    facts = visit.project.facts()
    papers = [each for each in facts.papers.values() if each.forms or each.unread]
    return {
        "started": facts.started,
        "size": visit.settings.upload >> 20,
        "papers": [{"id": each.id, "name": each.named, "forms": standings(visit, each.id)} for each in papers],
    }


def standings(visit: Visit, dispatch: str) -> list[Content]:
    """Return how each form of a paper stands; [] while nothing can be told."""
    facts = visit.project.facts()
    if facts.dataset is None or facts.refusal(dispatch):
        return [{"title": str(Message("web-paper.unread")), "due": "", "counts": []}]
    forms = facts.dataset.dispatches[dispatch].forms
    named: list[Content] = [{"title": f"{each.name} {each.subject}".strip(), "due": "", "counts": []} for each in forms]
    overviews, problems = overviews_of(visit.project)
    if dispatch not in overviews:
        return [{"title": str(Message("web-paper.unread")), "due": "", "counts": []}] if problems else named
    lines = []
    for form in overviews[dispatch]["forms"]:
        counts = counted(form["standings"])
        words = [
            {"state": each, "text": state_words(each, language()), "count": counts[each]}
            for each in _ORDER
            if each in counts
        ]
        lines.append({"title": form["title"], "due": due_words(form["due"], language()), "counts": words})
    return lines


def collected(run: Run) -> Content:
    """Return the files of a run of collect, each with its findings, what must be asked first; what belongs to none."""
    outcome = run.outcome or {}
    problems: dict[str, list[Content]] = {}
    for problem in outcome.get("problems", ()):
        problems.setdefault(problem.get("file", ""), []).append(problem)
    files: dict[str, Content] = {}
    for each in outcome.get("files", ()):
        known = files.setdefault(each["file"], {"file": each["file"], "state": each["state"], "parts": []})
        known["parts"].append({name: int(each.get(name, 0)) for name in ("good", "asked", "nil")})
    shown = [{**_file(each), "problems": problems.pop(name, [])} for name, each in files.items()]
    shown.sort(key=lambda each: _RANK.index(each["state"]))
    papers = dict.fromkeys(each["answers"].partition("/")[0] for each in outcome.get("files", ()) if "answers" in each)
    rest = [each for those in problems.values() for each in those]
    unclear = (lost_files(run) or unread_files(run)) and run.data.get("dispatch")
    asked = dict.fromkeys([*papers, *([run.data["dispatch"]] if unclear else [])])
    return {"files": shown, "rest": rest, "papers": list(papers), "asked": list(asked), **_look(outcome)}


def _look(outcome: Content) -> Content:
    """Return the tables that a file would be read as, how many rows they have, what is told with its cell alone."""
    tables = outcome.get("tables", [])
    noted = [{**each, "at": each.get("cell") or each.get("where", "")} for each in outcome.get("problems", ())]
    return {"tables": tables, "rows": sum(len(each["rows"]) for each in tables), "noted": noted}


def lost_files(run: Run) -> list[str]:
    """Return the files that were dropped and that nothing says whose they are, or of which period."""
    problems = (run.outcome or {}).get("problems", ())
    several = ("form-unknown", "names")
    lost = [
        each.get("file", "")
        for each in problems
        if each.get("code") in LOST or (each.get("code"), *each.get("values", ())) == several
    ]
    return [each for each in dict.fromkeys(lost) if each in run.data.get("names", {}).values()]


LOST = ("form-entry", "form-period")
"""What is told of them; of a file that may answer several forms, their names."""


_RANK = ("asked", "refused", "scan", "nil", "taken")


def _file(file: Content) -> Content:
    parts = file["parts"]
    good, asked = (sum(each[name] for each in parts) for name in ("good", "asked"))
    nil = bool(parts) and all(each["nil"] for each in parts)
    state = "refused" if file["state"] == "refused" else "scan" if file["state"] != "answer" else ""
    state = state or ("asked" if asked else "nil" if nil else "taken")
    return {"file": as_sent(file["file"]), "state": state, "good": good, "asked": asked}
