"""Forms that come in: read by the hostile readers, in a child, under names of ours; nothing active goes out again."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from congvan.returns.answers.history import history
from congvan.web.facts.answers import answers_to, events_of
from congvan.web.facts.project import read
from congvan.web.routes.collecting import called_name
from tests.returns import filling
from tests.sample_project import Project, new_project
from tests.web.client import Browser, settings_of

DISPATCH = "bluezone-2020"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("cao-loc/bieu.xlsx", "cao-loc/bieu.xlsx"),
        ("../../../etc/passwd", "etc/passwd"),
        ("C:\\Users\\lan\\biểu.xlsx", "Users/lan/biểu.xlsx"),
        ("a/b/c/d/e.xlsx", "c/d/e.xlsx"),
        ("..", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_a_name_tells_and_places_nothing(name: str, called: str) -> None:
    assert called_name(name) == called


def test_a_name_of_signs_that_can_not_be_printed_is_shown() -> None:
    assert "\x1b" not in called_name("a\x00\x1b[31m.xlsx")
    assert len(called_name("x" * 5000)) <= 300


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (80 << 20))
    return out.getvalue()


def said_to_be_large() -> bytes:
    """A ZIP of a few bytes whose directory says 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("cao-loc.xlsx", b"PK")
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 300 << 20)
    return bytes(data)


def ran(browser: Browser, files: list[tuple[str, bytes]], **fields: str) -> str:
    """What the page shows when the files have been read."""
    answer = browser.post("/nhan-bieu", files=[("files", each) for each in files], data=fields)
    run = re.search(r'data-run="(\w+)"', answer.text)
    assert run, answer.text
    browser.app.state.runs[run[1]].wait(60)
    return browser.get(f"/chay/{run[1]}").text


def kept(root: Path) -> dict[str, str]:
    """Every file that was collected, with what became of it."""
    dataset = read(root).dataset
    assert dataset
    answers = answers_to(dataset, DISPATCH, events_of(root))
    return {each["file"]: each["state"] for each in history(answers.records, [answers])}


def test_forms_and_what_is_none_are_told_apart(own_browser: Browser, project: Project) -> None:
    form = filling.fill(filling.blank("vnpt-lang-son", "cao-loc"), filling.people(1))
    asked = [{**each, "phone": "12"} for each in filling.people(2)]
    given: list[tuple[str, bytes]] = [
        ("../../../ngoai.xlsx", form),
        ("huyen/bieu.xlsx", filling.fill(filling.blank("viettel-lang-son", "cao-loc"), asked)),
        ("bieu.xlsx.pdf", b"MZ\x90\x00 exe"),
        ("<b>bom</b>.xlsx", bomb()),
        ("lon.zip", said_to_be_large()),
        ("trang.xlsx", b"<html><script>alert(1)</script>"),
        ("anh--cao-loc.png", b"\x89PNG\r\n\x1a\n"),
        ("~$bieu.xlsx", b"lock"),
        ("Thumbs.db", b"x"),
    ]
    shown = ran(own_browser, given, dispatch=DISPATCH, received="2020-08-20 15:30")
    states = kept(project.root)
    assert states["ngoai.xlsx"] == "counts"
    assert states["huyen/bieu.xlsx"] == "counts"
    assert states["anh--cao-loc.png"] == "to-be-typed"
    assert [states.get(name) for name in ("bieu.xlsx.pdf", "lon.zip", "trang.xlsx")] == ["refused"] * 3
    assert len(states) == 7
    assert not list(project.root.parent.rglob("ngoai.xlsx"))
    assert "&lt;b&gt;bom" in shown
    assert "<b>bom" not in shown
    assert shown.count("không đọc được") >= 4
    assert "cần hỏi" in shown
    assert f"/van-ban-di/{DISPATCH}/nhan-ve/can-hoi" in shown
    link = re.search(r'hx-get="(/chay/\w+/hoi/[^"]+)"', shown)
    assert link
    questions = own_browser.get(link[1]).text
    assert questions.count('name="=bang.') == len(asked)
    assert "huyen/bieu.xlsx" in questions
    assert str(project.root) not in shown
    assert 'style="' not in shown


def test_the_same_again_changes_nothing(own_browser: Browser, project: Project) -> None:
    form = filling.fill(filling.blank("vnpt-lang-son", "cao-loc"), filling.people(1))
    ran(own_browser, [("a.xlsx", form)])
    before = events_of(project.root)
    ran(own_browser, [("khac.xlsx", form)])
    assert events_of(project.root) == before


