"""The signs of the dispatch, end to end: what is made, how large, and what a phone and a printer make of it."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from congvan.core.fonts.faces import Face
from congvan.core.problems import Problem, ProblemsFound, Severity
from congvan.core.units import mm_to_pt
from congvan.documents.signage import file_set as signs
from congvan.documents.signage.file_set import SignageFiles, owners
from congvan.formats.press import order_table, pdfx
from congvan.signs.draw import Shown
from congvan.signs.tiling import GRID, tile_sign
from congvan.signs.typeface import installed
from tests.documents.signage.set_of_signs import (
    ENTERPRISES,
    ITEMS,
    POINT,
    SIZES,
    changed,
    context_of,
    file,
    made_of,
    press_page,
    read,
    rendered,
)
from tests.examples import FULL


@pytest.fixture(scope="module")
def made() -> SignageFiles:
    return made_of()


def test_every_file_of_the_set_is_made_and_no_other(made: SignageFiles) -> None:
    folders = ("chung", *ENTERPRISES)
    wanted = {f"{folder}/{name}.pdf" for folder in folders for name in SIZES}
    wanted |= {"tiles/poster-a2-a4.pdf", "duyet-mau.pdf", "order.xlsx", "texts.txt"}
    assert {each.path for each in made.files} == wanted
    assert made.problems == []


@pytest.mark.parametrize("outlines", [False, True])
def test_paths_are_known_before_anything_is_drawn(outlines: bool) -> None:
    changes = changed("to-roi-a5", artwork="bluezone.pdf")
    context = context_of(changes, [POINT])
    members = signs.members(context.dataset.signage["bluezone-2020"], context.dataset, outlines=outlines)
    known = [member.path for member in members]
    assert known == [each.path for each in made_of(points=(POINT,), outlines=outlines, **changes).files]


def test_a_sign_may_be_for_the_sets_alone() -> None:
    for common, count in (["to-roi-a5"], 1), ([], 0):
        context = context_of({}, [POINT])
        signage = context.dataset.signage["bluezone-2020"].model_copy(update={"common": tuple(common)})
        dataset = dataclasses.replace(context.dataset, signage={"bluezone-2020": signage})
        named = [each.path for each in signs.members(signage, dataset)]
        assert sum(path.startswith("chung/") for path in named) == count
        assert "diem-thu/poster-a2.pdf" in named
        assert not any(path.startswith("tiles/") for path in named)
        composed = signs.composed(signage, dataclasses.replace(context, dataset=dataset))
        assert sorted(each.name for each in composed) == sorted(
            path for path in named if "/" in path and "ty-le" not in path
        )


def test_a_support_point_gets_its_own_set_with_its_address() -> None:
    made = made_of(points=(POINT,))
    assert {f"diem-thu/{name}.pdf" for name in SIZES} <= {each.path for each in made.files}
    words = read(rendered(made, "diem-thu/poster-a2.pdf"))
    assert "Điểm giao dịch thử" in words
    assert "Thôn thử, xã thử, huyện thử, tỉnh thử" in " ".join(words.split())
    assert made.problems == []
    rows = file(made, "order.xlsx").content["rows"]
    assert {row["phone"] for row in rows if row["file"].startswith("diem-thu/")} == {"0205 3812 345"}


@pytest.mark.parametrize("name", SIZES)
def test_boxes_of_every_sign_in_millimetres(made: SignageFiles, name: str) -> None:
    width, height, bleed = SIZES[name]
    pdf = pikepdf.open(io.BytesIO(rendered(made, f"vnpt-lang-son/{name}.pdf")))
    page = pdf.pages[0].obj
    unit = float(page.get("/UserUnit", 1)) * 25.4 / 72
    media, outer, trim = ([float(side) * unit for side in page[box]] for box in ("/MediaBox", "/BleedBox", "/TrimBox"))
    assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((width, height), abs=0.01)
    assert [trim[0] - outer[0], outer[2] - trim[2]] == pytest.approx([bleed, bleed], abs=0.01)
    assert media[0] < outer[0]
    assert media[2] > outer[2]
    assert ("/UserUnit" in page) == (name == "bang-ron-600x100")


@pytest.mark.every(4)
@pytest.mark.parametrize("path", [f"{folder}/{item}.pdf" for folder in ("chung", ENTERPRISES[0]) for item in ITEMS[1:]])
def test_a_phone_reads_the_code_from_the_farthest_scanning_distance(made: SignageFiles, path: str) -> None:
    """At ten times its side the code covers about a hundred pixels of a phone's picture 1,080 pixels wide."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="the decoder zxing-cpp is not installed")
    sign = next(each for each in _signs() if each.name == path)
    assert sign.drawing.code is not None
    width = sign.item.width + 2 * (sign.page["carry"] + sign.page["margin"])
    page = press_page(rendered(made, path))
    picture = page.render(scale=100 * width / sign.drawing.code.w / page.get_width()).to_pil()
    [found] = zxingcpp.read_barcodes(picture)
    assert found.text == "https://www.bluezone.gov.vn"


