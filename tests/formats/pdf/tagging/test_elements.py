"""Fields and signatures in the tree of tagged pages, and packs that are tagged: on small HTML templates."""

from __future__ import annotations

import io

import pikepdf
import pytest

from congvan.formats.pdf.layout_record import LayoutRecord
from congvan.formats.pdf.objects import text_string
from congvan.formats.pdf.pack import PackDocument, bind
from congvan.formats.pdf.tagging.elements import HeldAnnotation, StructureElement
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import outline, structure_faults
from tests.formats.pdf.tagging.sound import compiled
from tests.formats.pdf_samples import furthest


def with_field(layout: LayoutRecord, kind: bytes, name: str, words: str) -> LayoutRecord:
    """A layout with a field beside its first paragraph, as a paper filled in or signed on the screen has one."""
    first = len(layout.objects)
    appearance = (b"/Type/XObject/Subtype/Form/BBox[0 0 60 16]/Resources<<>>", b"/Tx BMC\nEMC\n")
    widget = b"<</Type/Annot/Subtype/Widget%s/T%s/Rect[120 700 180 716]/F 4/AP<</N %d 0 R>>>>" % (
        kind,
        text_string(name),
        first,
    )
    layout.objects += [appearance, (widget, b"")]
    page = layout.pages[0]
    layout.pages[0] = page._replace(entries=page.entries + b"/Annots[%d 0 R]" % (first + 1))
    paragraph = next(n for n, each in enumerate(layout.elements) if each.kind == "P")
    layout.elements.append(StructureElement("Form", paragraph))
    entries = b"/TU" + text_string(words)
    layout.annotations.append(HeldAnnotation(first + 1, len(layout.elements) - 1, entries))
    return layout


@pytest.mark.parametrize(
    ("kind", "words"), [(b"/FT/Tx/DA(/F 12 Tf 0 g)", "Số của văn bản"), (b"/FT/Sig", "Chữ ký của Giám đốc")]
)
def test_fields_and_signatures_are_held_by_the_tree_of_stamped_files(
    kind: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compiled("<p data-f>{{ a }}</p>")
    plain = template._layout
    monkeypatch.setattr(template, "_layout", lambda *args, **more: with_field(plain(*args, **more), kind, "so", words))
    for value in ("Số:", "Ngày:"):
        data = template.render({"a": value})
        assert pdf_faults(data) == structure_faults(data) == []
        assert outline(data)[1:] == [f"  P {value}", f"    Form [{words}]"]
        with pikepdf.open(io.BytesIO(data)) as pdf:
            (field,) = pdf.Root.AcroForm.Fields
            (annotation,) = pdf.pages[0].Annots
            assert field.objgen == annotation.objgen
            assert int(field.StructParent) == len(pdf.pages)
    assert template.stats["stamped"] == 1
    assert pdf_faults(template.untagged({"a": "x"})) == []


@pytest.mark.full("long runs")
def test_a_pack_may_be_tagged() -> None:
    """Each document a part; a link and a field of each its own; equal contents are still one stream."""
    template = compiled('<h1 data-f>{{ a }}</h1><p>xem <a href="https://example.vn">đây</a></p><p>' + "chữ " * 200)
    parts = [PackDocument(template, {"a": f"Văn bản {n % 3}"}, f"Bản {n}", "") for n in range(70)]
    noted = compiled('<p>một<span data-role="Note">chú</span></p>', "span { float: footnote }")
    parts += [PackDocument(noted, {}, "Chú", "")] * 2
    data, plain = (bind(parts, title="Bộ mẫu", tagged=tagged) for tagged in (True, False))
    assert pdf_faults(data) == structure_faults(data) == []
    assert [line for line in outline(data) if "H1" in line] == [f"    H1 Văn bản {n % 3}" for n in range(70)]
    assert sum("Link đây[đây]" in line for line in outline(data)) == 70
    assert b"/StructTreeRoot" not in plain
    assert pdf_faults(plain) == []
    assert furthest(data, plain) == 0
