"""Daily reports: the form that asks, the summary of a day, and the báo cáo to the superior body.

Charts are tables whose bars are letters (█, U+2588, of the letter's own face): vector, the same words in DOCX and PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from congvan.documents.form import bare
from congvan.documents.grid import common
from congvan.documents.reminder import archive, cited, head, paragraph, sign, table
from congvan.documents.returned import TT, column, listing
from congvan.documents.returned_facts import back, short
from congvan.documents.scope import Scope
from congvan.model.dataset import Dataset
from congvan.model.returns import ReportField

BARS = 22  # letters of the longest bar
DISTRICT = column("huyen", "Huyện/thành phố", 38, "left", "district")
Report = Mapping[str, Any]


def form(scope: Scope) -> dict[str, Any]:
    """The form of an enterprise for `values["day"]`, or with a blank day."""
    reports, enterprise, day = scope.dataset.reports, scope.values["enterprise"], scope.values.get("day")
    assert reports
    name = f"Báo cáo ngày {day['name']}" if day else "Báo cáo ngày"
    columns = [TT, DISTRICT] + [
        column(f.id.replace("_", "-"), f.label, f.mm, "center" if f.kind == "number" else "left", f.kind)
        for f in reports.fields
    ]
    rows = [[str(n), d["heading_name"], *[""] * len(reports.fields)] for n, d in enumerate(scope.facts["districts"], 1)]
    before = f"{reports.before.hour}h{reports.before.minute:02d}"
    identity = [scope.dispatch_id, reports.form, str(reports.version), enterprise["id"], day["id"] if day else "-"]
    attachment = bare() | {
        "title": ["BÁO CÁO KẾT QUẢ HẰNG NGÀY"],
        "facts": [f"Ngày báo cáo: {day['name'] if day else '……/……/………'}", f"Doanh nghiệp: {enterprise['name']}"],
        "table": {"columns": columns, "rows": rows, "row_mm": 9.0},
        "foot": {
            "note": [f"Gửi về {scope.dataset.agency.name} trước {before}."],
            "sign": [enterprise["name"], "(Ký, ghi rõ họ tên, đóng dấu)"],
        },
    }
    return {
        **common(scope, f"{name} – {enterprise['name']}"),
        "short_title": f"{name} – {enterprise['name']}",
        "form_id": "/".join(identity),
        "attachments": [attachment],
    }


def first_number(dataset: Dataset) -> ReportField | None:
    """The figure that charts show: the first numeric field."""
    return next((f for f in dataset.reports.fields if f.kind == "number"), None) if dataset.reports else None


def figure(reports: Iterable[Report], field: ReportField, keep: Callable[[str], bool] = lambda _district: True) -> int:
    """A field over reports: the sum of all days, or of each enterprise's last day where it does not add up."""
    reports = list(reports)
    if not field.cumulative:
        last: dict[str, Report] = {}
        for report in reports:
            if report["enterprise"] not in last or report["day"] > last[report["enterprise"]]["day"]:
                last[report["enterprise"]] = report
        reports = list(last.values())
    return sum(
        int(values.get(field.id) or 0) for r in reports for district, values in r["figures"].items() if keep(district)
    )


def by_enterprise(dataset: Dataset, reports: Sequence[Report], field: ReportField) -> dict[str, int]:
    """A field by enterprise."""
    return {e.id: figure([r for r in reports if r["enterprise"] == e.id], field) for e in dataset.enterprises}


def by_district(dataset: Dataset, reports: Sequence[Report], field: ReportField) -> dict[str, int]:
    """A field by district; what was reported for all districts together is under ""."""
    names = [d.id for d in dataset.districts]
    if any("" in report["figures"] for report in reports):
        names.append("")
    return {name: figure(reports, field, lambda district, name=name: district == name) for name in names}  # type: ignore[misc]


