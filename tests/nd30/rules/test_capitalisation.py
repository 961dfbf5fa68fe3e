"""Capital letters, sentence by sentence: what is found, how it should stand, and what must be left alone."""

from __future__ import annotations

from typing import Any

import pytest

from congvan import nd30
from congvan.nd30.model.view import View
from congvan.nd30.rules import capitalisation, proper_names, word_lists
from congvan.nd30.rules.capitals.spelling import MAX_FINDINGS, finder
from tests.nd30.by_hand import answers, items, line, part, said

RULES = {ident.removeprefix("ND30-VIET-HOA-"): rule for ident, rule in nd30.RULES.items() if "-VIET-HOA-" in ident}
FINDERS = {**capitalisation.FINDERS, **proper_names.FINDERS}
FINDS = {name: finder(FINDERS.get(name, lambda _text: ()), name) for name in RULES if name != "XUONG-DONG"}


@pytest.mark.parametrize(
    ("rule", "text", "wrong", "right"),
    [
        ("CAU", "làm kịp thời. các đơn vị", "thời. các", "thời. Các"),
        ("CAU", "gửi TP. hồ sơ làm xong. các đơn vị", "xong. các", "xong. Các"),
        ("CAU", "đã xong chưa? các đơn vị", "chưa? các", "chưa? Các"),
        ("CAU", "làm xong! đơn vị", "xong! đơn", "xong! Đơn"),
        ("CAU", "đã họp (lần hai). các đơn vị", "hai). các", "hai). Các"),
        ("CAU", "đạt 98,5%. các đơn vị", "98,5%. các", "98,5%. Các"),
        ("TEN-NGUOI", "ông Nguyễn văn An, bà", "Nguyễn văn An", "Nguyễn Văn An"),
        ("TEN-NGUOI", "bà Trần thị Thu Hà ký", "Trần thị Thu Hà", "Trần Thị Thu Hà"),
        ("DON-VI", "của Tỉnh Nam Định và", "Tỉnh Nam Định", "tỉnh Nam Định"),
        ("DON-VI", "Chủ tịch Huyện Hoàng Văn An và Tỉnh Nam Định", "Tỉnh Nam Định", "tỉnh Nam Định"),
        ("DON-VI", "xây dựng Thành phố Xanh của Tỉnh Nam Định", "Tỉnh Nam Định", "tỉnh Nam Định"),
        ("DON-VI", "tại Thị trấn Đồng Đăng", "Thị trấn Đồng Đăng", "thị trấn Đồng Đăng"),
        ("DON-VI", "đặt tại Phường Phan Thiết, tỉnh", "Phường Phan Thiết", "phường Phan Thiết"),
        ("DON-VI", "của Đặc khu Phú Quý.", "Đặc khu Phú Quý", "đặc khu Phú Quý"),
        ("DON-VI", "của Thành phố Đà Nẵng.", "Thành phố Đà Nẵng", "thành phố Đà Nẵng"),
        ("DON-VI", "của Huyện Cao Lộc, tỉnh", "Huyện Cao Lộc", "huyện Cao Lộc"),
        ("DON-VI", "của Tỉnh Hà Giang", "Tỉnh Hà Giang", "tỉnh Hà Giang"),
        ("DON-VI", "của UBND Tỉnh Nam Định", "Tỉnh Nam Định", "tỉnh Nam Định"),
        ("DON-VI", "và Thành phố Huế", "Thành phố Huế", "thành phố Huế"),
        ("DON-VI-TEN", "của xã Hoàng Văn Thụ", "xã Hoàng Văn Thụ", "Xã Hoàng Văn Thụ"),
        ("DON-VI-TEN", "tại phường Điện Biên Phủ", "phường Điện Biên Phủ", "Phường Điện Biên Phủ"),
        ("DIA-LY", "đi Vũng tàu", "Vũng tàu", "Vũng Tàu"),
        ("VUNG", "các tỉnh Đông Nam bộ", "Đông Nam bộ", "Đông Nam Bộ"),
        ("PHIEN-AM", "đi Mát-xcơ-Va", "Mát-xcơ-Va", "Mát-xcơ-va"),
        ("DON-VI-SO", "ở quận 1, phường 12", "quận 1", "Quận 1"),
        ("THU-DO", "về thủ đô Hà Nội", "thủ đô Hà Nội", "Thủ đô Hà Nội"),
        ("THU-DO", "về thành phố Hồ Chí Minh", "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("DANG", "Đảng cộng sản Việt Nam", "Đảng cộng sản Việt Nam", "Đảng Cộng sản Việt Nam"),
        ("VAN-BAN", "theo nghị định số 30/2020/NĐ-CP", "nghị định số 30/2020/NĐ-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("VAN-BAN", "theo công văn số: 12/STTTT", "công văn số: 12/STTTT", "Công văn số: 12/STTTT"),
        ("VAN-BAN", "theo nghị định 30/2020/NĐ-CP", "nghị định 30/2020/NĐ-CP", "Nghị định 30/2020/NĐ-CP"),
        ("VAN-BAN", "căn cứ luật đất đai năm 2024", "luật đất đai", "Luật Đất đai"),
        ("DIEU", "- Như điều 3", "điều 3", "Điều 3"),
        ("DIEU", "- Như điều 3 \n - Lưu: VT.", "điều 3", "Điều 3"),  # paragraphs as they are first looked through
        ("CO-QUAN", "do sở nội vụ hướng dẫn", "sở nội vụ", "Sở Nội vụ"),
        ("CO-QUAN", "năm 2023 của chính phủ", "của chính phủ", "của Chính phủ"),
        ("VAN-BAN", "để thi hành quyết định này./.", "thi hành quyết định này", "thi hành Quyết định này"),
        ("CO-QUAN", "giao sở Tài chính chủ trì", "sở Tài chính", "Sở Tài chính"),
        ("CO-QUAN", "do hội đồng nhân dân tỉnh giao", "hội đồng nhân dân", "Hội đồng nhân dân"),
        ("VAN-BAN", "Căn cứ Luật đất đai năm 2024", "Luật đất đai", "Luật Đất đai"),
        ("VAN-BAN", "theo Pháp lệnh đất đai", "Pháp lệnh đất đai", "Pháp lệnh Đất đai"),
        ("VAN-BAN", "theo Bộ luật hình sự", "Bộ luật hình sự", "Bộ luật Hình sự"),
        ("DIEU", "khoản 1 điều 5 Nghị định số 30", "điều 5", "Điều 5"),
        ("DIEU", "tại mục 5 Chương XII", "mục 5", "Mục 5"),
        ("DIEU", "theo phần II của Nghị quyết", "phần II", "Phần II"),
        ("DIEU", "tại điều 10 của", "điều 10", "Điều 10"),
        ("DIEU", "tại chương IV.", "chương IV", "Chương IV"),
        ("DIEU", "ở tiểu mục 2", "tiểu mục 2", "Tiểu mục 2"),
        ("KHOAN", "tại Khoản 2 Điều 10", "Khoản 2", "khoản 2"),
        ("KHOAN", "theo Điểm đ, khoản 1", "Điểm đ", "điểm đ"),
        ("KHOAN", "nêu tại Khoản 1 nêu trên", "Khoản 1", "khoản 1"),
        ("KHOAN", "theo điểm a) Khoản 12 Mục II", "Khoản 12", "khoản 12"),
        ("KHOAN", "(Khoản 2 Điều 10)", "Khoản 2", "khoản 2"),
        ("TET", "dịp Tết nguyên đán", "Tết nguyên đán", "Tết Nguyên đán"),
        ("TET", "dịp tết Trung Thu", "tết Trung Thu", "tết Trung thu"),
        ("THU", "họp sáng thứ hai", "sáng thứ hai", "sáng thứ Hai"),
        ("THU", "vào thứ bảy", "vào thứ bảy", "vào thứ Bảy"),
        ("THU", "họp thứ tư, ngày 19", "thứ tư", "thứ Tư"),
        ("THU", "đến cuối tháng chạp", "cuối tháng chạp", "cuối tháng Chạp"),
        ("THU", "từ giữa tháng tám", "giữa tháng tám", "giữa tháng Tám"),
        ("THU", "từ thứ hai đến thứ Sáu", "thứ hai", "thứ Hai"),
        ("THU", "từ ngày 26 tháng chạp", "ngày 26 tháng chạp", "ngày 26 tháng Chạp"),
        ("CO-QUAN", "giao Sở xây dựng chủ trì", "Sở xây dựng", "Sở Xây dựng"),
        ("CO-QUAN", "của ủy ban nhân dân tỉnh Nam Định", "ủy ban nhân dân", "Ủy ban nhân dân"),
        ("CO-QUAN", "Ủy ban Mặt trận tổ quốc", "Mặt trận tổ quốc", "Mặt trận Tổ quốc"),
        (
            "CO-QUAN",
            "Sở Văn hóa, thể thao và du lịch",
            "Sở Văn hóa, thể thao và du lịch",
            "Sở Văn hóa, Thể thao và Du lịch",
        ),
        ("CO-QUAN", "gửi Sở tài chính", "Sở tài chính", "Sở Tài chính"),
        ("CO-QUAN", "Bộ thông tin và truyền thông", "Bộ thông tin và truyền thông", "Bộ Thông tin và Truyền thông"),
        ("CO-QUAN", "Ủy ban Nhân dân huyện", "Ủy ban Nhân dân", "Ủy ban nhân dân"),
        ("NAM-AM-LICH", "xuân Canh tý", "Canh tý", "Canh Tý"),
        ("NAM-AM-LICH", "đón Tết ất tỵ", "ất tỵ", "Ất Tỵ"),
        ("NHAN-DAN", "để phục vụ nhân dân", "phục vụ nhân dân", "phục vụ Nhân dân"),
        ("NHAN-DAN", "chủ trương của Đảng, nhà nước", "Đảng, nhà nước", "Đảng, Nhà nước"),
        ("DANH-HIEU", "tặng huân chương Độc lập", "huân chương Độc lập", "Huân chương Độc lập"),
        (
            "DANH-HIEU",
            "Huân chương Lao động hạng nhì",
            "Huân chương Lao động hạng nhì",
            "Huân chương Lao động hạng Nhì",
        ),
        ("CHUC-VU", "do phó giám đốc Lê Văn An ký", "phó giám đốc Lê Văn An", "Phó Giám đốc Lê Văn An"),
        ("CHUC-VU", "theo ý kiến phó thủ tướng Chính phủ", "phó thủ tướng Chính phủ", "Phó Thủ tướng Chính phủ"),
        ("CHUC-VU", "do giám đốc Lê Văn An ký", "giám đốc Lê Văn An", "Giám đốc Lê Văn An"),
        ("NGAY-LE", "ngày giỗ Tổ Hùng Vương", "giỗ Tổ Hùng Vương", "Giỗ Tổ Hùng Vương"),
        ("SU-KIEN", "đời triều Tây Sơn", "triều Tây Sơn", "Triều Tây Sơn"),
        ("TAC-PHAM", "đọc tạp chí Cộng Sản", "tạp chí Cộng Sản", "tạp chí Cộng sản"),
        ("NHAN-DAN", "các tầng lớp nhân dân", "các tầng lớp nhân dân", "các tầng lớp Nhân dân"),
    ],
)
def test_what_is_found_and_how_it_should_stand(rule: str, text: str, wrong: str, right: str) -> None:
    assert list(FINDS[rule](text))[:1] == [(wrong, right)]
    assert not list(FINDS[rule](text.replace(wrong, right)))[:1] or rule == "DON-VI-SO"  # its text holds two


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("CAU", "gửi TP. hồ sơ"),  # an abbreviation in capitals
        ("CAU", "ông ths. nguyễn"),
        ("CAU", "ông ThS. nguyễn"),
        ("CAU", "mục 123. các"),
        ("CAU", "x 1). các đơn vị"),
        ("CAU", "theo mục X. các đơn vị"),
        ("CAU", "số ab. các"),
        ("CAU", "kịp thời.các"),
        ("CAU", "kịp thời. Các"),
        ("CAU", "thư điện tử: vanthu@langson. gov.vn"),  # an address that was cut
        ("CAU", "phần mềm. iOffice"),
        ("TEN-NGUOI", "ở Hà Nam thị xã nào"),
        ("TEN-NGUOI", "Phòng Văn hóa, văn phòng Sở"),
        ("DON-VI", "của Tỉnh Đoàn Lạng Sơn"),
        ("DON-VI", "của Tỉnh Ủy"),
        ("DON-VI", "của Huyện Hội"),
        ("DON-VI", "tại Xã Hoàng Văn Thụ"),  # named after a person
        ("DON-VI", "tại Xã Bắc Sơn"),  # an event
        ("DON-VI", "Tỉnh Nam Định"),  # begins the sentence
        ("DON-VI", "xây dựng Thành phố Xanh"),  # a concept
        ("DON-VI", "của Thành phố Hồ Chí Minh"),
        ("DON-VI", "tại Xã Chi Lăng"),
        ("DON-VI", "tại Xã Trần Phú"),
        ("DON-VI", "tại Phường Trần Phú"),
        ("DON-VI", "tại Phường Đào Duy Từ"),
        ("DON-VI", "tại Phường 5"),
        ("DON-VI-TEN", "tại xã Đinh Văn Lâm Hà"),
        ("DON-VI", "ông Chủ tịch Huyện Hoàng Văn An"),
        ("DON-VI", "Trưởng Công an Xã Lò Văn An"),
        ("DON-VI-SO", "quận 1 phường 2 xã"),
        ("DON-VI-SO", "tại các quận 1, 3 và 5"),
        ("DON-VI-SO", "số phường 12, số xã 20"),
        ("DON-VI-TEN", "thị trấn Phan Rí Cửa"),
        ("DON-VI-TEN", "xã Hoàng Đồng"),
        ("VUNG", "giải phóng miền Nam bộ đội ta"),
        ("VUNG", "ông Nam bộ phận văn thư"),
        ("VUNG", "các đơn vị Việt Nam bộ"),
        ("VUNG", "vùng Bắc Trung Bộ và Nam Bộ"),
        ("DON-VI-SO", "quận 123"),
        ("VAN-BAN", "theo nghị định của Chính phủ"),
        ("VAN-BAN", "đềnghị định số 30/2020/NĐ-CP"),
        ("VAN-BAN", "Luật sửa đổi, bổ sung một số điều"),
        ("VAN-BAN", "người ra quyết định này"),
        ("VAN-BAN", "báo cáo 15/20 xã"),
        ("CO-QUAN", "tại các cơ sở Y tế, trụ sở Công an"),
        ("CO-QUAN", "các sở Tài chính, Nội vụ"),
        ("CO-QUAN", "ủy ban nhân dân cấp xã"),
        ("CO-QUAN", "chương trình của chính phủ các nước"),
        ("CO-QUAN", "giao sở xây dựng kế hoạch, cơ sở y tế"),
        ("VAN-BAN", "theo luật định"),
        ("VAN-BAN", "giảng viên Khoa Luật kinh doanh"),
        ("VAN-BAN", "theo pháp luật lao động"),
        ("DIEU", "đã điều 20 cán bộ xuống cơ sở"),
        ("DIEU", "điều 02 xe cứu hỏa"),
        ("DIEU", "theo các điều 5, 6 và 7 của Luật"),
        ("DIEU", "theo mục 1 Công văn này"),
        ("DIEU", "thuộc danh mục II Nghị định số 5"),
        ("DIEU", "chương 2 của"),
        ("DIEU", "điều 10% là"),
        ("KHOAN", "Khoản 2 Điều 10"),
        ("KHOAN", "c) Khoản 2 được sửa đổi"),
        ("KHOAN", "đạt Điểm 9 trở lên"),
        ("KHOAN", "Loại 340 Khoản 341 chi"),  # the codes of a budget
        ("THU", "thứ hai là"),
        ("THU", "xếp vào thứ hai toàn tỉnh"),
        ("THU", "tháng tám"),
        ("CO-QUAN", "bộ tài chính"),
        ("CO-QUAN", "giao Sở xây dựng kế hoạch"),
        ("CO-QUAN", "ủy ban nhân dân các cấp"),
        ("DANH-HIEU", "danh hiệu Bà mẹ Việt Nam anh hùng"),
        ("DANH-HIEU", "Huân chương Lao động hạng Ba"),
        ("CHUC-VU", "họp với giám đốc Sở"),
        ("CHUC-VU", "bí thư Đoàn Trường Đại học"),
        ("CHUC-VU", "Chủ tịch Lê Văn An"),
        ("CO-QUAN", "Sở tài chínhh"),
        ("NAM-AM-LICH", "năm hai mươi"),
        ("NAM-AM-LICH", "NĂM ẤT TỴ"),
        ("NAM-AM-LICH", "năm ẤT TỴ"),
        ("NHAN-DAN", "phục vụ nhân dân tỉnh Lạng Sơn"),
        ("NHAN-DAN", "Ủy ban nhân dân"),
    ],
)
def test_what_is_left_alone(rule: str, text: str) -> None:
    assert list(FINDS[rule](text)) == []


