"""The steps of a paper. Each function is the view of one step; those that are forms of the file share a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.documents.letter.recipients import receiver_lines
from congvan.editing.chips import chips_of
from congvan.editing.drafting.copying import relations
from congvan.editing.drafting.issued import OPEN, edition_of
from congvan.editing.views import body_text
from congvan.editing.views.references import lists_of
from congvan.model.dispatch import Dispatch
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_reader import lookup, scan
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.publishing.manifest import OUTPUTS
from congvan.web.act_requests import command_of
from congvan.web.acts import BY_ID
from congvan.web.facts.project import PaperLine, ProjectFacts
from congvan.web.refusals import NotThere
from congvan.web.served import TYPES
from congvan.web.views import fields
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
        "problems": fields.in_words_of(visit, facts.problems_of(paper.file), paper.file),
        "build_command": command_of(BY_ID["build"], {"selection": {"dispatches": [paper.id]}}),
        "sections": [],
    }


WRITING = (
    *("subject", "kind", "authority", "can_cu", "enacting", "invitation", "introduction", "leave", "meeting", "caller"),
    *("body", "facts", "attached", "deadlines", "signer", "signer_label", "co_signer", "unit", "urgency", "marking"),
    *("medium", "signage", "cites", "notes_to_signer"),
)
RECIPIENTS = ("receivers", "copies", "archive", "envelopes", "numbering", "varies")
FORMS = ("appendices", "forms", "tables", "assignments", "certified_copies")
"""The keys of a dispatch on each step, in the order of the work."""
ALWAYS = ("subject", "kind", "body", "deadlines", "signer", "urgency", "receivers", "copies", "appendices", "forms")
"""Keys that are shown also while they are empty; the others are then folded, behind “Thêm mục khác”."""


_STEPS = {"noi-dung": WRITING, "noi-nhan": RECIPIENTS, "phu-luc-bieu": FORMS}
"""The keys by the last word of their step's address."""


def field_href(dispatch: str, pointer: str) -> str:
    """Return the address of the field of a value of a dispatch's file; "" where no step has one."""
    key = pointer.split("/")[1] if pointer else ""
    step = next((name for name, keys in _STEPS.items() if key in keys), "so-ngay" if key in ("number", "date") else "")
    return f"/van-ban-di/{dispatch}/{step}#{fields.field_id(pointer)}" if step else ""


def writing(visit: Visit) -> Content:
    """Nội dung: what the paper says."""
    content = _form(visit, WRITING)
    files = fields.files_of(visit)
    found = body_text.facts(files, content["file"])
    chips = chips_of(files, content["file"])
    named = [
        {
            "name": each.name,
            "mark": chips.get(each.name, f"{{{{ {each.name} }}}}"),
            "group": str(Message(f"web-form.insert-{each.group}")),
            "words": each.value if each.label == each.value else f"{each.label}: {each.value}",
        }
        for each in found
    ]
    return {**content, **_tools(files), "facts": named, "addressed": _addressed(visit)}


def _tools(files: Assets) -> Content:
    """Return the buttons over a text, and the lists that a table takes its rows from."""
    tools = [{"id": name, "label": str(body_text.tool_label(name))} for name in body_text.TOOLS]
    return {"tools": tools, "lists": [{"value": each.id, "label": each.label} for each in lists_of(files).values()]}


def _addressed(visit: Visit) -> list[str]:
    """Return to whom the paper goes, as its Kính gửi says; [] while that can't be told."""
    known, paper, dispatch = paper_of(visit)
    if known.dataset is None or dispatch is None or not dispatch.receivers:
        return []
    try:
        context = plan(known.dataset, Selection(dispatches=[paper.id])).for_dispatch(paper.id).context({})
        return receiver_lines(context, None)
    except ProblemsFound:
        return []


def recipients(visit: Visit) -> Content:
    """Nơi nhận: to whom it goes, and who gets a copy."""
    content, files = _form(visit, RECIPIENTS), fields.files_of(visit)
    source = scan(files[content["file"]], content["file"]).data if content["file"] in files else None
    for listed in (each for each in content["form"]["fields"] if each["key"] in ("receivers", "copies")):
        for number, entry in enumerate(listed["fields"]):
            path = (listed["key"], number)
            for each in entry["fields"]:
                if each["key"] == "text":
                    each["words"] = fields.in_own_words(files, content["file"], path, lookup(source, path))
    return content


def forms(visit: Visit) -> Content:
    """Phụ lục, biểu: what is attached."""
    return {**_form(visit, FORMS), **_tools(fields.files_of(visit))}


def _form(visit: Visit, keys: Sequence[str]) -> Content:
    """Return a step that is a form of some keys, with the findings that belong to none of them."""
    content = head(visit)
    known, _paper, _dispatch = paper_of(visit)
    files = fields.files_of(visit)
    drawn = fields.form(visit, files, content["file"], keys, list(known.problems), ALWAYS)
    form = drawn["form"]
    form["more"] = [each for each in form["more"] if each["kind"] != "fact"]
    shown = {(each["code"], each["line"]) for each in fields.found_in([*form["fields"], *form["more"]])}
    others = [each for each in content["problems"] if (each["code"], each["line"]) not in shown]
    return {**content, **drawn, "issued": _issued(visit), "others": others, "tools": [], "facts": [], "addressed": []}


def _issued(visit: Visit) -> Content:
    """Return what is asked before a paper that has its number is changed; {} for one that may be."""
    _facts, paper, _dispatch = paper_of(visit)
    edition = edition_of(visit.settings.root, paper.id, paper.number) if paper.number and paper.day else None
    if not (paper.number and paper.day) or (edition and edition.said == OPEN):
        return {}
    kept = [f"{edition.folder.partition('/')[2]}/{name}" for name in edition.files] if edition else []
    files = [{"href": f"/ban-luu/{name}", "kind": name.rpartition(".")[2].upper()} for name in kept]
    return {"said": edition.said if edition else "", "files": files, "ways": list(relations())}


def preview(visit: Visit) -> Content:
    """Xem trước, lỗi: build it, see the findings and the pages."""
    return {**head(visit), "letter": _letter(visit)}


def _letter(visit: Visit) -> Content:
    """Return the PDF of the paper itself; {} where none was made."""
    facts, paper, dispatch = paper_of(visit)
    documents = facts.dataset.documents if facts.dataset and dispatch else ()
    letter = next((each for each in documents if each.content == "letter" and not (each.for_each or each.paper)), None)
    if facts.dataset is None or letter is None:
        return {}
    chosen = Selection(documents=[letter.id], dispatches=[paper.id])
    with suppress(ProblemsFound):  # they are reported among the findings
        for _document, _values, paths, _jobs in plan(facts.dataset, chosen).for_dispatch(paper.id).entries():
            for path in paths:
                if path.endswith(".pdf") and (visit.settings.root / OUTPUTS / path).is_file():
                    return {"name": letter.name, "href": f"/tep/{path}"}
    return {}


def files_of(root: Path, dispatch: str, within: str) -> Iterator[Content]:
    """Yield the files of a paper that a build has made within a folder."""
    folder = root / OUTPUTS / dispatch
    found = sorted(path for path in (folder / within).rglob("*") if path.suffix.lower() in TYPES and path.is_file())
    for path in found[:MOST_FILES]:
        name = path.relative_to(folder)
        yield {
            "name": name.as_posix(),
            "href": f"/tep/{dispatch}/{name.as_posix()}",
            "kind": path.suffix.removeprefix(".").upper(),
        }
