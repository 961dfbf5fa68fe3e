"""The tree, the marks and the words of tagged pages, on small HTML templates; whole documents: tests/acceptance."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from congvan.formats.pdf.pack import PackDocument, bind
from congvan.formats.pdf.tagging.elements import StructureElement
from congvan.formats.pdf.tagging.flow_text import FlowText
from congvan.formats.pdf.tagging.repeated_rows import row_of, with_rows
from congvan.formats.pdf.tagging.structure import StructureTree
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import outline, structure_faults, tree
from tests.acceptance.poppler_tree import needs_poppler, poppler_faults
from tests.formats.pdf.tagging.sound import GAP, compiled, sound
from tests.formats.pdf_samples import text

# -- roles and the tree -----------------------------------------------------------------------------------------------


def test_elements_have_the_roles_of_their_names() -> None:
    body = (
        "<h1>Tên</h1><p>Một <b>hai</b> ba</p><div>bốn<p>năm</p></div><section><h2>Phần</h2></section>"
        "<ul><li>x</li><li><p>y</p><ul><li>z</li></ul></li></ul>"
    )
    assert sound(body) == [
        "  H1 Tên",
        "  P Một hai ba",
        "  P bốn",
        "  P năm",
        "  Sect",
        "    H2 Phần",
        "  L ListNumbering=Disc",
        *("    LI", "      Lbl • ", "      LBody x", "    LI", "      Lbl • ", "      LBody", "        P y"),
        *("        L ListNumbering=Disc", "          LI", "            Lbl ◦ ", "            LBody z"),
    ]


def test_a_layout_is_no_table_and_is_read_by_its_order() -> None:
    body = (
        '<table data-role="layout"><tr><td data-role="P order=3">a</td><td data-role="P order=1">b</td></tr>'
        '<tr><td><p data-role="P order=2">c</p><p>d</p></td><td data-role="H1 order=4">e</td></tr></table>'
    )
    assert sound(body) == ["  P b", "  P c", "  P a", "  H1 e", "  P d"]
    plain = re.sub(' data-role="P order=.|H1 order=."', "", body.replace("order=4", ""))
    assert [each.split()[-1] for each in sound(plain.replace("H1 ", "H1"))] == ["a", "b", "c", "d", "e"]


def test_two_signers_are_read_one_after_the_other() -> None:
    rows = "".join(
        f'<tr><td data-role="P order=1 joins=x">{a}</td><td data-role="P order=1 joins=x">{b}</td></tr>'
        for a, b in (("Bên A", "Bên B"), ("Tên A", "Tên B"))
    )
    assert sound(f'<table data-role="layout">{rows}</table>') == ["  P Bên A Tên A", "  P Bên B Tên B"]


@pytest.mark.parametrize(
    ("second", "read"),
    [
        ("H1 joins=title", ["  H1 TÊN Về việc"]),
        ("H1 joins=title starts", ["  H1 TÊN", "  H1 Về việc"]),
        ("H1 joins=other", ["  H1 TÊN", "  H1 Về việc"]),
        ("P", ["  H1 TÊN", "  P Về việc"]),
    ],
)
def test_lines_that_join_are_one_element_with_a_space_between(second: str, read: list[str]) -> None:
    for marked in ("", " data-f"):
        body = f'<p data-role="H1 joins=title starts"{marked}>TÊN</p><p data-role="{second}"{marked}>Về việc</p>'
        assert sound(body) == read


def test_a_part_begins_with_what_stands_above_its_heading() -> None:
    part = '<div data-role="part"><p>{0} trên</p><p data-role="H1 joins=a opens starts">{0}</p><p>{0} dưới</p></div>'
    letter, end = '<div data-role="part"><h1>thư</h1></div>', '<div data-role="part"><p>sau</p></div>'
    body = f"{letter}{part.format('I')}{part.format('II')}{end}"
    said = ["  H1 thư", "  Sect", "    P I trên", "    H1 I", "    P I dưới"]
    assert sound(body) == [*said, "  Sect", "    P II trên", "    H1 II", "    P II dưới", "    P sau"]


def test_items_are_listed_with_what_stands_between_them() -> None:
    item = '<p data-role="LI joins=c level={}">{}</p>'
    body = item.format(1, "1. một") + "<p>giữa</p>" + item.format(2, "a) sâu") + item.format(1, "2. hai") + "<p>sau</p>"
    assert sound(body) == [
        "  L ListNumbering=Decimal",
        *("    LI", "      Lbl 1. ", "      LBody một", "        P giữa"),
        *("        L ListNumbering=LowerAlpha", "          LI", "            Lbl a) ", "            LBody sâu"),
        *("    LI", "      Lbl 2. ", "      LBody hai"),
        "  P sau",
    ]
    closed = item.format(1, "- một") + '<p data-role="P closes">Điều</p>' + item.format(1, "- hai")
    assert [line for line in sound(closed) if "L List" in line] == ["  L ListNumbering=Disc"] * 2


def test_a_paragraph_below_a_dash_that_is_said_out_is_its_own() -> None:
    dash = '<p data-role="LI joins=c level=3">{}</p>'
    for end, inside in ((".", False), (";", False), (":", True)):
        said = sound(dash.format(f"- Đại diện A{end}") + "<p>Bên B</p>" + dash.format("- Đại diện B."))
        assert ("  P Bên B" in said) is not inside
        assert sum(line.strip().startswith("L ") for line in said) == 2 - inside


def test_rows_of_sums_are_the_foot_of_their_table() -> None:
    row = "<tr><td{0}>{1}</td><td{0}></td><td></td></tr>"
    sums = row.format(' data-role="none total"', "Cộng")
    body = f"<table>{row.format('', 'a') * 2}{sums}{row.format('', 'b')}{sums}{sums}</table>"
    said = sound(body)
    assert [line.strip() for line in said] == [
        "Table Summary=Biểu danh sách, 4 dòng để trống, 3 cột",
        *("TBody", "TD a", "TD a", "TD Cộng", "TD b", "TFoot", "TD Cộng", "TD Cộng"),
    ]


def test_a_table_of_nothing_but_heads_has_heads() -> None:
    said = sound('<table data-role="Table heads"><tr><td>A</td><td>B</td></tr></table>')
    assert [line.strip() for line in said][-2:] == ["TH Scope=Column A", "TH Scope=Column B"]


def test_a_label_in_a_value_stays_with_its_item() -> None:
    said = sound('<p data-role="LI joins=c" data-f>{{ a }}</p>', {"a": "- một"})
    assert said == ["  L", "    LI", "      LBody - một"]


def test_headings_are_levelled_without_gaps() -> None:
    body = "<h2>a</h2><h4>b</h4><h4>c</h4><h3>d</h3><h2>e</h2><h6>f</h6>"
    assert [each.split()[0] for each in sound(body)] == ["H1", "H2", "H2", "H2", "H1", "H2"]


def test_tables_have_scopes_and_spans() -> None:
    body = (
        '<table><thead><tr><td>A</td><th>B</th></tr></thead><tr><th scope="row">r</th><td>1</td></tr>'
        "<tr><th>s</th><td>2</td></tr>"
        '<tr><td colspan="2">qua</td></tr></table>'
    )
    assert [line.strip() for line in sound(body)][2:] == [
        *(
            "TH Scope=Column A",
            "TH Scope=Column B",
            "TBody",
            "TH Scope=Row r",
            "TD 1",
            "TH Scope=Row s",
            "TD 2",
            "TD ColSpan=2 qua",
        )
    ]


PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


def test_a_picture_is_its_words_and_without_words_nothing() -> None:
    body = '<p>x</p><p><img src="asset:a.svg" alt="Hình mẫu"> <img src="asset:a.svg" alt=""></p>'
    data = compiled(body, "@page { size: 200pt 100pt; margin: 10pt } p, body { margin: 0 }", a_svg=PICTURE).render({})
    assert pdf_faults(data) == structure_faults(data) == []
    (figure,) = [each for each in tree(data) if each.kind == "Figure"]
    assert figure.attributes["Alt"] == "Hình mẫu"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (node,) = [kid for kid in _all(pdf.Root.StructTreeRoot.K) if kid.S == "/Figure"]
        left, bottom, right, top = (float(side) for side in node.A.BBox)
    assert left == 10
    assert (round(right - left), round(top - bottom)) == (30, 15)
    assert 0 < bottom < top < 90


def _all(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    inner = [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if not isinstance(kid, int)]
    return [node, *(each for kid in inner if "/S" in kid for each in _all(kid))]


def test_a_link_is_held_and_says_where_it_leads() -> None:
    said = sound('<p>xem <a href="https://example.vn/a">trang mẫu</a> nhé</p>')
    assert said == ["  P xem  nhé", "    Link trang mẫu[trang mẫu]"]


def test_links_that_follow_one_another_are_each_their_own() -> None:
    said = sound('<p><a href="https://example.vn/a">một</a> <a href="https://example.vn/b">hai</a></p>')
    assert [line.strip() for line in said] == ["P", "Link một [một]", "Link hai[hai]"]


def test_markers_of_a_list_are_its_labels() -> None:
    body = "<ol><li>một<ul><li>hai</li></ul></li><li>ba</li></ol>"
    assert sound(body) == [
        "  L ListNumbering=Decimal",
        *("    LI", "      Lbl 1. ", "      LBody một", "        L ListNumbering=Disc"),
        *("          LI", "            Lbl ◦ ", "            LBody hai"),
        *("    LI", "      Lbl 2. ", "      LBody ba"),
    ]
    assert sound("<ul><li>- gạch</li></ul>")[1:] == ["    LI", "      Lbl - ", "      LBody gạch"]


def test_another_language_is_said() -> None:
    data = compiled('<p>nói <i lang="en">data</i></p><p lang="fr">bonjour</p><p>hết</p>').render({})
    assert pdf_faults(data) == structure_faults(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = [(str(node.S), str(node.get("/Lang", ""))) for node in _all(pdf.Root.StructTreeRoot.K)]
    assert said[1:] == [("/P", ""), ("/Span", "en"), ("/P", "fr"), ("/P", "")]


def test_a_note_is_one() -> None:
    said = sound(
        '<p>một<span data-role="Note"><span>1</span> chú</span></p>', style="span[data-role] { float: footnote }"
    )
    assert said == ["  P một", "    Note 1 chú"]


def test_what_is_repeated_is_read_once() -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(60))
    body = (
        '<div class="h" data-role="head">Mật</div><div class="f" data-role="foot">Liên hệ</div>'
        f"<table><thead><tr><th>TT</th></tr></thead>{rows}</table>"
    )
    style = (
        "@page { size: A5; @top-left { content: element(h) } @bottom-left { content: element(f) }"
        " @top-right { content: counter(page) } } .h { position: running(h) } .f { position: running(f) }"
    )
    said = sound(body, style=style)
    assert said[0] == "  P Mật"
    assert said[-1] == "  P Liên hệ"
    assert sum("TH " in line for line in said) == 1
    assert sum("TD" in line for line in said) == 60


# -- spaces, labels, words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "boxes", "spaces"),
    [
        ("một hai", ["một", "hai"], [True]),
        ("Covid-19", ["Covid-", "19"], [False]),
        ("a - b", ["a -", "b"], [True]),
        ("507/\u2060STTTT", ["507/", "STTTT"], [False]),
        ("một\n  hai ba", ["một hai", "ba"], [True]),
        ("một hai", ["một ", "hai"], [False]),
        ("ẩn", ["MỘT", "HAI"], [True]),
        ("ẩn", ["a-", "b"], [False]),
    ],
)
def test_a_line_ends_with_a_space_where_the_source_has_one(source: str, boxes: list[str], spaces: list[bool]) -> None:
    flow = FlowText()
    flow.add(source)
    assert [flow.spaced(box) for box in boxes][1:] == spaces


@pytest.mark.parametrize("width", [60, 90, 130])
@pytest.mark.parametrize("mark", ["", " data-f"])
def test_words_of_two_lines_are_two(width: int, mark: str) -> None:
    text = "Đề nghị các đơn vị phối hợp triển khai thực hiện công văn này trước ngày 20"
    (said,) = sound(f'<p style="width: {width}mm"{mark}>{text}</p>')
    assert said.split() == ["P", *text.split()]


def test_what_is_painted_as_a_group_is_read_in_its_place() -> None:
    with_group = compiled('<p>a</p><p style="opacity: 0.5">mờ</p><p>b</p>').render({})
    assert pdf_faults(with_group) == structure_faults(with_group) == []
    with pikepdf.open(io.BytesIO(with_group)) as pdf:
        (root,) = [pdf.Root.StructTreeRoot.K]
        assert [str(kid.S) for kid in root.K] == ["/P"] * 3
        assert [int(kid.K) for kid in root.K] == [0, 2, 1]  # it is painted last


# -- without tags -----------------------------------------------------------------------------------------------------


RICH = (
    "<h1 data-f>{{ a }}</h1><p>Kính gửi: <b data-f>{{ a }}</b>, <i>UBND</i> <u>và</u> "
    '<a href="https://example.vn">x</a></p><ul style="list-style: none"><li>- gạch</li></ul>'
    "<table><thead><tr><th>TT</th></tr></thead><tr><td data-f>{{ a }}</td></tr></table>"
    '<p data-role="LI">- một ./.</p><p style="opacity: 0.5">mờ V/v</p>'
)


def test_without_tags_a_file_is_what_is_painted_without_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte: the same layout serves both."""
    template = compiled(RICH, "p { width: 60mm } td { border: 1pt solid }")
    records = [{"a": "Sở Nội vụ"}, {"a": "VT: ffi"}]
    with_marks = [(template.render(record), template.untagged(record))[1] for record in records]

    @contextlib.contextmanager
    def no_boxes() -> Iterator[list[dict[int, Any]]]:
        yield [{} for _ in range(9)]

    from congvan.formats.pdf import layout, weasy

    plainly = weasy.weasyprint().Document.write_pdf
    monkeypatch.setattr(layout, "marked_boxes", no_boxes)
    monkeypatch.setattr(
        weasy.weasyprint().Document, "write_pdf", lambda self, **how: plainly(self, **{**how, "pdf_tags": False})
    )
    unmarked = compiled(RICH, "p { width: 60mm } td { border: 1pt solid }")
    assert [unmarked.untagged(record) for record in records] == with_marks


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is missing: apt-get install poppler-utils")
def test_no_pixel_moves(tmp_path: Path) -> None:
    template = compiled(RICH)
    for name, way in (("a", template.render), ("b", template.untagged)):
        (tmp_path / f"{name}.pdf").write_bytes(way({"a": "VT, UBND tỉnh (b/c)" + GAP}))
        subprocess.run(["pdftoppm", "-r", "120", f"{name}.pdf", name], cwd=tmp_path, check=True)
    assert (tmp_path / "a-1.ppm").read_bytes() == (tmp_path / "b-1.ppm").read_bytes()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is missing: apt-get install poppler-utils")