def cumulative(reports: Sequence[Report], field: ReportField) -> list[tuple[str, int]]:
    """A field up to each day of which reports came."""
    found = sorted({report["day"] for report in reports})
    return [(day, figure([r for r in reports if r["day"] <= day], field)) for day in found]


def summary(scope: Scope) -> dict[str, Any]:
    """The summary of `values["day"]`: each enterprise's figures, when they came, and the sum."""
    dataset, day = scope.dataset, scope.values["day"]
    assert dataset.reports
    reports = [r for r in back(dataset, scope.dispatch_id)["reports"] if r["day"] == day["id"]]
    numbers = [f for f in dataset.reports.fields if f.kind == "number"]
    columns, wide = [TT, column("doanh-nghiep", "Doanh nghiệp", 48)], (165 - 10 - 48 - 27) / max(len(numbers), 1)
    columns += [column(f.id, f.label, round(wide, 1), "center", "number") for f in numbers]
    columns.append(column("gui", "Gửi báo cáo", 27, "center"))
    rows = []
    for n, enterprise in enumerate(dataset.enterprises, 1):
        mine = [r for r in reports if r["enterprise"] == enterprise.id]
        state = mine[0]["state"] if mine else "missing" if enterprise.owes.report else "not-owed"
        cells = [str(figure(mine, f)) if mine else "" for f in numbers]
        rows.append([str(n), enterprise.name, *cells, SENT[state]])
    total = ["", "Cộng", *(str(figure(reports, f)) for f in numbers), ""]
    return listing(scope, f"Tổng hợp báo cáo ngày {day['name']}", [], columns, rows, total)


SENT = {"in-time": "đúng giờ", "late": "muộn", "unknown": "đã gửi", "missing": "chưa gửi", "not-owed": ""}


def report(scope: Scope) -> dict[str, Any]:
    """The báo cáo upward: figures by enterprise and by district, the curve over the days, difficulties."""
    dataset, agency = scope.dataset, scope.dataset.agency
    reports: list[Report] = back(dataset, scope.dispatch_id)["reports"]
    subject = scope.merge(scope.dispatch.subject, "subject")
    return {
        **common(scope, f"Báo cáo kết quả {subject}"),
        "short_title": "Báo cáo kết quả",
        "letter": True,
        "head": head(scope, f"BC-{agency.abbreviation}"),
        "heading": {"type": "BÁO CÁO", "trich_yeu": f"Kết quả {subject}"},
        "body": _body(scope, reports),
        "sign": sign(scope),
        "noi_nhan": {"label": "Nơi nhận:", "items": _receivers(scope), "drafter": ""},
    }


def _receivers(scope: Scope) -> list[str]:
    parent = scope.dataset.agency.parent
    return [*([f"- {parent} (b/c);"] if parent else []), archive(scope)]


def _body(scope: Scope, reports: list[Report]) -> list[dict[str, Any]]:
    dataset = scope.dataset
    assert dataset.reports
    numbers = [f for f in dataset.reports.fields if f.kind == "number"]
    found = sorted({r["day"] for r in reports})
    names = {e.id: e.name for e in dataset.enterprises}
    districts = {d.id: d.heading_name for d in dataset.districts} | {"": "Chưa chia theo huyện"}
    sums = ", ".join(f"{f.label[:1].lower()}{f.label[1:]}: {_number(figure(reports, f))}" for f in numbers)
    late, first = sum(r["state"] == "late" for r in reports), first_number(dataset)
    span = f"từ ngày {short(found[0])} đến ngày {short(found[-1])}" if len(found) > 1 else f"ngày {short(found[0])}"
    came = f"{len(reports)} báo cáo của {len({r['enterprise'] for r in reports})} doanh nghiệp"
    came += f", trong đó {late} báo cáo gửi muộn" if late else ""
    charts = _charts(dataset, reports, names | districts, first) if first else []
    blocks = [
        paragraph(
            f"Thực hiện {cited(scope)} của {dataset.agency.name}, {dataset.agency.name} báo cáo kết quả {span} như sau:"
        ),
        paragraph("1. Kết quả chung", "khoan"),
        paragraph(f"Đã nhận {came}. Tổng hợp: {sums}."),
        paragraph("2. Kết quả theo doanh nghiệp", "khoan"),
        table(*_figures("Doanh nghiệp", names, numbers, lambda f: by_enterprise(dataset, reports, f))),
    ]
    blocks += [
        *charts[:1],
        paragraph("3. Kết quả theo huyện, thành phố", "khoan"),
        table(*_figures("Huyện/thành phố", districts, numbers, lambda f: by_district(dataset, reports, f))),
        *charts[1:2],
        paragraph("4. Diễn biến theo ngày", "khoan"),
        *charts[2:],
    ]
    blocks += [paragraph("5. Khó khăn, vướng mắc", "khoan"), *_difficulties(dataset, reports)]
    last = blocks[-1]
    last["runs"][-1]["text"] += "/." if last["runs"][-1]["text"].endswith(".") else "./."
    return blocks