def test_the_code_is_black_only_and_as_large_as_asked() -> None:
    wanted = {"bang-ron-600x100": 300, "poster-a2": 80, "standee-80x180": 150, "to-roi-a5": 25}
    for sign in _signs():
        if sign.item.id not in wanted:
            assert sign.drawing.code is None
            continue
        assert sign.drawing.code is not None
        assert sign.drawing.code.w >= wanted[sign.item.id] - 0.01
        [code] = [op for op in sign.drawing.ops if op["op"] == "modules"]
        assert code["fill"] == [0, 0, 0, 100]


def test_letter_heights_are_over_what_is_asked(made: SignageFiles) -> None:
    least = {"bang-ron-300x80": 100, "bang-ron-600x100": 100, "poster-a2": 30, "standee-80x180": 60}
    for sign in _signs():
        assert sign.legibility.cap >= least.get(sign.item.id, 0)
        assert sign.legibility.comfortable == pytest.approx(sign.legibility.cap * 0.12)
        assert min(setting.fitted.size for setting in sign.drawing.settings) * 72 / 25.4 >= 9


def _signs(points: Sequence[dict[str, Any]] = (), **changes: Any) -> list[signs.Sign]:
    context = context_of(changes, points)
    signage, faces = context.dataset.signage["bluezone-2020"], {name: Face(data) for name, data in installed().items()}
    shown = Shown(faces, **signs.pictures(signage, context.dataset))
    return [
        signs.compose_sign(signage, item, owner, context.dataset.agency, shown)
        for owner in owners(signage, context)
        for item in signage.items
    ]


@pytest.mark.every(3)
@pytest.mark.parametrize(
    ("item", "changes", "code"),
    [
        ("bang-ron-300x80", {"cap_min": "150"}, "sign-small"),
        ("bang-ron-600x100", {"height": "400", "qr": "0"}, "sign-small"),
        ("to-roi-a5", {"width": "74", "height": "105", "qr": "15"}, "sign-type"),
        ("standee-80x180", {"message": "Một lời dài hơn hẳn " * 6}, "sign-small"),
        ("to-roi-a5", {"type_min": "20"}, "sign-type"),
        ("poster-a2", {"qr": "160"}, "sign-code"),
        ("standee-80x180", {"qr_from_ground": ["1000", "1100"]}, "sign-reach"),
        ("poster-a2", {"message": "Điểm 漢"}, "sign-glyph"),
    ],
)
def test_what_a_sign_painter_would_object_to_is_said(item: str, changes: dict[str, Any], code: str) -> None:
    found = {problem.code: problem for problem in made_of(**changed(item, **changes)).problems}
    assert code in found
    assert item in str(found[code].place)
    assert found[code].severity is (Severity.ERROR if code == "sign-glyph" else Severity.WARNING)


