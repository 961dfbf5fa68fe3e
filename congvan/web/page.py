"""Plain content to HTML: the environment of pages/, the frame around every screen, and the page of a refusal."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader

from congvan import __version__
from congvan.core.bootstrap.root import AGENCY
from congvan.core.i18n import language
from congvan.core.messages import Message
from congvan.core.problems import Severity
from congvan.core.templating.environment import jinja_environment
from congvan.editing.drafts import drafts_of
from congvan.editing.named import all_in_words
from congvan.model.dataset import DOCUMENTS, PAPERS, SIGNAGE, Dataset
from congvan.model.lists.read import LISTS
from congvan.model.project.assets import DISPATCHES
from congvan.pipeline.rendering.build_key import TEMPLATES
from congvan.web.runs.outcomes import in_short, shown_problems
from congvan.web.screens import BY_ID, SCREENS, ScreenRow
from congvan.web.settings import MOST_FILES, Settings
from congvan.web.visit import Content, Visit

PAGES = Path(__file__).parent / "pages"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the pages: strict and escaped, with texts of the catalogue and addresses of screens."""
    env = jinja_environment()
    env.loader = FileSystemLoader(PAGES)
    env.trim_blocks = env.lstrip_blocks = True
    env.globals["t"] = lambda id_, **values: str(Message(id_, **values))
    env.globals["href"] = href
    env.globals["screen_of"] = screen_of
    return env


def href(screen: str, **params: str) -> str:
    """Return the address of a screen."""
    return BY_ID[screen].path.format(**params)


_FORMS = ((DISPATCHES, "preview"), (LISTS, "list"), (PAPERS, "companion"), (SIGNAGE, "signs"))
"""Folders of data files, and the screen of one of their files."""


def screen_of(problem: Mapping[str, Any]) -> str:
    """Return the address of the screen on which a finding of the data can be corrected; "" for none."""
    file = str(problem.get("file", ""))
    folder, name = file.rpartition("/")[0] + "/", PurePosixPath(file).stem
    if not file.endswith((".yaml", ".csv", ".xlsx")):
        return ""
    screen = next((BY_ID[each] for known, each in _FORMS if known == folder), None)
    if screen is not None:
        at = "#loi" if folder == LISTS else ""  # the first cell with an error
        return re.sub(r"\{\w+\}", name, screen.path) + at
    return href("agency") if file == AGENCY else href("documents") if file == DOCUMENTS else ""


def screen_html(screen: ScreenRow, visit: Visit) -> str:
    """Return the page of a screen."""
    facts = visit.project.facts()
    if facts.started and facts.dataset is None and screen.id not in _OPEN_ALWAYS:
        wrong = [problem for problem in facts.problems if problem.severity is Severity.ERROR]
        content = {**frame(screen, visit, {}), "problems": shown_problems(wrong)}
        return environment().get_template("stopped.html").render(**content)
    content = screen.content(visit)
    return environment().get_template(screen.page).render(**frame(screen, visit, content), **content)


def fragment_html(page: str, content: Mapping[str, Any]) -> str:
    """Return a part of a page, for a region of it."""
    return environment().get_template(page).render(**content)


def frame(screen: ScreenRow, visit: Visit, content: Content) -> Content:
    """Return what every page shows around its content: title, menu, steps, tokens."""
    facts = visit.project.facts()
    agency = facts.dataset.agency.name if facts.dataset else ""
    paper = facts.papers.get(visit.params.get("dispatch", ""))
    step = BY_ID.get(screen.within, screen)
    steps = [each for each in SCREENS if each.step and paper and each.shown(paper)] if step.step else []
    return {
        "lang": language(),
        "left_out": [*left_out(facts.dataset, content), *_broken_templates(visit)] if facts.dataset else [],
        "csrf": visit.settings.csrf,
        "upload_limit": visit.settings.upload,
        "version": __version__,
        "issuer": agency,
        "screen": screen.id,
        "title": str(Message(f"screen.{screen.id}")),
        "menu": [_entry(each, current=screen.menu == each.id) for each in SCREENS if each.entry],
        "steps": [
            {
                "id": each.id,
                "title": str(Message(f"screen.{each.id}")),
                "href": each.path.format(**visit.params),
                "current": each is step,
            }
            for each in steps
        ],
        "home": screen.id == "today",
        "unsent": _unsent(visit, screen.path.format(**visit.params)),
    }


