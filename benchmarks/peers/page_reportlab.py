"""reportlab: the roster drawn by hand on its canvas, and all of them in one file over a hand-placed Form XObject."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MODES = ("by hand",)
FONTS = ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/liberation-serif-fonts")
LEFT, TOP, WIDTH = 30 * mm, 277 * mm, 165 * mm
MIDDLE, SIGN = LEFT + WIDTH / 2, LEFT + (74.5 + 90.5 / 2) * mm


class Roster:
    """Where everything stands is worked out once; `static` draws what all share, `varying` what a record brings."""

    def __init__(self, base: dict[str, Any]) -> None:
        folder = next(Path(name) for name in FONTS if Path(name).is_dir())
        for style in ("Regular", "Bold", "Italic"):
            pdfmetrics.registerFont(TTFont(style, str(folder / f"LiberationSerif-{style}.ttf")))
        self._form = base["attachments"][0]
        self._title = [part for line in self._form["title"] for part in simpleSplit(line, "Bold", 14, WIDTH)]
        self._reference_y = TOP - 12 - 16.1 * (1 + len(self._title))
        self._facts_y = self._reference_y - 2 * 15 - 16
        self._table_y = self._facts_y - 22 - 14
        columns = self._form["table"]["columns"]
        self._x = [LEFT]
        for column in columns:
            self._x.append(self._x[-1] + column["mm"] * mm)
        self._heads = [simpleSplit(c["label"], "Bold", 13, c["mm"] * mm - 3 * mm) for c in columns]
        head = max(map(len, self._heads)) * 15 + 2
        row = self._form["table"]["row_mm"] * mm
        count = len(self._form["table"]["rows"])
        self._y = [self._table_y, *(self._table_y - head - row * n for n in range(count + 1))]
        self._district = [column["id"] for column in columns].index("huyen")
        self._baselines = [y + row / 2 - 4 for y in self._y[2:]]
        self._foot_y = self._y[-1] - 20

    def static(self, canvas: Canvas) -> None:
        form = self._form
        canvas.setFont("Bold", 14)
        for n, line in enumerate([form["label"], *self._title]):
            canvas.drawCentredString(MIDDLE, TOP - 12 - 16.1 * n, line)
        canvas.setLineWidth(0.5)
        canvas.grid(self._x, self._y)
        canvas.line(MIDDLE - 10 * mm, self._facts_y + 18, MIDDLE + 10 * mm, self._facts_y + 18)
        canvas.setFont("Bold", 13)
        for left, right, lines in zip(self._x, self._x[1:], self._heads, strict=False):
            for n, line in enumerate(lines):
                canvas.drawCentredString((left + right) / 2, self._y[0] - 13 - 15 * n, line)
        canvas.setFont("Regular", 13)
        for y, row in zip(self._baselines, form["table"]["rows"], strict=True):
            canvas.drawCentredString((self._x[0] + self._x[1]) / 2, y, row[0])
        canvas.setFont("Italic", 13)
        canvas.drawString(LEFT, self._foot_y, form["foot"]["note"][0])
        canvas.drawCentredString(SIGN, self._foot_y - 46, form["foot"]["sign"][1])

    def varying(self, canvas: Canvas, record: Any) -> None:
        canvas.setFont("Italic", 13)
        for n, line in enumerate(simpleSplit(record["reference"], "Italic", 13, WIDTH - 32 * mm)):
            canvas.drawCentredString(MIDDLE, self._reference_y - 15 * n, line)
        canvas.setFont("Regular", 14)
        canvas.drawString(LEFT, self._facts_y, record["district_line"])
        canvas.drawString(LEFT, self._facts_y - 22, record["enterprise_line"])
        canvas.setFont("Regular", 13)
        x, district = self._x[self._district] + 1.5 * mm, record["district"]
        for y in self._baselines:
            canvas.drawString(x, y, district)
        canvas.setFont("Bold", 14)
        canvas.drawCentredString(SIGN, self._foot_y - 30, record["enterprise"])

    def write(self, record: Any, path: Path) -> None:
        canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
        canvas.setTitle(record["title"])
        self.static(canvas)
        self.varying(canvas, record)
        canvas.showPage()
        canvas.save()

    def all(self, records: list[Any], path: Path) -> None:
        canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
        canvas.beginForm("form")
        self.static(canvas)
        canvas.endForm()
        for record in records:
            canvas.doForm("form")
            self.varying(canvas, record)
            canvas.bookmarkPage(record["short_title"])
            canvas.addOutlineEntry(record["short_title"], record["short_title"])
            canvas.showPage()
        canvas.save()


def start(work: str, mode: str, folder: Path, out: Path) -> Any:
    return Roster(json.loads((folder / "roster.json").read_text("utf-8"))["base"])
