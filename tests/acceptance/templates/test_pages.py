"""The pages as printed by WeasyPrint and LibreOffice: Decree 30 to the millimetre and point (Appendix I)."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from tests.acceptance.templates import making
from tests.acceptance.templates.pages import Glyph, Pages, left, read, right
from tests.libreoffice_version import expect_other_pages

# WeasyPrint leaves its colour profile to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning")
LONG = "BAN QUẢN LÝ KHU KINH TẾ CỬA KHẨU ĐỒNG ĐĂNG - LẠNG SƠN"
HEADS = {
    "one-line": {"head__parent": [], "head__issuer": ["BỘ NỘI VỤ"]},
    "two-lines": {"head__parent": ["BỘ TÀI CHÍNH"], "head__issuer": ["CỤC THUẾ"]},
    "three-lines": {"head__parent": ["UBND TỈNH LẠNG SƠN"], "head__issuer": ["SỞ THÔNG TIN", "VÀ TRUYỀN THÔNG"]},
    "four-lines": {
        "head__parent": ["ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN"],
        "head__issuer": ["SỞ THÔNG TIN", "VÀ TRUYỀN THÔNG"],
    },
    "long-name": {"head__parent": ["UBND TỈNH LẠNG SƠN"], "head__issuer": [LONG]},
}
MANY_ROWS = [[str(n), "", "", "", "Huyện Cao Lộc", ""] for n in range(1, 61)]


def contents() -> dict[str, dict[str, Any]]:
    made = {name: making.content(name) for name in making.NAMES}
    made |= {f"head-{name}": making.changed("corrected", **values) for name, values in HEADS.items()}
    made["rows"] = making.changed("roster", attachments__0__table__rows=MANY_ROWS)
    facts = ["Doanh nghiệp: Viettel Lạng Sơn"]
    made["rows-to-the-end"] = making.changed(
        "roster", attachments__0__table__rows=MANY_ROWS[:22], attachments__0__facts=facts
    )
    return made


@functools.cache
def printed(renderer: str) -> dict[str, Pages]:
    all_contents = contents()
    if renderer == "weasyprint":
        return {name: read(making.make_pdf(data, name)) for name, data in all_contents.items()}
    files = making.printed_docx({name: making.make_docx(data, name) for name, data in all_contents.items()})
    return {name: read(data) for name, data in files.items()}


@pytest.fixture(params=["weasyprint", pytest.param("libreoffice", marks=pytest.mark.full("LibreOffice"))])
def pages(request: pytest.FixtureRequest) -> dict[str, Pages]:
    return printed(request.param)


def looks(glyphs: list[Glyph], size: float, *, bold: bool = False, italic: bool = False) -> bool:
    return all(abs(g.size - size) < 0.2 and g.bold == bold and g.italic == italic for g in glyphs)


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("name", "count"),
    [("corrected", 3), ("as_issued", 3), ("addressed", 3), ("roster", 1), ("quyet_dinh", 1), ("send_list", 1)],
)
def test_number_of_pages(pages: dict[str, Pages], name: str, count: int, request: pytest.FixtureRequest) -> None:
    if (name, request.node.callspec.params["pages"]) == ("send_list", "libreoffice"):
        expect_other_pages(request)  # rows of a least height are higher there
    assert pages[name].count == count
    assert pages[name].size == pytest.approx((210, 297), abs=0.1)


@pytest.mark.parametrize("name", making.NAMES)
def test_margins(pages: dict[str, Pages], name: str) -> None:
    """20, 15, 20, 30 mm (I.3); above the text stand only the page number and the marking."""
    for glyph in pages[name].glyphs:
        assert glyph.left > 29.4
        assert glyph.right < 195.6
        assert glyph.base < 277
    high = [g.char for g in pages[name].glyphs if g.base < 20]
    assert "".join(high) in ("", "2", "23", "LƯUHÀNHNỘIBỘ")


def test_page_numbers(pages: dict[str, Pages]) -> None:
    """Centred in the top margin from page 2 on, an appendix counted by itself (I.7, III.1.đ)."""
    numbers = [(g.char, g.page) for g in pages["corrected"].glyphs if g.base < 20]
    assert numbers == [("2", 1)]
    assert [(g.char, g.page) for g in pages["as_issued"].glyphs if g.base < 20] == [("2", 1), ("3", 2)]
    assert [(g.char, g.page) for g in pages["rows"].glyphs if g.base < 20][:1] == [("2", 1)]
    two = next(g for g in pages["corrected"].glyphs if g.base < 20)
    assert (two.left + two.right) / 2 == pytest.approx(30 + 165 / 2, abs=0.5)
    assert two.size == pytest.approx(14, abs=0.1)


def test_head(pages: dict[str, Pages]) -> None:
    page = pages["corrected"]
    assert looks(page.find("UBND TỈNH LẠNG SƠN"), 12)
    assert looks(page.find("SỞ THÔNG TIN VÀ TRUYỀN THÔNG"), 12, bold=True)
    assert looks(page.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 12, bold=True)
    assert looks(page.find("Độc lập - Tự do - Hạnh phúc"), 13, bold=True)
    assert looks(page.find("Số: /STTTT-BCVT"), 13)
    assert looks(page.find("Lạng Sơn, ngày tháng 8 năm 2020"), 13, italic=True)
    assert looks(page.find("V/v tăng cường thúc đẩy"), 12)


@pytest.mark.parametrize("name", ["corrected", "quyet_dinh", *(f"head-{name}" for name in HEADS)])
def test_number_and_date_share_a_line(pages: dict[str, Pages], name: str) -> None:
    """II.4.c, whatever the number of lines of the names."""
    page = pages[name]
    assert page.find("Số:")[0].base == pytest.approx(page.find("Lạng Sơn, ngày")[0].base, abs=0.3)


@pytest.mark.parametrize("name", ["corrected", "quyet_dinh", *(f"head-{name}" for name in HEADS)])
def test_rules_of_the_head(pages: dict[str, Pages], name: str) -> None:
    """Under the motto as long as its line (II.1.b); under the issuing body 1/3 to 1/2 of it, centred (II.2.b)."""
    page, head = pages[name], contents()[name]["head"]
    motto = page.find("Độc lập - Tự do - Hạnh phúc")
    rule = page.below(motto)
    assert rule.length == pytest.approx(right(motto) - left(motto), rel=0.03)
    assert (rule.left + rule.right) / 2 == pytest.approx((left(motto) + right(motto)) / 2, abs=0.5)
    issuer = page.find(head["issuer"][-1])
    last = [glyph for glyph in issuer if glyph.base == issuer[-1].base]
    longest = max((right(line) - left(line) for line in by_line(issuer)), default=0)
    rule = page.below(last)
    assert 1 / 3 <= rule.length / longest <= 1 / 2
    assert (rule.left + rule.right) / 2 == pytest.approx((left(issuer) + right(issuer)) / 2, abs=1)


def by_line(glyphs: list[Glyph]) -> list[list[Glyph]]:
    lines: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        lines.setdefault(round(glyph.base, 1), []).append(glyph)
    return list(lines.values())


def test_receivers(pages: dict[str, Pages]) -> None:
    """One on the label's line; several each on its own line in one column (II.9.d)."""
    page = pages["corrected"]
    items = [
        page.find("- Tỉnh đoàn Lạng"),
        page.find("- Phòng Văn hóa và Thông tin các"),
        page.find("- Các doanh nghiệp: Trung"),
    ]
    assert len({round(item[0].left) for item in items}) == 1
    assert left(items[0]) == pytest.approx(75, abs=0.7)
    assert page.find("Kính gửi:")[0].left == pytest.approx(65, abs=0.5)
    assert page.find("Kính gửi:")[0].base < items[0][0].base - 3
    wrapped = by_line(page.find(making.content("corrected")["receivers"]["items"][2]))[1]
    assert left(wrapped) == pytest.approx(page.find("Các doanh nghiệp: Trung")[0].left, abs=0.4)
    one = pages["addressed"].find("Kính gửi: Phòng Văn hóa và Thông tin huyện Cao Lộc")
    assert len(by_line(one)) == 1
    inline = pages["as_issued"].find("Kính gửi: - Tỉnh đoàn Lạng Sơn;")
    assert len(by_line(inline)) == 1
    below = pages["as_issued"].find("- Phòng Văn hóa và Thông tin các huyện, thành phố.")
    assert inline[8].left == pytest.approx(below[0].left, abs=0.4)