def test_other_readers_find_the_words_in_their_order(tmp_path: Path) -> None:
    words = "Sở Nội vụ Kính gửi: Sở Nội vụ, UBND và x - gạch TT Sở Nội vụ - một ./. mờ V/v"
    said = words.split()
    data = compiled(RICH).render({"a": "Sở Nội vụ"})
    (tmp_path / "a.pdf").write_bytes(data)
    found = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert found.split() == said
    assert text(data)[0].split() == said
    assert " ".join(line.split(maxsplit=1)[-1] for line in outline(data)).count("Kính gửi:") == 1


@needs_poppler
def test_another_reader_tells_every_word_alone_and_in_a_pack() -> None:
    template = compiled(RICH.partition('<p style="opacity')[0])  # a group is no part of what the tests read
    records = [{"a": "UBND xã (b/c); V/v"}, {"a": f"số{GAP}VT"}]
    assert [poppler_faults(template.render(record)) for record in records] == [[], []]
    parts = [PackDocument(template, record, record["a"], "") for record in records]
    pack = bind(parts, title="Bộ mẫu", tagged=True)
    assert pdf_faults(pack) == structure_faults(pack) == poppler_faults(pack) == []


# -- objects -----------------------------------------------------------------------------------------------------------


def test_the_tree_of_a_blank_form_says_so() -> None:
    def form(values: list[str]) -> list[str]:
        cells = "".join(f"<td data-f>{value}</td>" for value in values)
        return [
            each.attributes.get("Summary", "") for each in tree(compiled(f"<table><tr>{cells}</tr></table>").render({}))
        ]

    assert "Biểu danh sách, 1 dòng để trống, 4 cột" in form(["1", "", "", ""])
    assert set(form(["1", "a", "", ""])) == {""}
    assert set(form(["1", "a", "b", "", *["</td></tr><tr><td>", "", ""]])) == {""}  # a row of sums alone is empty


