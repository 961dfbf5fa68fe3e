"""A paper with some PDFs to print: a letter and two packs."""

from __future__ import annotations

from tests.made_pdf import pack_pdf, plain_pdf
from tests.sample_project import Project

PAPER = "/van-ban-di/bluezone-2020"
LETTER = "bluezone-2020/letter/cong-van.pdf"
PACKS = ("bluezone-2020/packs/cao-loc.pdf", "bluezone-2020/packs/loc-binh.pdf")


def put_files(project: Project) -> Project:
    """Put the files where a build makes them."""
    for name, data in {
        LETTER: plain_pdf(3),
        LETTER.replace(".pdf", ".docx"): b"PK",
        PACKS[0]: pack_pdf({"Bìa": 1, "Biểu": 2}),
        PACKS[1]: pack_pdf({"Bìa": 1, "Biểu": 3}),
    }.items():
        path = project.root / "outputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return project