_OPEN_ALWAYS = ("agency", "documents", "bin", "checking", "help", "help-page")
"""Screens that are shown also while an error concerns the whole office: there it is corrected, or not met."""


def left_out(dataset: Dataset, content: Content) -> list[Content]:
    """Return each file with an error, as the line of every screen tells it, but of a screen that shows that file."""
    lines: list[Content] = []
    for key, out in dataset.excluded.items():
        if out.cause or content.get("file") == key.partition("#")[0]:
            continue
        source = dataset.sources.get(out.problems[0].place.file)
        first = (all_in_words(out.problems[:1], source) if source else out.problems)[0]
        needing = [str(each.what) for each in dataset.excluded.values() if each.cause == key]
        lines.append(
            {
                "what": _begun(str(out.what)),
                "where": str(Message("web-left-out.line", line=first.place.line)) if first.place.line else "",
                "why": in_short(first),
                "more": len(out.problems) - 1,
                "needing": ", ".join(needing[:_MOST_NEEDING]) + (" …" if len(needing) > _MOST_NEEDING else ""),
                "href": _correcting(key),
            }
        )
    return lines


def _broken_templates(visit: Visit) -> Iterator[Content]:
    """Yield the lines of templates that the last build could not use, unless they were saved since."""
    run = visit.runs.last("build")
    began = time.time() - time.monotonic() + run.started if run else 0.0
    wrong = run.outcome["problems"] if run and run.outcome else []
    named = {each["file"]: each for each in wrong if each["severity"] == "error" and each["file"].startswith(TEMPLATES)}
    for file, first in named.items():
        path, name = visit.settings.root / file, file.removeprefix(TEMPLATES)
        if path.is_file() and path.stat().st_mtime < began:
            what, at = Message("web-left-out.template", name=name), href("template", template=name)
            yield {"what": str(what), "where": "", "why": first["message"], "more": 0, "needing": "", "href": at}


def _begun(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


_MOST_NEEDING = 5
"""Of what needs a file with an error, so many are named."""


def _correcting(key: str) -> str:
    """Return the address of the screen of a data file; "" for a file that has none."""
    file = key.partition("#")[0]
    return (
        screen_of({"file": f"{file.rpartition('.')[0]}.yaml"}) if file.startswith(LISTS) else screen_of({"file": file})
    )


def _unsent(visit: Visit, page: str) -> list[list[Content]]:
    """Return what was typed into the forms of a page and not sent, each tab by itself; a draft's name begins with its
    tab's, and its path with its page's.
    """
    found: dict[str, list[Content]] = {}
    for each in drafts_of(visit.settings.root, ""):
        of, _, at = str(each.path[0] if each.path else "").partition(" ")
        if of == page:
            found.setdefault(each.draft.partition(".")[0], []).append(
                {"draft": each.draft, "at": at, "text": each.text}
            )
    return [*found.values()]


def _entry(screen: ScreenRow, *, current: bool) -> Content:
    return {"title": str(Message(f"screen.{screen.id}")), "href": screen.path, "current": current}


def refusal_html(settings: Settings, status: int, why: str, *, whole: bool = True) -> str:
    """Return the page of a refusal or a fault; not `whole`: the part that is where an outcome would."""
    values = {"folder": str(settings.root), "size": settings.upload >> 20, "count": MOST_FILES}
    values |= {"address": settings.address}
    content = {
        "lang": settings.language,
        "status": status,
        "whole": whole,
        "lost": why in ("cookie", "code"),
        "again": why in ("csrf", "busy", "fault", "full"),
        "text": str(Message(f"web-refused.{why}", **values)),
        "hint": str(Message(f"web-refused.{why}-hint", **values)),
    }
    return environment().get_template("refused.html" if whole else "refused-part.html").render(**content)