def test_signs_say_the_words_of_the_dispatch_and_no_others(made: SignageFiles) -> None:
    words = read(rendered(made, "viettel-lang-son/bang-ron-300x80.pdf"))
    said = "ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE PHÒNG CHỐNG COVID-19 www.bluezone.gov.vn Viettel Lạng Sơn"
    made_by = "Sở Thông tin và Truyền thông – UBND tỉnh Lạng Sơn"
    assert " ".join(words.split()) == f"{said} {made_by}"


def test_outlines_are_made_only_when_asked_for() -> None:
    made = made_of(outlines=True)
    copies = [each for each in made.files if each.path.endswith("-outlines.pdf")]
    assert len(copies) == 6 * len(SIZES)
    pdf = pikepdf.open(io.BytesIO(pdfx.render(copies[0].content, installed())))
    assert len(pdf.objects) > 5
    assert not [thing for thing in pdf.objects if is_font(thing)]


def is_font(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") in ("/Font", "/FontDescriptor")


@pytest.mark.parametrize("dpi", [72, 144] if FULL else [72])
def test_tiles_reassemble_to_the_poster_pixel_for_pixel(made: SignageFiles, dpi: int) -> None:
    """PDFium reckons in single precision: the edge of a letter may differ by 2 of 255. Poppler's pixels are equal."""
    from PIL import Image, ImageChops

    poster = rendered(made, "chung/poster-a2.pdf")
    tiles = rendered(made, "tiles/poster-a2-a4.pdf")
    edge = float(file(made, "chung/poster-a2.pdf").content["pages"][0]["margin"]) + 3
    across, down = (int(mm_to_pt(side) * dpi / 72) for side in (420, 594))  # whole pixels of the face
    wanted = raster(poster, 0, edge, edge, across, down, dpi)
    built = Image.new("RGB", (across, down))
    for index, tile in enumerate(tile_sign(420, 594).tiles, 1):
        x, y = (round(mm_to_pt(side) * dpi / 72) for side in (tile.window.x, tile.window.y))
        w = min(round(mm_to_pt(tile.window.w) * dpi / 72), across - x)
        h = min(round(mm_to_pt(tile.window.h) * dpi / 72), down - y)
        built.paste(raster(tiles, index, tile.x, tile.y, w, h, dpi), (x, y))
    assert max(high for _low, high in ImageChops.difference(built, wanted).getextrema()) <= 2
    moved = ImageChops.difference(ImageChops.offset(built, 1, 0), wanted).getextrema()
    assert max(high for _low, high in moved) > 100  # a sheet that is off by one pixel would show


@pytest.mark.full("Poppler")
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm (poppler-utils) is not installed")
@pytest.mark.parametrize("dpi", [72, 96] if FULL else [96])
def test_tiles_reassemble_exactly_in_poppler(made: SignageFiles, tmp_path: Path, dpi: int) -> None:
    from PIL import Image

    names = {"poster": "chung/poster-a2.pdf", "tile": "tiles/poster-a2-a4.pdf"}
    for name, path in names.items():
        (tmp_path / f"{name}.pdf").write_bytes(rendered(made, path))
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", f"{name}.pdf", name], cwd=tmp_path, check=True)
    edge, pixel = round(3 * GRID * dpi / 25.4), dpi / 25.4
    across, down = int(420 * pixel), int(594 * pixel)
    wanted = Image.open(tmp_path / "poster-1.png").crop((edge, edge, edge + across, edge + down))
    built = Image.new("RGB", (across, down))
    for index, tile in enumerate(tile_sign(420, 594).tiles, 2):
        sheet = Image.open(tmp_path / f"tile-{index}.png")
        x, y, left, top = (round(side * pixel) for side in (tile.window.x, tile.window.y, tile.x, tile.y))
        w, h = min(round(tile.window.w * pixel), across - x), min(round(tile.window.h * pixel), down - y)
        built.paste(sheet.crop((left, top, left + w, top + h)), (x, y))
    assert built.tobytes() == wanted.tobytes()


def raster(data: bytes, page: int, x: float, y: float, width: int, height: int, dpi: int) -> Any:
    """`width` × `height` pixels of a page from (x, y) mm, at exactly `dpi` (no rounding of the page to pixels)."""
    import ctypes

    import pypdfium2
    import pypdfium2.raw as pdfium
    from PIL import Image

    document = pypdfium2.PdfDocument(data)
    found = document[page]
    scale = dpi / 72
    left, top = round(mm_to_pt(x) * scale), round(mm_to_pt(y) * scale)
    assert left == pytest.approx(mm_to_pt(x) * scale, abs=1e-3)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    matrix = pdfium.FS_MATRIX(scale, 0, 0, scale, -left, -top)
    clip = pdfium.FS_RECTF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap.raw, found.raw, ctypes.byref(matrix), ctypes.byref(clip), 0)
    picture = bitmap.to_pil().convert("RGB")
    assert isinstance(picture, Image.Image)
    return picture