def own_table() -> bytes:
    """A workbook of somebody's own with the right columns, which says nowhere whose it is."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["DANH SÁCH NHÂN VIÊN"])
    sheet.append(["TT", "Họ tên", "Chức vụ", "Điện thoại liên hệ", "Huyện/thành phố", "Đầu mối"])
    for at, name in enumerate(("Hoàng Văn Giang", "Đỗ Thị Hạnh"), 1):
        sheet.append([at, name, "Nhân viên", f"098765432{at}", "Huyện Cao Lộc", "x" if at == 1 else ""])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_whose_a_file_is_is_chosen_where_nothing_in_it_says_so(own_browser: Browser, project: Project) -> None:
    data = own_table()
    shown = ran(own_browser, [("của tôi.xlsx", data)], dispatch=DISPATCH)
    assert kept(project.root) == {"của tôi.xlsx": "refused"}
    link = re.search(r'hx-get="(/chay/(\w+)/hoi/[^"]+)"', shown)
    assert link
    asked = own_browser.get(link[1]).text
    assert '<option value="vnpt-lang-son">' in asked
    (subject,) = {event.subject for event in events_of(project.root)}
    page = own_browser.get(f"/van-ban-di/{DISPATCH}/nhan-ve/da-nhan?tep={subject}").text
    assert "tệp có thể là biểu của nhiều" in page
    told = {"run": link[2], "file": "của tôi.xlsx", "dispatch": DISPATCH, "bieu": "danh-sach", "=huyen": "cao-loc"}
    answer = own_browser.post("/nhan-bieu/lai", data={**told, "=doanh_nghiep": "vnpt-lang-son"})
    run = re.search(r'data-run="(\w+)"', answer.text)
    assert run, answer.text
    own_browser.app.state.runs[run[1]].wait(60)
    assert kept(project.root) == {"của tôi.xlsx": "counts"}
    ran(own_browser, [("của tôi.xlsx", data)], dispatch=DISPATCH)
    assert kept(project.root) == {"của tôi.xlsx": "counts"}, "what was told is forgotten"
    for wrong in ({"run": "0" * 8}, {"file": "khác.xlsx"}):
        assert own_browser.post("/nhan-bieu/lai", data={**told, **wrong}).status_code == 404


def titled_otherwise() -> bytes:
    """A workbook whose titles are somebody's own words, below two lines of other things."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["CÔNG TY VNPT LẠNG SƠN", None, None, "Lạng Sơn, ngày 20 tháng 8"])
    sheet.append(["Danh sách <b>gửi</b> Sở"])
    sheet.append(["Số", "Người được cử", "Làm gì", "Gọi số nào", "Ở huyện", "Là đầu mối"])
    for at, name in enumerate(("Hoàng Văn Giang", "Đỗ Thị Hạnh"), 1):
        sheet.append([at, name, "Nhân viên", f"098765432{at}", "Huyện Cao Lộc", "x" if at == 1 else ""])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def hidden_fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def ended(browser: Browser, answer: str) -> str:
    """What the page shows of a run that an answer has started."""
    run = re.search(r'data-run="(\w+)"', answer)
    assert run, answer
    browser.app.state.runs[run[1]].wait(60)
    return browser.get(f"/chay/{run[1]}").text


def test_the_columns_of_a_file_that_is_not_understood_are_chosen(own_browser: Browser, project: Project) -> None:
    data = titled_otherwise()
    shown = ran(own_browser, [("của tôi.xlsx", data)], dispatch=DISPATCH)
    assert kept(project.root) == {"của tôi.xlsx": "refused"}
    link = re.search(r'hx-get="(/chay/(\w+)/hoi/[^"]+)"', shown)
    assert link
    asked = own_browser.get(link[1]).text
    assert "Danh sách &lt;b&gt;gửi&lt;/b&gt; Sở" in asked
    said = {"run": link[2], "file": "của tôi.xlsx", "dispatch": DISPATCH, "bieu": "danh-sach", "dong": "0:3"}
    again = own_browser.post("/nhan-bieu/cot", data=said).text
    assert "Gọi số nào (0987654321)" in again
    assert re.search(r'value="0:3"[^>]* checked', again)
    names = re.findall(r'name="(cot-[^"]+)"', again)
    places = dict(zip(names, ("2", "3", "4", "6"), strict=True))
    lacking = ended(own_browser, own_browser.post("/nhan-bieu/lai", data={**said, **places}).text)
    assert "không rõ biểu của" in lacking
    assert 'name="take"' not in lacking
    whose = {"=huyen": "cao-loc", "=doanh_nghiep": "vnpt-lang-son"}
    look = ended(own_browser, own_browser.post("/nhan-bieu/lai", data={**said, **places, **whose}).text)
    assert "Đọc được 2 dòng; chưa nhận." in look
    assert "<td>Đỗ Thị Hạnh</td>" in look
    assert kept(project.root) == {"của tôi.xlsx": "refused"}, "a look keeps nothing"
    ended(own_browser, own_browser.post("/nhan-bieu/lai", data=hidden_fields(look)).text)
    assert kept(project.root) == {"của tôi.xlsx": "counts"}
    (subject,) = {event.subject for event in events_of(project.root)}
    page = own_browser.get(f"/van-ban-di/{DISPATCH}/nhan-ve/da-nhan?tep={subject}").text
    assert "Đã chọn các cột của tệp" in page
    ran(own_browser, [("của tôi.xlsx", data)], dispatch=DISPATCH)
    assert kept(project.root) == {"của tôi.xlsx": "counts"}, "what was chosen is forgotten"
    assert own_browser.post("/nhan-bieu/cot", data={**said, "file": "khác.xlsx"}).status_code == 404