def test_text(pages: dict[str, Pages]) -> None:
    """14 pt, first line 1.27 cm in, single spacing, 6 pt between paragraphs (II.6.e)."""
    page = pages["corrected"]
    first = page.find("Ngày 15/8/2020, Cục Viễn thông")
    assert looks(first, 14)
    assert first[0].left == pytest.approx(42.7, abs=0.4)
    lines = by_line(page.find("".join(run["text"] for run in making.content("corrected")["body"][0]["runs"])))
    pitch = (lines[1][0].base - lines[0][0].base) / 25.4 * 72
    assert pitch == pytest.approx(16.1, abs=0.2)
    following = page.find("1. Các doanh nghiệp bưu chính")[0].base
    assert (following - lines[-1][0].base) / 25.4 * 72 == pytest.approx(22.1, abs=0.3)


@pytest.mark.parametrize("name", making.LETTERS)
def test_foot(pages: dict[str, Pages], name: str) -> None:
    """“Nơi nhận:” level with the signer's first line (II.9.d), both under at least two lines of text."""
    page, data = pages[name], contents()[name]
    label, name = page.find("Nơi nhận:"), page.find(data["sign"]["name"])
    signer = page.find("".join(data["sign"]["lines"]) + data["sign"]["name"])[: len("GIÁMĐỐC")]
    assert label[0].base == pytest.approx(signer[0].base, abs=0.3)
    assert looks(label, 12, bold=True, italic=True)
    assert looks(page.find(data["noi_nhan"]["items"][0]), 11)
    assert looks(signer, 14, bold=True)
    assert looks(name, 14, bold=True)
    assert label[0].left == pytest.approx(30, abs=0.5)
    assert len({g.page for g in label + signer + name}) == 1
    above = {round(g.base) for g in page.glyphs if g.page == label[0].page and 20 < g.base < label[0].base - 3}
    assert len(above) >= 2


