"""Draw the pictures of forms in docs/data.md: pages of the forms of four tasks, and one of their workbooks.

.venv/bin/python tools/form_pictures.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.forms.keys import FormKeys
from congvan.pipeline.dashboard.thumbnails import png

FOLDER = HOME / "docs/img"
SCALE, MARGIN = 1.2, 14
MEMBERS = ("to-cong-nghe-so-2026", "thanh-vien", FormKeys({"xa": "xa-cao-loc", "don_vi": "don-vi-mau-a"}))
LABOUR = ("cung-cau-lao-dong-2026", "bieu-thon", FormKeys({"thon": "ban-mau-1"}, "2026-d1"))
DISEASES = ("bao-cao-benh-2026", "tuan", FormKeys({"xa": "xa-mau-a"}, "2026-t34"))


def page_of(pdf: bytes) -> Image.Image:
    """Return the first page of a PDF without its empty margins."""
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=SCALE).to_pil().convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, *image.size)
    return image.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN))


def printed(workbook: bytes) -> bytes:
    """Return a workbook as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bieu.xlsx").write_bytes(workbook)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "bieu.xlsx"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        return (Path(folder) / "bieu.pdf").read_bytes()


def main() -> int:
    from tests.acceptance.projects.test_printed_forms import content, file

    made = {
        "bieu-thanh-vien.png": file("pdf", content(*MEMBERS)),
        "bieu-lao-dong.png": file("pdf", content(*LABOUR)),
        "bieu-noi-gui.png": file("pdf", content(*DISEASES)),
        "bieu-excel.png": printed(file("xlsx", content(*LABOUR))),
    }
    for name, pdf in made.items():
        (FOLDER / name).write_bytes(png(page_of(pdf)))
        print(f"docs/img/{name}: {(FOLDER / name).stat().st_size >> 10} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
