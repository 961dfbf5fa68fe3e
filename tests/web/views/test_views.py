"""What the screens show of the project: papers, lists, templates, forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.web.views.paper import files_of
from tests.sample_project import Project
from tests.web.client import Browser
from tests.web.views.test_today import text

PAPER = "/van-ban-di/bluezone-2020"


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/van-ban-di", ["1 dự thảo", "tăng cường thúc đẩy", "Công văn · 3 biểu", "không có lỗi"]),
        (f"{PAPER}/noi-dung", ["Trích yếu", "Nội dung", "Tỉnh đoàn, Sở Y tế", "Thời hạn", "Chữ đậm"]),
        (f"{PAPER}/noi-nhan", ["Kính gửi", "Phòng Văn hóa và Thông tin các huyện, thành phố", "Nơi nhận", "Xóa"]),
        (f"{PAPER}/phu-luc-bieu", ["Biểu mẫu gửi kèm", "Các cột", "Thêm mục khác"]),
        (f"{PAPER}/xem-truoc", ["DỰ THẢO", "Cập nhật tệp", "python3 build.py build --dispatch bluezone-2020"]),
        (f"{PAPER}/nhan-ve", ["Biểu danh sách", "đã gửi", "chưa gửi", "Chốt số liệu"]),
        ("/bieu-nhan-ve", ["Biểu danh sách", "chưa nhận biểu nào"]),
        ("/danh-ba", ["Huyện, thành phố", "Cơ quan khác"]),
        ("/mau", ["van-ban.docx", "Kiểm tra : van-ban.docx"]),
        ("/cai-dat", ["Sở Thông tin và Truyền thông", "UBND tỉnh Lạng Sơn"]),
        ("/kiem-tra", ["Chọn tệp", "Chọn thư mục", "256 MiB"]),
    ],
)
def test_a_screen_shows(browser: Browser, path: str, words: list[str]) -> None:
    shown = text(browser.get(path).text)
    assert not [each for each in words if each not in shown]


def test_a_paper_without_signs_or_forms_has_no_steps_for_them(own_browser: Browser) -> None:
    own_browser.post("/viec/new", data={"kind": "quyet-dinh", "name": "khen-thuong"})
    shown = own_browser.get("/van-ban-di/khen-thuong/noi-dung").text
    assert 'aria-current="step"' in shown
    assert "Gửi nhà in" not in shown
    assert "Nhận về, đôn đốc" not in shown
    assert "Số, ngày" in shown


def test_forms_that_came_are_counted(own_browser: Browser, project: Project) -> None:
    from tests.returns import filling

    (project.root / "inbox").mkdir()
    form = filling.fill(filling.blank("vnpt-lang-son", "cao-loc"), filling.people(1))
    (project.root / "inbox/bieu.xlsx").write_bytes(form)
    from congvan.core.job import Progress
    from congvan.returns.collecting import CollectRequest, collect

    assert collect(CollectRequest(project.root, inboxes=("inbox",)), Progress()).exit_code == 0
    for path in (f"{PAPER}/nhan-ve", "/bieu-nhan-ve"):
        assert "1 đủ" in text(own_browser.get(path).text)


def test_files_that_were_made_are_listed(tmp_path: Path) -> None:
    for name in ("letter/cong-van.pdf", "signage/tiles/1.pdf", "signage/order.xlsx", "signage/index.html"):
        path = tmp_path / "outputs/cv" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = [(each["name"], each["kind"]) for each in files_of(tmp_path, "cv", "signage")]
    assert found == [("signage/order.xlsx", "XLSX"), ("signage/tiles/1.pdf", "PDF")]


def test_a_paper_with_a_number_asks_once_before_it_is_changed(own_browser: Browser, project: Project) -> None:
    file, page = "data/dispatches/bluezone-2020.yaml", "/van-ban-di/bluezone-2020/noi-dung"
    assert "<fieldset disabled" not in own_browser.get(page).text.replace(' class="plain"', "")
    project.replace(file, "number: blank", "number: 456")
    project.replace(file, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-19")
    html = own_browser.get(page).text
    assert "Công văn số 456 đã có số." in html
    assert '<fieldset class="plain" disabled>' in html
    answer = own_browser.post("/viec/new", data={"source": "bluezone-2020", "relation": "replace"})
    assert "/thay-the-cong-van-so-456" in answer.headers["HX-Redirect"]
    assert "Công văn số 456 đã phát hành." in own_browser.get(page).text
    assert own_browser.post("/viec/reopen", data={"dispatch": "bluezone-2020"}).headers["HX-Refresh"] == "true"
    assert "da-co-so" not in own_browser.get(page).text
    folder = project.root / "issued/2020/2020-08-19_456_bluezone-2020"
    (folder / "cong-van.pdf").write_bytes(b"%PDF-")
    assert own_browser.get(f"/ban-luu/2020/{folder.name}/cong-van.pdf").content == b"%PDF-"
    assert own_browser.get(f"/ban-luu/2020/{folder.name}/edition.json").status_code == 404
