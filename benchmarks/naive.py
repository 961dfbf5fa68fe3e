"""The baseline: the same tree made the plain way, by docxtpl, WeasyPrint, openpyxl and pikepdf, one file after another.

python naive.py OUT. It is given the finished contents (jobs.json), so it reads no YAML, checks nothing, keeps nothing
between records and publishes nothing: what a short script around these libraries does. In its favour, a pack joins the
PDF files of the forms that it has already made.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import openpyxl
import pikepdf
from docxtpl import DocxTemplate
from peers import book_openpyxl
from peers.page_weasyprint import address, environment
from weasyprint import HTML

FORMATS = ("docx", "pdf", "xlsx")


def pdf(folder: Path, template: str, content: Any, path: Path) -> None:
    named = template.removeprefix("templates/").replace(".docx", ".html")
    page = environment(folder / "templates").get_template(named)
    HTML(string=address(page.render(content)), base_url=f"{folder / 'templates'}/").write_pdf(path)


def docx(folder: Path, template: str, content: Any, path: Path) -> None:
    document = DocxTemplate(str(folder / template))
    document.render(content, autoescape=True)
    document.save(str(path))


def xlsx(folder: Path, template: str, content: Any, path: Path) -> None:
    """The form through the same description that the openpyxl peer has; other lists as plain rows."""
    if not content.get("attachments"):
        book = openpyxl.Workbook()
        for row in content.get("table", {}).get("rows", []):
            book.active.append(row)
        book.save(path)
        return
    form = content["attachments"][0]
    described = json.loads((folder / "workbook.json").read_text("utf-8"))
    facts = [*form["facts"], ""]
    record = {
        "district_line": facts[0],
        "enterprise_line": facts[1],
        "reference": form["reference"],
        "district": form["table"]["rows"][0][4],
        "enterprise": form["foot"]["sign"][0],
        "title": content["title"],
    }
    styles = [book_openpyxl.style_of(style) for style in described["styles"]]
    book_openpyxl.build(described, styles, record).save(path)


def pack(folder: Path, out: Path, job: Any, made: dict[str, Path], path: Path) -> None:
    """Cover and letter laid out, forms taken from the files made before, joined; each begins on an odd page."""
    bound = pikepdf.new()
    cover = {"template": job["template"], "content": job["content"], "bookmark": job["content"]["title"]}
    with bound.open_outline() as outline:
        for part in [cover, *job["parts"]]:
            key = json.dumps(part["content"], sort_keys=True)
            if key not in made:
                made[key] = out / f".part-{len(made)}.pdf"
                pdf(folder, part["template"], part["content"], made[key])
            if len(bound.pages) % 2:
                bound.add_blank_page(page_size=(595, 842))
            outline.root.append(pikepdf.OutlineItem(part["bookmark"], len(bound.pages)))
            with pikepdf.open(made[key]) as document:
                bound.pages.extend(document.pages)
    bound.save(path)


def main(out: Path, folder: Path = HERE / ".work") -> None:
    jobs = json.loads((folder / "jobs.json").read_text("utf-8"))
    made: dict[str, Path] = {}
    for job in jobs:
        if job["format"] not in FORMATS:
            continue
        path = out / job["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "parts" in job:
            pack(folder, out, job, made, path)
            continue
        {"docx": docx, "pdf": pdf, "xlsx": xlsx}[job["format"]](folder, job["template"], job["content"], path)
        if job["format"] == "pdf":
            made[json.dumps(job["content"], sort_keys=True)] = path
    for path in out.glob(".part-*.pdf"):
        path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
