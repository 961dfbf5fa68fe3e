"""Mutants of signers, of what stands twice or elsewhere, of appendices, capital letters, marks and contacts."""

from __future__ import annotations

from dataclasses import replace

from tests.nd30 import letters
from tests.nd30.changes import add, again, both, drop, extend, move, put, second_appendix, swap, whole
from tests.nd30.letters import Letter, P, c
from tests.nd30.mutants.mutant import DATE, MOTTO, NAME, NATION, NUMBER, Mutant, styles

KHAN = c("KHẨN", 13, bold=True, framed=True, colour="C00000")
SIGNED = P("Sao y; Sở Thông tin và Truyền thông; 19/8/2020 09:05:10 +07:00", 10, align="right", first=0, before=0)
LONGER = swap("BIỂU DANH", "THAM GIA", "THAM GIA TỔ HƯỚNG DẪN")


def unnamed_appendix(letter: Letter) -> None:
    """An appendix that the text says nothing of."""
    letter.appendix.extend(letters._appendix("Kế hoạch", "KH-STTTT"))
    for paragraph in letter.body:
        said = "mẫu tại Phụ lục kèm theo văn bản này"
        paragraph.text = paragraph.text.replace(said, "từng huyện, thành phố và từng xã")


FOOT_AND_CAPITALS: tuple[Mutant, ...] = (
    # --- signer
    Mutant("SIGNER-PRESENT", "dispatch", lambda n: n.foot[1].clear()),
    Mutant("SIGNER-PREFIX", "dispatch", swap("KT.", "KT.", "KT")),
    Mutant("SIGNER-PREFIX", "dispatch", swap("KT.", "KT.", "K/T"), note="party"),
    Mutant("MUC-LINE", "decision", swap("Mục 1", "Mục", "MỤC")),
    Mutant("MUC-LINE", "decision", put("Mục 1", align="justify"), note="left"),
    Mutant("NOI-NHAN-TREN", "plan", swap("- Sở Y tế", "Sở Y tế", "Như trên")),
    Mutant("SIGNER-AUTHORITY", "dispatch", swap("KT.", "KT.", "TM.")),
    Mutant("SIGNER-KT", "dispatch", drop("KT.")),
    Mutant("SIGNER-NAME-CAPITALS", "dispatch", swap("Nguyễn", "Nguyễn Văn A", "Nguyễn văn An")),
    Mutant("SIGNER-KT", "dispatch", swap("KT.", "KT. GIÁM ĐỐC", "TL. GIÁM ĐỐC"), note="by-order"),
    Mutant("SIGNER-DEPUTY", "dispatch", drop("PHÓ GIÁM")),
    Mutant("SIGNER-NAME", "dispatch", drop("Nguyễn")),
    Mutant("SIGNER-DEGREE", "dispatch", swap("Nguyễn", "Nguyễn", "TS. Nguyễn")),
    Mutant("SIGNER-CENTRED", "dispatch", put("Nguyễn", align="left")),
    *styles("KT.", "QUYEN-HAN", "dispatch", 12, bold=True, italic=False, case="GIÁM ĐỐC|Giám đốc"),
    *styles("Nguyễn", "HO-TEN", "dispatch", 12, bold=True, italic=False, case="Nguyễn Văn A|NGUYỄN VĂN A"),
    *(
        replace(m, note="secretary")
        for m in styles("THƯ KÝ", "QUYEN-HAN", "minutes", 12, bold=True, italic=False, case="THƯ KÝ|Thư ký")
    ),
    *(
        replace(m, note="chair")
        for m in styles("CHỦ TỌA", "QUYEN-HAN", "minutes", 12, bold=True, italic=False, case="CHỦ TỌA|Chủ tọa")
    ),
    *(
        replace(m, note="secretary")
        for m in styles("Trần", "HO-TEN", "minutes", 12, bold=True, italic=False, case="Trần Thị B|TRẦN THỊ B")
    ),
    *(
        replace(m, note="chair")
        for m in styles("Lê", "HO-TEN", "minutes", 12, bold=True, italic=False, case="Lê Văn C|LÊ VĂN C")
    ),
    Mutant("SIGNER-CENTRED", "minutes", put("Trần", align="left"), note="secretary"),
    Mutant("SIGNER-CENTRED", "minutes", put("Lê", align="left"), note="chair"),
    Mutant("SIGNER-NAME-CAPITALS", "minutes", swap("Trần", "Thị", "thị"), note="secretary"),
    Mutant("SIGNER-PREFIX", "minutes", swap("CHỦ TỌA", "CHỦ TỌA", "TM HỘI NGHỊ"), note="chair"),
    # --- twice, or in another's place
    Mutant("TWICE", "dispatch", again(NATION), note="nation"),
    Mutant("TWICE", "dispatch", again(MOTTO), note="motto"),
    Mutant("TWICE", "dispatch", again(NAME), note="issuer"),
    Mutant("TWICE", "dispatch", again(NUMBER), note="number"),
    Mutant("TWICE", "dispatch", again(DATE), note="date"),
    Mutant("TWICE", "dispatch", again("Kính gửi"), note="greeting"),
    Mutant("TWICE", "dispatch", lambda n: n.middle.extend(replace(p) for p in n.middle[:]), note="receivers"),
    Mutant("TWICE", "plan", again("KẾ HOẠCH"), note="type"),
    Mutant("TWICE", "plan", again("Triển khai"), note="subject"),
    Mutant("TWICE", "decision", again("QUYẾT ĐỊNH:"), note="command"),
    Mutant("TWICE", "dispatch", again("Nguyễn", before=0), note="name"),
    Mutant("TWICE", "dispatch", again("Nguyễn", before=30), note="name-below"),
    Mutant("TWICE", "dispatch", again("Nơi nhận"), note="copies"),
    Mutant("CHU-QUAN-ORDER", "dispatch", lambda n: n.head[0][0].reverse()),
    Mutant(
        "CHU-QUAN-ORDER",
        "dispatch",
        both(swap(NAME, NAME, "…"), swap("UBND", "UBND TỈNH LẠNG SƠN", NAME), swap("…", "…", "UBND TỈNH LẠNG SƠN")),
        note="words",
    ),
    Mutant(
        "KINH-GUI-PLACE",
        "dispatch",
        both(*(move(start, "body", 2) for start in ("- Phòng", "- Tỉnh", "Kính"))),
        note="many",
    ),
    Mutant(
        "KINH-GUI-PLACE",
        "dispatch",
        both(whole("middle", []), add("body", 12, P("Kính gửi: Sở Y tế tỉnh Lạng Sơn.", first=38))),
        note="far",
    ),
    Mutant("CAN-CU-PLACE", "decision", move("Căn cứ Quyết", "body", 0), note="one"),
    Mutant(
        "CAN-CU-PLACE", "decision", both(*(move(start, "body", 0) for start in ("Theo", "Căn cứ Quyết", "Căn cứ Luật")))
    ),
    # --- appendix and marks
    Mutant("PHU-LUC-LABEL", "dispatch", both(drop("Phụ lục"), whole("apart", False))),
    Mutant("PHU-LUC-SEQUENCE", "dispatch", second_appendix("Phụ lục I", "Phụ lục III")),
    Mutant("PHU-LUC-NUMBER", "dispatch", swap("Phụ lục", "Phụ lục", "Phụ lục 1")),
    Mutant("PHU-LUC-CENTRED", "dispatch", put("BIỂU DANH", align="left")),
    Mutant("PHU-LUC-CENTRED", "dispatch", both(put("BIỂU DANH", align="left"), LONGER), note="long"),
    Mutant(
        "PHU-LUC-REFERRED",
        "plan",
        unnamed_appendix,
    ),
    Mutant("PHU-LUC-KEM-FORM", "dispatch", swap("(Kèm", "(Kèm", "(kèm")),
    Mutant("PHU-LUC-KEM-FORM", "dispatch", swap("(Kèm", "ngày 19 tháng 8 năm 2020", "ngày 19/8/2020"), note="date"),
    Mutant("PHU-LUC-KEM-SAME", "dispatch", swap("(Kèm", "123/STTTT-BCVT", "321/STTTT-VP")),
    Mutant("PHU-LUC-KEM-SAME", "dispatch", swap("(Kèm", "ngày 19 tháng", "ngày 20 tháng"), note="date"),
    Mutant("PHU-LUC-KEM-PRESENT", "dispatch", drop("(Kèm")),
    *styles("Phụ lục", "PHU-LUC", "dispatch", 13, bold=True, italic=False, case="Phụ lục|PHỤ LỤC"),
    *styles(
        "BIỂU DANH",
        "PHU-LUC-TITLE",
        "dispatch",
        12,
        bold=True,
        italic=False,
        case="BIỂU DANH SÁCH NHÂN VIÊN THAM GIA|Biểu danh sách nhân viên tham gia",
    ),
    *styles("(Kèm", "PHU-LUC-KEM", "dispatch", 12, bold=False, italic=True),
    # --- capitals
    Mutant("VIET-HOA-CAU", "dispatch", extend("Việc này cần kịp thời. các đơn vị báo cáo.")),
    Mutant(
        "VIET-HOA-XUONG-DONG",
        "dispatch",
        add("body", 2, P("các đơn vị báo cáo kết quả về cơ quan thường trực trước ngày 20 tháng 8 để tổng hợp.")),
    ),
    Mutant("VIET-HOA-DON-VI", "dispatch", extend("Danh sách của Tỉnh Nam Định gửi sau.")),
    Mutant("VIET-HOA-DON-VI-SO", "dispatch", extend("Đơn vị đóng tại quận 1 báo cáo sau.")),
    Mutant("VIET-HOA-TEN-NGUOI", "dispatch", extend("Đầu mối liên hệ: ông Nguyễn văn An.")),
    Mutant("VIET-HOA-DON-VI-TEN", "dispatch", extend("Đơn vị đóng tại xã Hoàng Văn Thụ.")),
    Mutant("VIET-HOA-DIA-LY", "dispatch", extend("Đoàn công tác đi Vũng tàu.")),
    Mutant("VIET-HOA-PHIEN-AM", "dispatch", extend("Tác phẩm của Lê-Nin.")),
    Mutant("VIET-HOA-CHUC-VU", "dispatch", extend("Cuộc họp do phó giám đốc Lê Văn An chủ trì.")),
    Mutant("VIET-HOA-TAC-PHAM", "dispatch", extend("Xem tạp chí Cộng Sản.")),
    Mutant("VIET-HOA-THU-DO", "dispatch", extend("Đoàn công tác về thủ đô Hà Nội.")),
    Mutant("VIET-HOA-DANG", "dispatch", extend("Đảng cộng sản Việt Nam quang vinh.")),
    Mutant(
        "VIET-HOA-VAN-BAN", "dispatch", extend("Thực hiện theo nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.")
    ),
    Mutant("VIET-HOA-DIEU", "dispatch", extend("Thực hiện đúng khoản 2 điều 10, Quy chế.")),
    Mutant("VIET-HOA-KHOAN", "dispatch", extend("Thực hiện tại Khoản 2 Điều 10 của Quy chế.")),
    Mutant("VIET-HOA-TET", "dispatch", extend("Hoàn thành trước Tết nguyên đán.")),
    Mutant("VIET-HOA-THU", "dispatch", extend("Họp vào sáng thứ hai tuần tới.")),
    Mutant("VIET-HOA-CO-QUAN", "dispatch", extend("Gửi Sở tài chính tổng hợp.")),
    Mutant("VIET-HOA-NAM-AM-LICH", "dispatch", extend("Chào xuân Canh tý.")),
    Mutant("VIET-HOA-NGAY-LE", "dispatch", extend("Chào mừng ngày quốc khánh.")),
    Mutant("VIET-HOA-DANH-HIEU", "dispatch", extend("Đơn vị được tặng Huân chương lao động.")),
    Mutant("VIET-HOA-NUOC-NGOAI", "dispatch", extend("Theo khuyến cáo của Liên Hợp Quốc.")),
    Mutant("VIET-HOA-SU-KIEN", "dispatch", extend("Kỷ niệm Cách mạng Tháng Tám.")),
    Mutant("VIET-HOA-VUNG", "dispatch", extend("Các tỉnh vùng Tây bắc phối hợp.")),
    Mutant("VIET-HOA-DAN-TOC", "dispatch", extend("Học sinh dân tộc kinh tham gia.")),
    Mutant("VIET-HOA-NHAN-DAN", "dispatch", extend("Cán bộ phục vụ nhân dân tận tình.")),
    # --- marks and contact
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, c("KHẨN", 13, bold=True, colour="C00000")), "pdf"),
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, replace(KHAN, border="3pt double")), "pdf", "double"),
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, replace(KHAN, border="1pt dashed")), "pdf", "dashed"),
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, replace(KHAN, border="1.5pt dotted")), "pdf", "dotted"),
    Mutant("DAU-FRAME-SIZE", "dispatch", add("marks", 0, replace(KHAN, frame=(40, 8))), "pdf"),
    Mutant("SAO-KY-SO", "dispatch", add("marks", 0, replace(SIGNED, text="Sao y; Sở Y tế; 19/8/2020")), "pdf", "time"),
    Mutant("SAO-KY-SO", "dispatch", add("marks", 0, replace(SIGNED, size=12)), "pdf", "size"),
    Mutant("SAO-KY-SO", "dispatch", add("marks", 0, replace(SIGNED, italic=True)), "pdf", "italic"),
    Mutant("DAU-COLOUR", "dispatch", add("marks", 0, c("KHẨN", 13, bold=True, framed=True)), "pdf"),
    Mutant("DAU-SIZE", "dispatch", add("marks", 0, c("KHẨN", 11, bold=True, framed=True, colour="C00000")), "pdf"),
    Mutant(
        "LIEN-HE-SIZE",
        "dispatch",
        add("contact", 0, P("ĐT: 0205.3812345; Fax: 0205.3812346; E-mail: so@example.vn", 9, first=0, align="left")),
    ),
)