def _difficulties(dataset: Dataset, reports: list[Report]) -> list[dict[str, Any]]:
    assert dataset.reports
    names = {e.id: e.name for e in dataset.enterprises}
    texts = [f.id for f in dataset.reports.fields if f.kind == "text"]
    said: dict[tuple[str, str], None] = {}
    for each in reports:
        for values in each["figures"].values():
            said |= {(names[each["enterprise"]], values[key].rstrip(".;")): None for key in texts if values.get(key)}
    if not said:
        return [paragraph("Các doanh nghiệp không nêu khó khăn, vướng mắc.")]
    lines = [f"- {name}: {text}" for name, text in said]
    return [paragraph(line + (";" if line is not lines[-1] else "."), "gach") for line in lines]


def _figures(
    label: str,
    names: Mapping[str, str],
    fields: Sequence[ReportField],
    values: Callable[[ReportField], Mapping[str, int]],
) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Columns and rows of a table of sums, with the sum of all at its end."""
    wide = round((165 - 65) / max(len(fields), 1), 1)
    columns = [column("ten", label, 65)] + [column(f.id, f.label, wide, "center", "number") for f in fields]
    found = {f.id: values(f) for f in fields}
    keys = list(next(iter(found.values()), {}))
    rows = [[names[key], *(_number(found[f.id].get(key, 0)) for f in fields)] for key in keys]
    return columns, [*rows, ["Cộng", *(_number(sum(found[f.id].values())) for f in fields)]]


def _charts(dataset: Dataset, reports: list[Report], names: Mapping[str, str], field: ReportField) -> list[Any]:
    """The three charts of a field: by enterprise, by district, and its rise over the days."""
    by_body = [(names[key], value) for key, value in by_enterprise(dataset, reports, field).items()]
    by_place = [(names[key], value) for key, value in by_district(dataset, reports, field).items()]
    rise = [(short(day), value) for day, value in cumulative(reports, field)]
    return [
        _chart(field.label, by_body, "theo doanh nghiệp"),
        _chart(field.label, by_place, "theo huyện, thành phố"),
        _chart(field.label, rise, "cộng dồn theo ngày"),
    ]


def _chart(label: str, values: Sequence[tuple[str, int]], what: str) -> dict[str, Any]:
    """Bars of letters in a table, the longest for the largest value, to half a letter."""
    most = max((value for _name, value in values), default=0)
    columns = [
        column("ten", f"{label}, {what}", 55),
        column("so", "Số liệu", 22, "center"),
        column("thanh", "Biểu đồ", 88),
    ]
    rows = [[name, _number(value), bar(value, most)] for name, value in values]
    return table(columns, rows, 6.5)


def bar(value: int, most: int) -> str:
    """█ for each share of the largest value, ▌ for a half; "" for nothing."""
    halves = round(2 * BARS * value / most) if most else 0
    halves = max(halves, 1) if value else 0
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
