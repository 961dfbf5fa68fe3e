"""“Kiểm tra thể thức”: where any DOCX or PDF is dropped. What came back from the check: `checked`."""

from __future__ import annotations

from congvan.web.runs.registry import Run
from congvan.web.visit import Content, Visit


def content(visit: Visit) -> Content:
    """Return the limit of an upload; the rest is the page's."""
    return {"size": visit.settings.upload >> 20}


def checked(run: Run) -> Content:
    """Return the papers of a check, under the names that they came with, the worst first."""
    names = run.data.get("names", {})
    files = [{**each, "name": names.get(each["path"], each["path"])} for each in (run.outcome or {}).get("files", ())]
    problems = [{**each, "place": names.get(each["file"], each["place"])} for each in (run.outcome or {})["problems"]]
    return {"problems": problems, "files": sorted(files, key=lambda each: (-_errors(each), -len(each["findings"])))}


def _errors(file: Content) -> int:
    return sum(each["severity"] == "error" for each in file["findings"])
