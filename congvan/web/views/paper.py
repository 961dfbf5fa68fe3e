"""The steps of a paper. Each function is the view of one step; those that only show what the file says share a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from congvan.columns.dates import shown_day
from congvan.messages import Message
from congvan.model.dispatch import Deadline, Dispatch
from congvan.publishing.manifest import OUTPUTS
from congvan.web.act_requests import command_of
from congvan.web.acts import BY_ID
from congvan.web.facts.project import PaperLine, ProjectFacts
from congvan.web.refusals import NotThere
from congvan.web.runs.outcomes import shown_problems
from congvan.web.served import TYPES
from congvan.web.views.dispatches import line
from congvan.web.visit import Content, Visit

MOST_FILES = 400
"""Files of a paper that are listed."""


def paper_of(visit: Visit) -> tuple[ProjectFacts, PaperLine, Dispatch | None]:
    """Return the paper of an address; its facts are None where an error keeps the project from being read."""
    facts = visit.project.facts()
    paper = facts.papers.get(visit.params["dispatch"])
    if paper is None:
        raise NotThere
    return facts, paper, facts.dataset.dispatches.get(paper.id) if facts.dataset else None


def head(visit: Visit) -> Content:
    """Return what every step shows above: the paper, its findings, the file that it is kept in."""
    facts, paper, _dispatch = paper_of(visit)
    return {
        "paper": line(paper),
        "file": paper.file,
        "problems": shown_problems(facts.problems_of(paper.file)),
        "build_command": command_of(BY_ID["build"], {"selection": {"dispatches": [paper.id]}}),
        "sections": [],
    }


def writing(visit: Visit) -> Content:
    """Nội dung: what the paper says."""
    _facts, _paper, dispatch = paper_of(visit)
    sections: list[Content] = []
    if dispatch is not None:
        sections = [
            _section("subject", [dispatch.subject]),
            _section("body", dispatch.body.split("\n\n")),
            _section("deadlines", map(_deadline, dispatch.deadlines)),
        ]
    return {**head(visit), "sections": _filled(sections)}


def recipients(visit: Visit) -> Content:
    """Nơi nhận: to whom it goes, and who gets a copy."""
    _facts, _paper, dispatch = paper_of(visit)
    sections: list[Content] = []
    if dispatch is not None:
        sections = [
            _section("receivers", (each.text or each.to or each.each or "" for each in dispatch.receivers)),
            _section(
                "copies",
                (f"{each.text or each.to}{f' ({each.purpose})' if each.purpose else ''}" for each in dispatch.copies),
            ),
        ]
    return {**head(visit), "sections": _filled(sections)}


def forms(visit: Visit) -> Content:
    """Phụ lục, biểu: what is attached."""
    _facts, _paper, dispatch = paper_of(visit)
    sections: list[Content] = []
    if dispatch is not None:
        sections = [
            _section("appendices", (each.title for each in dispatch.appendices)),
            _section("forms", (f"{each.name}: {each.subject}" for each in dispatch.forms)),
        ]
    return {**head(visit), "sections": _filled(sections)}


def preview(visit: Visit) -> Content:
    """Xem trước, lỗi: build it, see the findings and the pages."""
    content = head(visit)
    files = list(files_of(visit.settings.root, content["paper"]["id"]))
    letter = next((each for each in files if each["name"].endswith(".pdf")), None)
    return {**content, "letter": letter or {}, "built": bool(files)}


def number(visit: Visit) -> Content:
    """Số, ngày: the form for number and date."""
    return head(visit)


def printing(visit: Visit) -> Content:
    """In: the files to print."""
    content = head(visit)
    files = files_of(visit.settings.root, content["paper"]["id"])
    return {**content, "files": [each for each in files if each["folder"] not in _SHOP], "shop": False}


def signage(visit: Visit) -> Content:
    """Gửi nhà in: the signs, their proof and their order."""
    content = head(visit)
    files = files_of(visit.settings.root, content["paper"]["id"])
    return {**content, "files": [each for each in files if each["folder"] in _SHOP], "shop": True}


def status(visit: Visit) -> Content:
    """Nhận về, đôn đốc: who has answered."""
    from congvan.web.views.returned import standings

    content = head(visit)
    return {**content, "forms": standings(visit, content["paper"]["id"])}


_SHOP = ("nha-in", "signage")


def files_of(root: Path, dispatch: str) -> Iterator[Content]:
    """Yield the files of a paper that a build has made."""
    folder = root / OUTPUTS / dispatch
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in TYPES and path.is_file())
    for path in found[:MOST_FILES]:
        name = path.relative_to(folder)
        yield {
            "name": name.as_posix(),
            "href": f"/tep/{dispatch}/{name.as_posix()}",
            "kind": path.suffix.removeprefix(".").upper(),
            "folder": name.parts[0] if len(name.parts) > 1 else "",
        }


def _deadline(due: Deadline) -> str:
    when = " ".join(filter(None, [str(shown_day(due.date.isoformat())) if due.date else "", due.time or ""]))
    return f"{when}: {due.what}" if when else due.what


def _section(name: str, lines: Iterable[str]) -> Content:
    return {"id": name, "title": str(Message(f"web-paper.{name}")), "lines": [each for each in lines if each.strip()]}


def _filled(sections: Iterable[Content]) -> list[Content]:
    return [each for each in sections if each["lines"]]