def test_every_stem_goes_with_every_second_branch() -> None:
    assert len(word_lists.LUNAR) == 60
    assert {"giáp tý", "quý hợi", "canh tý", "ất tỵ"} <= set(word_lists.LUNAR)


@pytest.mark.parametrize(
    ("above", "text", "found"),
    [
        ("Đã họp.", "các đơn vị báo cáo", {"text": "các đơn vị báo cáo"}),
        ("Gồm:", "thời gian 2 ngày", {"text": "thời gian 2 ngày"}),
        ("Đã họp.", "Các đơn vị báo cáo", None),
        ("Đã họp và", "các đơn vị báo cáo", None),  # a line cut in two
        ("Đã họp;", "- các đơn vị báo cáo", None),
        ("Đã họp;", "a) các đơn vị báo cáo", None),
        ("Thư gửi:", "vanthu@langson.gov.vn nhé", None),
        ("Theo công thức:", "x là số người", None),
    ],
)
def test_a_new_line_begins_with_a_capital(above: str, text: str, found: Any) -> None:
    assert said("VIET-HOA-XUONG-DONG", part(body=[line(above), line(text)])) == found


@pytest.mark.parametrize(("form", "first", "told"), [("docx", 0.0, True), ("pdf", 5.0, False), ("pdf", 5.1, True)])
def test_in_a_pdf_a_new_line_is_one_that_is_indented(form: str, first: float, told: bool) -> None:
    made = part(body=[line("Đã họp."), line("các đơn vị báo cáo", first=first)])
    made.view = View(form)
    assert said("VIET-HOA-XUONG-DONG", made) == ({"text": "các đơn vị báo cáo"} if told else None)