def test_tiles_are_labelled_and_mapped(made: SignageFiles) -> None:
    words = read(rendered(made, "tiles/poster-a2-a4.pdf"))
    cutting = tile_sign(420, 594)
    assert "SƠ ĐỒ GHÉP" in words
    for tile in cutting.tiles:
        label = f"{'ABCD'[tile.row]}{tile.column + 1}"
        assert words.count(label) >= 2  # on the map and on the sheet
    assert len(file(made, "tiles/poster-a2-a4.pdf").content["pages"]) == 1 + len(cutting.tiles)
    assert pytest.approx(25.4 / 6) == GRID


def test_the_proof_says_all_that_is_agreed_on(made: SignageFiles) -> None:
    words = read(rendered(made, "duyet-mau.pdf"))
    assert words.count("Người duyệt") == 5
    for said in (
        "300 cm",
        "80 cm",
        "42 cm",
        "59,4 cm",
        "14,8 cm",
        "21 cm",
        "khoen Ø 12 mm",
        "Bạt hiflex",
        "chữ cao 10,7 cm",
    ):
        assert said in words, said
    for enterprise in context_of().dataset.lists["enterprises"].entries:
        assert words.count(enterprise.values["name"]) >= len(ITEMS)


def test_the_order_is_a_sheet_with_formulas_and_blank_prices(made: SignageFiles) -> None:
    from openpyxl import load_workbook

    content = file(made, "order.xlsx").content
    data = order_table.render(content)
    assert order_table.render(content) == data
    sheet = load_workbook(io.BytesIO(data)).active
    heads = [cell.value for cell in sheet[order_table.HEAD_ROW]]
    row = dict(zip(heads, sheet[order_table.HEAD_ROW + 2], strict=True))
    assert row["Tệp in"].value == "chung/bang-ron-600x100.pdf"
    assert (row["m² mỗi bản"].value, row["Số bản"].value) == (6, 1)
    assert row["Điện thoại"].value == "0942215080"
    assert row["Đơn giá (đồng/bản)"].value is None
    assert row["Thành tiền (đồng)"].value == "=F6*N6"
    last = sheet[sheet.max_row]
    assert [cell.value for cell in last if str(cell.value).startswith("=")] == [
        "=SUM(F5:F34)",
        "=SUM(G5:G34)",
        "=SUM(O5:O34)",
    ]


def test_a_name_in_the_order_never_becomes_a_formula() -> None:
    from openpyxl import load_workbook

    made = made_of(points=(POINT | {"name": "=1+1"},))
    sheet = load_workbook(io.BytesIO(order_table.render(file(made, "order.xlsx").content))).active
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


def test_dates_of_the_order_come_from_the_data() -> None:
    made = made_of(delivery={"needed_by": "2020-08-25", "take_down_by": "2020-12-31"})
    assert {row["needed_by"] for row in file(made, "order.xlsx").content["rows"]} == {"25/8/2020"}


def test_a_painter_gets_the_lines_with_their_heights(made: SignageFiles) -> None:
    words = file(made, "texts.txt").content["text"]
    assert "chung/bang-ron-300x80.pdf" in words
    assert "      ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE\n      PHÒNG CHỐNG COVID-19\n" in words
    assert words.count("Lời chính – chữ cao") == 30


