"""Teams at health facilities: the form for a huyện đoàn, a district's proposal, a facility's duty table."""

from __future__ import annotations

from congvan.documents.base.context import ContentContext
from congvan.documents.base.returned_facts import proposed_teams, returned_facts
from congvan.documents.letter.schema import Attachment, OfficialDocument, TableDocument
from congvan.documents.letter.skeleton import empty_attachment, empty_letter
from congvan.documents.returned.lists import NAME, TITLE, TT, column, listing
from congvan.documents.text.schema import TableColumn
from congvan.returned import Team

UNION = "huyen-doan"
FACT = "so_nguoi_huyen_doan"


def union_form(context: ContentContext) -> OfficialDocument:
    """Return the form on which a huyện đoàn names its members; rows for the minimum at each facility, at least ten."""
    district = context.values["district"]
    wanted = context.dispatch.facts.get(FACT, "0")
    facilities = [
        f
        for f in returned_facts(context.dataset, context.dispatch_id).get("facilities", [])
        if f["district"] == district["id"]
    ]
    count = max(10, sum(int(wanted) * int(f["teams"]) for f in facilities))
    union = f"{'Thành' if district['kind'] == 'thành phố' else 'Huyện'} đoàn {district['name']}"
    columns: list[TableColumn] = [
        TT,
        {**NAME, "mm": 48},
        {**TITLE, "mm": 35},
        column("dien-thoai", "Điện thoại liên hệ", 30, "center", "phone"),
    ]
    columns += [column("huyen", "Huyện/thành phố", 42, "left", "district")]
    rows = [[str(n), "", "", "", district["heading_name"]] for n in range(1, count + 1)]
    attachment: Attachment = {
        **empty_attachment(),
        "title": ["BIỂU DANH SÁCH ĐOÀN VIÊN", "THAM GIA TỔ/NHÓM TẠI CƠ SỞ Y TẾ"],
        "facts": [f"Huyện/thành phố: {district['heading_name']}", f"Đơn vị: {union}"],
        "table": {"columns": columns, "rows": rows, "row_mm": 9.0},
        "foot": {
            "note": [f"Mỗi cơ sở y tế tối thiểu {wanted} người."],
            "sign": [union, "(Ký, ghi rõ họ tên, đóng dấu)"],
        },
    }
    title = f"Biểu danh sách đoàn viên – {district['heading_name']}"
    return {
        **empty_letter(context, title, title),
        "form_id": f"{context.dispatch_id}/{UNION}/1/{UNION}/{district['id']}",
        "attachments": [attachment],
    }


def _team_lines(context: ContentContext, team: Team) -> list[list[str]]:
    """Return the lines of a team, with blank ones for missing members."""
    names = {e.id: e.name for e in context.dataset.enterprises} | {UNION: "Huyện đoàn"}
    lines = []
    for body, members in team["members"].items():
        lines += [[m["name"], m["title"], m["phone"], names[body]] for m in members]
        lines += [["", "", "", names[body]]] * team["short"].get(body, 0)
    return lines + [[m["name"], m["title"], m["phone"], ""] for m in team["extra"]]


def _team_name(team: Team) -> str:
    parts = [team["name"]]
    if team["number"] > 1:
        parts.append(f"tổ {team['number']}")
    if team["day"]:
        year, month, date = team["day"].split("-")
        parts.append(f"ngày {int(date)}/{int(month)}/{year}")
    return ", ".join(parts)


def team_proposal(context: ContentContext) -> TableDocument:
    """Return the proposal to a district: each facility's team; the district decides."""
    district = context.values["district"]
    teams = [t for t in proposed_teams(context.dataset, context.dispatch_id) if t["district"] == district["id"]]
    columns = [TT, column("co-so", "Cơ sở y tế", 42), column("ho-ten", "Họ tên", 38)]
    columns += [column("dien-thoai", "Điện thoại", 28, "center", "phone"), column("don-vi", "Đơn vị cử", 47)]
    rows: list[list[str]] = []
    for team in teams:
        for line in _team_lines(context, team):
            rows.append([str(len(rows) + 1), _team_name(team), line[0], line[2], line[3]])
    short = sum(sum(team["short"].values()) for team in teams)
    lines = [f"{district['culture_office']['name'] or district['heading_name']} xem xét, quyết định"]
    lines += [f"Còn thiếu {short} người (dòng để trống)"] if short else []
    return listing(context, f"Đề xuất tổ/nhóm hỗ trợ tại {district['full_name']}", lines, columns, rows)


def duty_table(context: ContentContext) -> TableDocument:
    """Return the duty table of a facility, with a column to sign."""
    facility = context.values["facility"]
    teams = [t for t in proposed_teams(context.dataset, context.dispatch_id) if t["facility"] == facility["id"]]
    columns = [TT, NAME, TITLE, column("dien-thoai", "Điện thoại", 27, "center", "phone")]
    columns += [column("don-vi", "Đơn vị cử", 40), column("ky", "Ký tên", 23, "center")]
    rows: list[list[str]] = []
    for team in teams:
        rows += [[str(len(rows) + n), *line, ""] for n, line in enumerate(_team_lines(context, team), 1)]
    lines = [facility["address"]] if facility.get("address") else []
    return listing(context, f"Bảng phân công trực tại {facility['name']} (đề xuất)", lines, columns, rows)
