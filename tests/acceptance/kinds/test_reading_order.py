"""What a screen reader reads of a PDF, box by box, beside the DOCX of the same record."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from congvan.editing.drafting.dispatch_draft import samples
from congvan.formats.docx.template import compile_template as compile_docx
from congvan.formats.docx_html.template import compile_template
from tests.acceptance.kinds import making
from tests.acceptance.pdf_tree import Spoken, structure_faults, tree
from tests.acceptance.promises.line import LONG
from tests.acceptance.templates import making as contents
from tests.sample_project import HOME

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALL = [*samples(), *making.more()]
TRIED = ALL if LONG else ALL[::4]
HEAD = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def docx_boxes(data: bytes) -> tuple[list[tuple[int, str]], set[str]]:
    """(number of the block of the body, text) of each paragraph; the texts of headers and footers."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
        margins = [name for name in package.namelist() if name.startswith(("word/header", "word/footer"))]
        texts = {_text(p) for name in margins for p in etree.fromstring(package.read(name)).iter(W + "p")}
    boxes = [(n, _text(p)) for n, block in enumerate(body) for p in block.iter(W + "p") if not _is_fallback(p)]
    return [(n, text) for n, text in boxes if text], texts


def _is_fallback(paragraph: Any) -> bool:
    return any(etree.QName(above).localname == "Fallback" for above in paragraph.iterancestors())


def _text(paragraph: Any) -> str:
    """The text of a paragraph, not that of a text box in it."""
    out = []
    for each in paragraph.iter(W + "t", W + "br", W + "noBreakHyphen", W + "tab"):
        if next(each.iterancestors(W + "p")) is paragraph and not _is_fallback(each):
            name = etree.QName(each).localname
            out.append(each.text or "" if name == "t" else "-" if name == "noBreakHyphen" else " ")
    return flat("".join(out))


def tree_boxes(elements: list[Spoken]) -> list[str]:
    """The texts of the elements, a label with its item."""
    boxes: list[str] = []
    label = ""
    for each in elements:
        if each.kind == "Lbl":
            label = each.text
        elif flat(label + each.text):
            boxes.append(flat(label + each.text))
            label = ""
    return boxes


def assert_boxes_agree(pdf: bytes, docx: bytes) -> None:
    """Each box of the tree is one paragraph of the DOCX or several that follow one another there; all are read once,
    and blocks of the body in their order.
    """
    waiting, margins = docx_boxes(docx)
    order = []
    for box in tree_boxes(tree(pdf)):
        if box in margins and box not in [text for _block, text in waiting]:
            continue
        taken = _taken(box, waiting)
        assert taken, f"not in the DOCX: {box}"
        order.append(waiting[taken[0]][0])
        del waiting[taken[0] : taken[1]]
    assert waiting == []
    assert order == sorted(order)


def _taken(box: str, waiting: list[tuple[int, str]]) -> tuple[int, int] | None:
    for first in range(len(waiting)):
        text = ""
        for last in range(first, min(first + 6, len(waiting))):
            text = f"{text} {waiting[last][1]}".strip()
            if text == box:
                return first, last + 1
            if not box.startswith(text):
                break
    return None


@pytest.mark.parametrize("name", TRIED)
def test_the_tree_has_the_boxes_of_the_docx(name: str) -> None:
    made = making.make(name)
    assert structure_faults(made["pdf"]) == []
    assert_boxes_agree(made["pdf"], made["docx"])


def test_the_head_is_read_in_its_order() -> None:
    read = tree_boxes(tree(making.make("cong-van")["pdf"]))
    assert read[:2] == HEAD
    assert [read.index(text) for text in read[:8]] == [*range(8)]
    assert read[2:6] == ["UBND TỈNH LẠNG SƠN", "SỞ VĂN THƯ VÀ DỮ LIỆU MẪU", read[4], read[5]]
    assert read[4].startswith("Số: ")
    assert ", ngày " in read[5]
    (heading,) = [each for each in tree(making.make("cong-van")["pdf"]) if each.kind == "H1"]
    assert read[6] == flat(heading.text)
    assert read[6].startswith("V/v ")
    assert read[7].startswith("Kính gửi:")
    assert read.index("Nơi nhận:") > read.index("Lê Văn Mẫu") > read.index("GIÁM ĐỐC")


SPOKEN = "UBND V/v VT (b/c); nghị./. Covid-19 507/STTTT 2019-2020 ffi AV To - Sở Đề"
WORDS = st.lists(st.sampled_from(SPOKEN.split()), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=30 if LONG else 5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(receiver=WORDS, items=st.lists(WORDS, min_size=1, max_size=4), sign=WORDS)
def test_whatever_a_record_says_both_say_it_box_by_box(receiver: str, items: list[str], sign: str) -> None:
    content = contents.ready(contents.content("addressed"))
    content["kinh_gui"][0]["text"] = f"Kính gửi: {receiver}"
    content["noi_nhan"]["lines"] = [f"- {item};" for item in items]
    content["sign"]["name"] = sign
    template = (HOME / "templates/van-ban.docx").read_bytes()
    pdf = compile_template(template, name="van-ban.docx").render(content)
    assert structure_faults(pdf) == []
    assert_boxes_agree(pdf, compile_docx(template, name="van-ban.docx").render(content))
