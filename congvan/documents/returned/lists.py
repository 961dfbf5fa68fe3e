"""Lists from returned forms: all people, those of a district, the leads, whom to call, the incoming register."""

from __future__ import annotations

from collections.abc import Iterable

from congvan.documents.base.context import ContentContext
from congvan.documents.base.returned_facts import short_date
from congvan.documents.letter.schema import TableDocument
from congvan.documents.letter.skeleton import citation, document_info
from congvan.documents.text.schema import Chart, TableColumn
from congvan.documents.text.tables import with_room_for_ordinals
from congvan.returned import IncompleteReason, RosterCell

#: Questions about a row by code, in the language of the letter.
ASK = {
    "phone-missing": "chưa có số điện thoại",
    "phone-wrong": "hỏi lại số điện thoại",
    "district-other": "ghi huyện khác với biểu",
    "district-unknown": "ghi huyện không rõ",
    "district-missing": "chưa ghi huyện",
    "cell-formula": "ô là công thức, cần ghi giá trị",
    "cell-date": "ô bị đổi thành ngày tháng",
    "cell-error": "ô báo lỗi",
    "person-twice": "ghi hai lần trong một biểu",
    "name-missing": "chưa ghi họ tên",
    "name-letters": "họ tên không đọc được",
    "text-forbidden": "có ký tự không in được",
    "text-encoding": "chữ theo bảng mã cũ",
    "number-wrong": "số liệu không phải số nguyên",
}


QUOTED = frozenset({"phone-wrong", "district-other", "district-unknown", "cell-date", "name-letters", "number-wrong"})


def column(identifier: str, label: str, mm: float, align: str = "left", kind: str = "text") -> TableColumn:
    """Return a column of a list for templates."""
    return {"id": identifier, "label": label, "mm": mm, "align": align, "kind": kind}


TT = column("tt", "TT", 10, "center", "ordinal")
NAME, TITLE = column("ho-ten", "Họ tên", 38), column("chuc-vu", "Chức vụ", 27)
PHONE = column("dien-thoai", "Điện thoại liên hệ", 27, "center", "phone")
ENTERPRISE, DISTRICT = column("doanh-nghiep", "Doanh nghiệp", 45), column("huyen", "Huyện/thành phố", 50)
LEAD = column("dau-moi", "Đầu mối", 18, "center")


def with_mm(like: TableColumn, mm: float) -> TableColumn:
    """Return a column of another width."""
    return {**like, "mm": mm}


def listing(
    context: ContentContext,
    heading: str,
    lines: Iterable[str],
    columns: list[TableColumn],
    rows: list[list[str]],
    total: Iterable[str] = (),
    charts: Iterable[Chart] = (),
) -> TableDocument:
    """Return a list for templates/danh-sach-gui.* and tong-hop.xlsx."""
    cited = f"(Theo {citation(context)} của {context.dataset.agency.name})"
    return {
        **document_info(context, heading.capitalize() if heading.isupper() else heading),
        "heading": {"type": heading.upper(), "trich_yeu": []},
        "lines": [*lines, cited],
        "columns": with_room_for_ordinals(columns, rows),
        "rows": rows,
        "total": list(total),
        "charts": list(charts),
    }


def people_list(context: ContentContext) -> TableDocument:
    """Return the consolidated list of all people, district by district."""
    columns = [TT, with_mm(NAME, 34), with_mm(TITLE, 20), column("dien-thoai", "Điện thoại", 28, "center", "phone")]
    columns += [column("huyen", "Huyện/ thành phố", 27), with_mm(ENTERPRISE, 31), with_mm(LEAD, 15)]
    rows = [
        [p["name"], p["title"], p["phone"], p["district_name"], p["enterprise_name"], "x" if p["lead"] else ""]
        for p in context.returned["people"]
    ]
    total = f"Tổng số: {len(rows)} người"
    return listing(context, "Danh sách tổng hợp nhân viên tham gia tổ/nhóm", [total], columns, numbered(rows))


def district_list(context: ContentContext) -> TableDocument:
    """Return the people of one district, for its culture office."""
    district = context.values["district"]
    rows = [
        [p["name"], p["title"], p["phone"], p["enterprise_name"], "x" if p["lead"] else ""]
        for p in context.returned["people"]
        if p["district"] == district["id"]
    ]
    heading, total = f"Danh sách nhân viên tham gia tổ/nhóm tại {district['full_name']}", f"Tổng số: {len(rows)} người"
    return listing(context, heading, [total], [TT, NAME, TITLE, PHONE, ENTERPRISE, LEAD], numbered(rows))


