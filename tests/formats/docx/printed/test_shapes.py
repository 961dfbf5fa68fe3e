"""A drawing as a record: shapes of the sizes that were asked for, each with an id of its own, and words read aloud."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from lxml import etree

from congvan.core.problems import ProblemsFound
from congvan.formats.docx.template import compile_template
from tests.formats.docx_samples import docx, p
from tests.package import parts_of

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


@pytest.mark.parametrize(
    ("mark", "box", "look", "thick"),
    [
        (
            {"kind": "bar", "x": 1, "y": 2, "width": 40, "height": 3, "part": True},
            (1, 2, 40, 3),
            ["rect", "404040"],
            [],
        ),
        (
            {"kind": "bar", "x": 1, "y": 2, "width": 40, "height": 3, "part": False},
            (1, 2, 40, 3),
            ["rect", "D9D9D9"],
            [],
        ),
        ({"kind": "dot", "x": 10, "y": 20, "radius": 1.5}, (8.5, 18.5, 3, 3), ["ellipse", "404040"], []),
        (
            {"kind": "line", "points": [[2, 5], [12, 1], [22, 20]], "strong": True},
            (2, 1, 20, 19),
            [(0, 4), (10, 0), (20, 19), "404040"],
            [1.25],
        ),
        (
            {"kind": "line", "points": [[0, 0], [9, 0]], "strong": False},
            (0, 0, 9, 0),
            [(0, 0), (9, 0), "000000"],
            [0.5],
        ),
    ],
)
def test_a_mark_stands_where_it_was_asked_for(mark: Any, box: Any, look: list[Any], thick: list[float]) -> None:
    made = compile_template(docx(p("{{r a }}"))).render({"a": DRAWING | {"marks": [mark, mark]}})
    xml = parts_of(made)["word/document.xml"].decode()
    group = xml[xml.index("</wpg:grpSpPr>") + len("</wpg:grpSpPr>") : xml.index("</wpg:wgp>")]
    shapes = group.split("<wps:wsp>")
    assert shapes[0] == ""
    assert shapes[1] == shapes[2]
    shape = etree.fromstring(xml.encode()).xpath("(//*[local-name()='wsp'])[1]")[0]
    named = {}
    for each in shape.iter():
        named.setdefault(etree.QName(each).localname, each)
    sizes = [
        int(named[name].get(key)) / 36_000 for name, key in (("off", "x"), ("off", "y"), ("ext", "cx"), ("ext", "cy"))
    ]
    assert tuple(sizes) == box
    points = [
        (int(each.get("x")) / 36_000, int(each.get("y")) / 36_000) for each in shape.xpath(".//*[local-name()='pt']")
    ]
    geometry = [named["prstGeom"].get("prst")] if "prstGeom" in named else points
    assert [*geometry, named["srgbClr"].get("val")] == look
    if thick:
        assert [etree.QName(each).localname for each in named["path"]] == ["moveTo", *["lnTo"] * (len(points) - 1)]
        assert (int(named["path"].get("w")) / 36_000, int(named["path"].get("h")) / 36_000) == box[2:]
    assert [int(each.get("w")) / 12_700 for each in shape.xpath(".//*[local-name()='ln'][@w]")] == thick


@pytest.mark.parametrize("words", ["a\x00", "a\x0b"])
def test_words_that_no_file_can_carry_are_refused(words: str) -> None:
    with pytest.raises(ProblemsFound):
        compile_template(docx(p("{{r a }}"))).render({"a": DRAWING | {"words": words}})


def test_inside_a_run_a_drawing_would_not_be_shown() -> None:
    with pytest.raises(ProblemsFound):
        compile_template(docx(p("{{ a }}"))).render({"a": DRAWING})