def test_finished_artwork_takes_the_place_of_ours() -> None:
    made = made_of(**changed("poster-a2", artwork="bluezone.pdf"))
    content = file(made, "chung/poster-a2.pdf").content
    assert content["pages"][0]["ops"][0]["asset"] == "templates/signage/bluezone.pdf"
    assert len(content["pages"][0]["ops"]) == 9  # the artwork and eight crop marks
    art = pikepdf.new()
    art.add_blank_page(page_size=(mm_to_pt(420), mm_to_pt(594)))
    out = io.BytesIO()
    art.save(out)
    assets = {**installed(), "templates/signage/bluezone.pdf": out.getvalue()}
    assert b"%PDF-1.6" in pdfx.render(content, assets)[:20]
    assert "theo bản thiết kế có sẵn" in read(pdfx.render(file(made, "duyet-mau.pdf").content, assets))


def test_every_content_is_plain(made: SignageFiles) -> None:
    def plain(value: Any) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(each) for key, each in value.items())
        if isinstance(value, list):
            return all(plain(each) for each in value)
        return isinstance(value, str | int | float | bool)

    for each in made.files:
        assert plain(each.content), each.path


def test_two_makings_are_the_same(made: SignageFiles) -> None:
    again = made_of()
    assert [(each.path, each.content) for each in again.files] == [(each.path, each.content) for each in made.files]


def test_a_set_has_its_own_makers_and_message() -> None:
    sets = [
        {"each": "enterprises", "where": "id == 'viettel-lang-son'", "maker": ["Mẫu: {{ name }}", "{{ agency.name }}"]}
    ]
    sets[0]["message"] = "Lời riêng của {{ name }}"
    found = [sign for sign in _signs(sets=sets) if sign.item.id == "bang-ron-300x80"]
    assert [sign.owner.id for sign in found] == ["chung", "viettel-lang-son"]
    said = {setting.role: " ".join(setting.fitted.lines) for setting in found[1].drawing.settings}
    assert said["message"] == "LỜI RIÊNG CỦA VIETTEL LẠNG SƠN"
    assert (said["mark"], said["caption"]) == ("Mẫu: Viettel Lạng Sơn", "Sở Thông tin và Truyền thông")


def accented(sign: signs.Sign) -> list[str]:
    return [op["text"] for op in sign.drawing.ops if op["op"] == "text" and op["fill"] == [0, 18, 95, 0]]


def test_a_phrase_is_accented_whole_and_across_lines() -> None:
    for sign in _signs(accent=["cài đặt Bluezone phòng chống"])[:5]:
        assert " ".join(text for text in accented(sign) if "." not in text).casefold() == "cài đặt bluezone phòng chống"
    assert "chống" not in " ".join(accented(_signs(accent=["phòng"])[0])).casefold()


def problems_of(**changes: Any) -> dict[str, Problem]:
    with pytest.raises(ProblemsFound) as found:
        context_of(changes)
    return {problem.code: problem for problem in found.value.problems}


def test_what_signs_name_must_be_there() -> None:
    assert set(problems_of(picture="khac.svg")) == {"picture-missing"}
    wrong = problems_of(sets=[{"each": "truong"}, {"each": "enterprises", "where": "nam > "}])
    assert {"reference-unknown", "expression-form"} <= set(wrong)
    assert "reference-unknown" in problems_of(delivery={"contact": "ai-do"})


def test_an_entry_may_not_take_the_folder_of_another_set() -> None:
    with pytest.raises(ProblemsFound) as found:
        context_of(points=[POINT | {"id": "vnpt-lang-son"}])
    assert "id-twice" in {problem.code for problem in found.value.problems}
    with pytest.raises(ProblemsFound) as found:
        context_of(points=[POINT | {"id": "chung"}])
    assert "point-id" in {problem.code for problem in found.value.problems}
