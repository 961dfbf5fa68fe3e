"""WeasyPrint as it is: HTML templates of the same letter through Jinja, each record laid out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML

WHOLE = True
MODES = ("as it comes",)


def environment(templates: Path) -> Environment:
    return Environment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined)


def address(html: str) -> str:
    """The templates name their style sheet `asset:van-ban.css`."""
    return html.replace('"asset:', '"')


class Pages:
    def __init__(self, templates: Path) -> None:
        self._base = f"{templates}/"
        self._template = environment(templates).get_template("van-ban.html")

    def write(self, record: Any, path: Path) -> None:
        self._html(record).write_pdf(path)

    def all(self, records: list[Any], path: Path) -> None:
        documents = [self._html(record).render() for record in records]
        documents[0].copy([page for document in documents for page in document.pages]).write_pdf(path)

    def _html(self, record: Any) -> HTML:
        return HTML(string=address(self._template.render(record)), base_url=self._base)


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    return Pages(folder / "templates")