def test_each_slip_is_told_once_where_it_stands_and_a_dozen_at_most() -> None:
    slips = [line(f"tại điều {n} của Luật, điều {n} của Bộ luật") for n in range(1, MAX_FINDINGS + 5)]
    body = [line("Căn cứ Luật"), line("TẠI ĐIỀU 1 CỦA LUẬT"), *slips, *slips]
    told = answers("VIET-HOA-DIEU", part(body=body))
    assert [answer.values for answer in told] == [
        {"text": f"điều {n}", "wanted": f"Điều {n}"} for n in range(1, MAX_FINDINGS + 1)
    ]
    assert [answer.location.text for answer in told] == [slip.text for slip in slips[:MAX_FINDINGS]]
    assert said("VIET-HOA-DIEU", part(body=body[:2])) is None
    assert said("VIET-HOA-DIEU", part(body=body[1:2])) == said("VIET-HOA-DIEU", part(body=[])) == "–"


@pytest.mark.parametrize(
    "place", ["title", "subject_line", "bases", "body", "tables", "greeting", "addressees", "recipients"]
)
def test_capitals_are_judged_wherever_there_are_words(place: str) -> None:
    text = "theo điều 5 của Luật"
    words: Any = (
        line(text) if place == "greeting" else items(text) if place in ("addressees", "recipients") else [line(text)]
    )
    assert said("VIET-HOA-DIEU", part(**{place: words})) == {"text": "điều 5", "wanted": "Điều 5"}