def test_appendix(pages: dict[str, Pages]) -> None:
    """III.1.b and c: label, title in capitals, the accompanying line in italics, a short rule."""
    page, data = pages["corrected"], making.content("corrected")["attachments"][0]
    label, reference = page.find("Phụ lục", nth=1), page.find(data["reference"])
    assert label[0].page == 2
    assert looks(label, 14, bold=True)
    assert looks(page.find(data["title"][0]), 14, bold=True)
    assert looks(reference, 13, italic=True)
    rule = page.below([g for g in reference if g.base == reference[-1].base])
    assert rule.length == pytest.approx(20, abs=0.6)
    assert (rule.left + rule.right) / 2 == pytest.approx(112.5, abs=0.5)


def edges(page: Pages, number: int, top: float, bottom: float) -> list[float]:
    """The heights of the rules across the text between two heights, each once."""
    found: list[float] = []
    for rule in sorted((r for r in page.rules if r.page == number and top < r.y < bottom), key=lambda r: r.y):
        if not found or rule.y - found[-1] > 1:
            found.append(rule.y)
    return found


def test_table(pages: dict[str, Pages], request: pytest.FixtureRequest) -> None:
    """Columns as wide as the data says, rows at least 9 mm high, the head repeated on every page."""
    if request.node.callspec.params["pages"] == "libreoffice":
        expect_other_pages(request)
    page, columns = pages["roster"], making.content("roster")["attachments"][0]["table"]["columns"]
    labels = ["".join(column["label"].split()) for column in columns]
    row, heads = page.find("".join(labels)), []
    for label in labels:
        heads.append(row[: len(label)])
        row = row[len(label) :]
    place = 30.0
    for column, glyphs in zip(columns, heads, strict=True):
        assert place <= left(glyphs)
        assert right(glyphs) <= place + column["mm"]
        assert (left(glyphs) + right(glyphs)) / 2 == pytest.approx(place + column["mm"] / 2, abs=0.8)
        place += column["mm"]
    first, second = (page.find(f"{n}HuyệnCaoLộc{n + 1}HuyệnCaoLộc")[0].base for n in (3, 4))
    assert second - first == pytest.approx(9.1, abs=0.25)
    long = pages["rows"]
    assert long.count == 3
    for number in range(long.count):
        assert long.find("Họ và tên", nth=number)[0].page == number


def test_heading_of_a_named_kind(pages: dict[str, Pages]) -> None:
    """Box 5a: type and trích yếu in bold, a rule of 1/3 to 1/2 of the line (II.5.b); căn cứ in italics (II.6.a)."""
    page, data = pages["quyet_dinh"], making.content("quyet_dinh")
    kind, subject = page.find("QUYẾT ĐỊNH"), page.find("".join(data["heading"]["trich_yeu"]))
    assert looks(kind, 14, bold=True)
    assert (left(kind) + right(kind)) / 2 == pytest.approx(112.5, abs=0.5)
    widest = max(right(line) - left(line) for line in by_line(subject))
    assert 1 / 3 <= page.below(by_line(subject)[-1]).length / widest <= 1 / 2
    assert looks(page.find(data["can_cu"][0]["runs"][0]["text"]), 14, italic=True)
    contact = page.find(data["contact"])
    assert looks(contact, 11)
    over = [rule for rule in (*page.rules, *page.boxes) if 0 < contact[0].base - rule.y < 6]
    assert over
    assert all(rule.length == pytest.approx(165, abs=1) for rule in over)
    assert contact[0].base < 277


def test_signer_of_a_form_is_never_without_rows(pages: dict[str, Pages]) -> None:
    """Where the rows just fill the page, the last two go over with the note and the signer."""
    page = pages["rows-to-the-end"]
    assert page.count == 2
    assert page.find("(Ký, ghi rõ họ tên, đóng dấu)")[0].page == 1
    assert page.find("21HuyệnCaoLộc22HuyệnCaoLộc")[0].page == 1
