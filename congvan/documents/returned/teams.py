"""Teams at health facilities: the form for a huyện đoàn, a district's proposal, a facility's duty table."""

from __future__ import annotations

from congvan.documents.base.context import ContentContext
from congvan.documents.base.returned_facts import proposed_teams, short_date
from congvan.documents.letter.schema import Attachment, OfficialDocument, TableDocument
from congvan.documents.letter.skeleton import empty_attachment, empty_letter
from congvan.documents.returned.lists import NAME, PHONE, TITLE, TT, column, listing, numbered, with_mm
from congvan.returned import Team

UNION = "huyen-doan"
FACT = "so_nguoi_huyen_doan"


def union_form(context: ContentContext) -> OfficialDocument:
    """Return the form on which a huyện đoàn names its members; rows for the minimum at each facility, at least ten."""
    district = context.values["district"]
    wanted = context.dispatch.facts.get(FACT, "0")
    facilities = (f for f in context.returned.get("facilities", []) if f["district"] == district["id"])
    count = max(10, sum(int(wanted) * int(f["teams"]) for f in facilities))
    union = f"{'Thành' if district['kind'] == 'thành phố' else 'Huyện'} đoàn {district['name']}"
    columns = [TT, with_mm(NAME, 48), with_mm(TITLE, 35), with_mm(PHONE, 30)]
    columns.append(column("huyen", "Huyện/thành phố", 42, "left", "district"))
    rows = numbered([["", "", "", district["heading_name"]]] * count)
    attachment: Attachment = {
        **empty_attachment(),
        "title": ["BIỂU DANH SÁCH ĐOÀN VIÊN", "THAM GIA TỔ/NHÓM TẠI CƠ SỞ Y TẾ"],
        "facts": [f"Huyện/thành phố: {district['heading_name']}", f"Đơn vị: {union}"],
        "table": {"columns": columns, "rows": rows, "row_mm": 9.0},
        "foot": {
            "note": [f"Mỗi cơ sở y tế tối thiểu {wanted} người."],
            "sign": [union, "(Ký, ghi rõ họ tên, đóng dấu)"],
            "signers": [],
            "form_id": "",
        },
    }
    title = f"Biểu danh sách đoàn viên – {district['heading_name']}"
    form_id = f"{context.dispatch_id}/{UNION}/1/{UNION}/{district['id']}"
    return {**empty_letter(context, title, title), "form_id": form_id, "attachments": [attachment]}


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
        parts.append(f"ngày {short_date(team['day'])}")
    return ", ".join(parts)


def team_proposal(context: ContentContext) -> TableDocument:
    """Return the proposal to a district: each facility's team; the district decides."""
    district = context.values["district"]
    teams = [t for t in proposed_teams(context.dataset, context.dispatch_id) if t["district"] == district["id"]]
    columns = [TT, column("co-so", "Cơ sở y tế", 42), column("ho-ten", "Họ tên", 38)]
    columns += [column("dien-thoai", "Điện thoại", 28, "center", "phone"), column("don-vi", "Đơn vị cử", 47)]
    rows = numbered(
        [_team_name(team), name, phone, body]
        for team in teams
        for name, _title, phone, body in _team_lines(context, team)
    )
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
    rows = numbered([*line, ""] for team in teams for line in _team_lines(context, team))
    lines = [facility["address"]] if facility.get("address") else []
    return listing(context, f"Bảng phân công trực tại {facility['name']} (đề xuất)", lines, columns, rows)
