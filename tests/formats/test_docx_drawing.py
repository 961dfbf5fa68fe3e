"""A drawing as a record: shapes of the sizes that were asked for, each with an id of its own, and words read aloud."""

from __future__ import annotations

import io
import re

import pytest

from congvan.formats.docx import compile_template
from congvan.problems import Stop
from tests.formats.docx_samples import docx, p, parts_of

MARKS = [
    {"kind": "bar", "x": 0, "y": 1, "width": 40, "height": 3, "part": True},
    {"kind": "dot", "x": 10, "y": 10, "radius": 1},
    {"kind": "line", "points": [[0, 5], [10, 0], [20, 20]], "strong": True},
]
DRAWING = {"_docx": "drawing", "words": "A & B: 1 < 2", "width": 50, "height": 30, "marks": MARKS}


def test_shapes_have_the_sizes_that_were_asked_for() -> None:
    from docx import Document

    made = compile_template(docx(p("{{r a }}{{ b }}{{r a }}"))).render({"a": DRAWING, "b": "giữa"})
    shown = Document(io.BytesIO(made)).element.body
    found = [
        (int(each.get("cx")), int(each.get("cy")))
        for each in shown.xpath(".//*[local-name()='extent' or local-name()='ext'][@cx]")
    ]
    inline = [(50, 30), (50, 30), (40, 3), (2, 2), (20, 20)]  # the drawing, its group, its three marks
    assert [(x / 36000, y / 36000) for x, y in found] == inline * 2
    xml = parts_of(made)["word/document.xml"].decode()
    assert re.findall(r'<wp:docPr id="(\d+)"', xml) == ["1001", "1002"]
    assert xml.count('descr="A &amp; B: 1 &lt; 2"') == 2
    assert xml.index("<w:drawing>") < xml.index("giữa") < xml.rindex("<w:drawing>")


@pytest.mark.parametrize("words", ["a\x00", "a\x0b"])
def test_words_that_no_file_can_carry_are_refused(words: str) -> None:
    with pytest.raises(Stop):
        compile_template(docx(p("{{r a }}"))).render({"a": DRAWING | {"words": words}})


def test_inside_a_run_a_drawing_would_not_be_shown() -> None:
    with pytest.raises(Stop):
        compile_template(docx(p("{{ a }}"))).render({"a": DRAWING})