def lead_list(context: ContentContext) -> TableDocument:
    """Return the leads of each enterprise in each district, with their phones."""
    people = [p for p in context.returned["people"] if p["lead"]]
    columns = [TT, with_mm(DISTRICT, 40), with_mm(ENTERPRISE, 48), NAME, with_mm(PHONE, 29)]
    rows = [[p["district_name"], p["enterprise_name"], p["name"], p["phone"]] for p in people]
    return listing(context, "Danh sách đầu mối của doanh nghiệp", [], columns, numbered(rows))


def numbered(rows: Iterable[list[str]]) -> list[list[str]]:
    """Return the rows with their ordinal numbers in front."""
    return [[str(number), *row] for number, row in enumerate(rows, 1)]


def reason(reason: IncompleteReason) -> str:
    """Return why a form is not complete."""
    count = reason["count"]
    return {
        "people-few": f"còn thiếu {count} người",
        "lead-missing": "chưa ghi đầu mối",
        "rows-to-ask": f"{count} dòng cần hỏi lại",
        "to-be-typed": "đã nhận bản quét, chờ nhập",
    }[reason["code"]]


def why(cell: RosterCell) -> str:
    """Return what is missing from an enterprise in a district, in one line: `chưa gửi`, `còn thiếu 1 người; …`."""
    if cell["state"] == "missing":
        return "chưa gửi"
    return "; ".join(reason(each) for each in cell["reasons"])


def questions(cell: RosterCell) -> list[str]:
    """Return one line for each row with open questions: its text and the questions."""
    lines = []
    for row in cell["to_ask"]:
        asked = dict.fromkeys(_question(code, row["said"].get(code, "")) for code in row["codes"])
        lines.append(f"{row['words'] or row['cell']}: {', '.join(asked)}")
    return lines


def _question(code: str, cell_text: str) -> str:
    """Return the question, quoting the cell text if that helps: `hỏi lại số điện thoại (ghi “0942 215”)`."""
    return ASK.get(code, "cần hỏi lại") + (f" (ghi “{cell_text}”)" if cell_text and code in QUOTED else "")


def to_ask(cell: RosterCell) -> str:
    """Return what is missing and what must be asked about one district, in one line."""
    return "; ".join([*filter(None, [why(cell) if cell["state"] != "complete" else ""]), *questions(cell)])


def call_list(context: ContentContext) -> TableDocument:
    """Return whom to call about what: every enterprise and district with missing forms or open questions."""
    returned = context.returned
    districts = {d["id"]: d["name"] for d in returned["picture"]["districts"]}
    columns = [TT, with_mm(ENTERPRISE, 46), with_mm(DISTRICT, 37), column("con-thieu", "Còn thiếu, cần hỏi", 56)]
    columns.append(column("ket-qua", "Đã gọi", 16, "center"))
    rows = [
        [enterprise["name"], districts[cell["district"]], to_ask(cell), ""]
        for enterprise in returned["picture"]["enterprises"]
        for cell in returned["owing"]
        if cell["enterprise"] == enterprise["id"]
    ]
    counts = returned["picture"]["counts"]
    line = f"Đã đủ: {counts['complete']}; chưa đủ: {counts['incomplete']}; chưa gửi: {counts['missing']}"
    return listing(context, "Danh sách đơn vị cần đôn đốc", [line], columns, numbered(rows))


def register(context: ContentContext) -> TableDocument:
    """Return the incoming register with its ten columns (Decree 30, Appendix IV, VI)."""
    labels = ["Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản"]
    labels += ["Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú"]
    widths = (22, 14, 38, 22, 20, 50, 25, 20, 16, 25)
    columns = [column(f"c{n}", label, mm) for n, (label, mm) in enumerate(zip(labels, widths, strict=True), 1)]
    unit = context.dispatch.unit or ""
    rows = []
    for r in context.returned["register"]:
        note = "bản quét, chờ nhập" if r["note"] else ""
        rows.append([short_date(r["date"]), r["number"], r["author"], "", "", r["what"], unit, "", "", note])
    return listing(context, "Sổ đăng ký văn bản đến", [], columns, rows)
