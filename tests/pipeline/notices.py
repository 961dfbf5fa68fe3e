"""A document of one's own beside those of the sample: a notice for each district, by a template typed in Word."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.sample_project import Project, new_project

TEMPLATE = "templates/thu.docx"
ENTRY = (
    "\n- {id: notices, name: Thông báo, templates: {docx: thu.docx}, for_each: {district: districts}, "
    "path: 'notices/{{ district.id }}'}\n"
)


def with_notices(folder: Path, *lines: str) -> Project:
    """The sample with the notices, nothing compiled yet; their template has a paragraph a line."""
    project = new_project(folder, cold=True)
    project.write("data/documents.yaml", project.read("data/documents.yaml") + ENTRY)
    typed(project.root / TEMPLATE, *lines)
    return project


def typed(path: Path, *lines: str) -> Path:
    """A template with a paragraph a line."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path