def test_an_element_over_two_pages_is_one() -> None:
    text = " ".join(["từ"] * 900)
    data = compiled(f"<p>{text}</p>", "@page { size: A5 }").render({})
    assert [each.text.split() for each in tree(data) if each.kind == "P"] == [text.split()]
    assert pdf_faults(data) == structure_faults(data) == []


def test_kids_stand_where_they_are_painted() -> None:
    elements = [StructureElement("Document", -1), StructureElement("P", 0), StructureElement("Link", 1)]
    objects = [*StructureTree(elements, [[1, 2, 1]], "").objects(10, [5])]
    assert [item.number for item in objects] == [10, 11, 12, 13]
    assert b"/K[0 13 0 R 2]" in objects[2].body
    assert b"/Nums[0[12 0 R 13 0 R 12 0 R]]" in objects[0].body


def test_rows_are_copied_into_their_places() -> None:
    kinds = [("Document", -1), ("Table", 0), ("TR", 1), ("TD", 2), ("P", 3), ("TR", 1), ("TD", 5), ("P", 0)]
    elements = [StructureElement(*each) for each in kinds]
    assert [row_of(elements, n) for n in (4, 6, 7)] == [2, 5, -1]
    made = with_rows(elements, 2, {5: 3})
    assert made.rows == {5: [5, 8, 11]}
    assert [(each.kind, each.parent) for each in made.elements[5:8]] == [("TR", 1), ("TD", 5), ("P", 6)]
    assert made.renumbered == [0, 1, 2, 3, 4, -1, -1, 14]