def test_the_first_line_begins_the_text() -> None:
    text = "thực hiện Kế hoạch của tỉnh, các đơn vị báo cáo kết quả về Sở để tổng hợp"
    assert said("VIET-HOA-XUONG-DONG", part(body=[line(text)])) == {"text": text[:30]}
    assert said("VIET-HOA-XUONG-DONG", part(body=[line("tỉnh Lạng Sơn.")])) is None  # what Kính gửi runs on to
    assert said("VIET-HOA-XUONG-DONG", part(body=[line("Ủy ban nhân dân"), line(text)])) is None  # the sentence goes on


@pytest.mark.parametrize("place", [0, 1])
def test_a_paragraph_ends_where_the_next_begins(place: int) -> None:
    body = [line("Đã họp."), line("Đã họp.")]
    body.insert(place, line("theo quyết định này"))
    assert said("VIET-HOA-VAN-BAN", part(body=body)) == {
        "text": "theo quyết định này",
        "wanted": "theo Quyết định này",
    }
    body = [line("Theo quyết"), line("định này")]
    assert said("VIET-HOA-VAN-BAN", part(body=body)) is None
    assert said("VIET-HOA-XUONG-DONG", part()) == "–"


@pytest.mark.parametrize("name", FINDS)
def test_the_samples_of_the_manual_are_what_the_rule_says(name: str) -> None:
    rule = RULES[name]
    assert [list(FINDS[name](sample)) for sample in rule.right] == [[]] * len(rule.right)
    assert all(list(FINDS[name](sample)) for sample in rule.wrong)
    assert rule.wrong


@pytest.mark.parametrize(
    ("place", "person"),
    [
        ("Hoàng Văn Thụ", True),
        ("Điện Biên Phủ", True),
        ("Tân Thanh Bình", False),
        ("Hoàng Thanh Bình", False),
        ("Tân Văn Bình", False),
        ("Hoàng Văn", False),
        ("Hoàng Văn Thụ Một", False),
    ],
)
def test_whose_name_a_unit_bears_is_told_only_where_it_is_sure(place: str, person: bool) -> None:
    assert word_lists.named_after(place) is person