def test_a_form_typed_from_a_scan(own_browser: Browser, project: Project) -> None:
    ran(own_browser, [("quet.png", b"\x89PNG\r\n\x1a\n")])
    (scan,) = (event.subject for event in events_of(project.root))
    page = own_browser.get(f"/van-ban-di/{DISPATCH}/nhan-ve/dien-thoai?quet={scan}").text
    assert f'<input type="hidden" name="scan" value="{scan}">' in page
    form = filling.fill(filling.blank("vnpt-lang-son", "cao-loc"), filling.people(1))
    ran(own_browser, [("go.xlsx", form)], scan=scan, dispatch=DISPATCH)
    assert kept(project.root) == {"quet.png": "typed", "go.xlsx": "counts"}


def test_nothing_that_can_be_read(own_browser: Browser, project: Project) -> None:
    for given in ([("files", ("", b""))], [("files", ("..", b"x"))], [("files", ("~$a.xlsx", b"x"))]):
        assert "Chưa nhận được gì" in own_browser.post("/nhan-bieu", files=given).text
    answer = own_browser.post("/nhan-bieu", files=[("files", ("a.xlsx", b"x"))], data={"register": "mười"})
    assert "ended bad" in answer.text
    folder = project.root / ".congvan/uploads"
    assert not folder.is_dir() or not list(folder.iterdir())


def test_more_than_the_limit_is_refused(own_browser: Browser) -> None:
    sent = own_browser.headers("POST") | {"content-length": str(300 << 20)}
    sent["content-type"] = "multipart/form-data; boundary=b"
    assert own_browser.call("POST", "/nhan-bieu", sent, content=b"").status_code == 413


def test_too_many_files_at_once_are_refused_with_the_limit(own_browser: Browser) -> None:
    answer = own_browser.post("/nhan-bieu", files=[("files", (f"{n}.xlsx", b"x")) for n in range(2001)])
    assert answer.status_code == 413
    assert "không quá 2000 tệp" in answer.text


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A browser and the hashes of a scan as PDF and of one as a picture."""
    from PIL import Image

    from congvan.core.job import Progress
    from congvan.returns.collecting import CollectRequest, collect

    project = new_project(tmp_path_factory.mktemp("scanned"))
    inbox = project.root / "inbox"
    inbox.mkdir()
    page = Image.new("RGB", (300, 400), "white")
    page.save(inbox / "cao-loc.pdf", save_all=True, append_images=[page])
    page.save(inbox / "anh.png")
    (inbox / "hong.pdf").write_bytes(b"%PDF-1.7\nkhong phai")
    (inbox / "anh.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0heic")
    (inbox / "a.html.png").write_bytes(b"<html>")
    outcome = collect(CollectRequest(project.root, inboxes=("inbox",)), Progress())
    hashes = {each["file"]: each["sha256"] for each in outcome.data["files"]}
    browser = Browser(settings_of(project.root))
    yield browser, hashes
    browser.app.state.runs.close()


def test_scans_are_shown_as_pictures_alone(scanned: Any) -> None:
    browser, hashes = scanned
    shown = browser.get(f"/ban-quet/{hashes['cao-loc.pdf']}").text
    assert re.findall(r'src="(/ban-quet/[^"]+)"', shown) == [f"/ban-quet/{hashes['cao-loc.pdf']}/{n}" for n in (1, 2)]
    page = browser.get(f"/ban-quet/{hashes['cao-loc.pdf']}/2")
    assert page.headers["content-type"] == "image/png"
    assert page.content.startswith(b"\x89PNG")
    picture = browser.get(f"/ban-quet/{hashes['anh.png']}/1")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert "<img" not in browser.get(f"/ban-quet/{hashes['anh.heic']}").text
    assert browser.get(f"/ban-quet/{hashes['cao-loc.pdf']}/3").status_code == 404


@pytest.mark.parametrize("subject", ["0" * 64, "%2e%2e%2fx", "x", "a" * 63])
def test_nothing_else_of_the_database_is_shown(scanned: Any, subject: str) -> None:
    browser, _hashes = scanned
    assert browser.get(f"/ban-quet/{subject}").status_code == 404
    assert browser.get(f"/ban-quet/{subject}/1").status_code == 404
