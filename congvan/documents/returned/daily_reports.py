"""Daily reports: the form to fill in, the summary of a day, and the báo cáo to the superior body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from congvan.documents.base.chart import PAGE, chart, number
from congvan.documents.base.context import ContentContext
from congvan.documents.base.returned_facts import short_date
from congvan.documents.letter.schema import Attachment, OfficialDocument, TableDocument
from congvan.documents.letter.skeleton import citation, empty_attachment, empty_letter, listed, recipient_list
from congvan.documents.returned.lists import TT, column, listing, numbered
from congvan.documents.returned.reminder import archive_line, head, paragraph, signature, table_block
from congvan.documents.text.line_breaks import TITLE_MM, balanced_lines
from congvan.documents.text.schema import Block, Chart
from congvan.model.dataset import Dataset
from congvan.model.returned_forms import ReportField
from congvan.returned import DailyReport

TO_FILL = column("huyen", "Huyện/thành phố", 38, "left", "district")


def form(context: ContentContext) -> OfficialDocument:
    """Return the form of an enterprise for `values["day"]`, or with a blank day."""
    reports, enterprise, day = context.dataset.reports, context.values["enterprise"], context.values.get("day")
    assert reports
    name = f"Báo cáo ngày {day['name']}" if day else "Báo cáo ngày"
    columns = [TT, TO_FILL] + [
        column(f.id.replace("_", "-"), f.label, f.mm, "center" if f.kind == "number" else "left", f.kind)
        for f in reports.fields
    ]
    rows = numbered([d["heading_name"], *[""] * len(reports.fields)] for d in context.facts["districts"])
    before = f"{reports.before.hour}h{reports.before.minute:02d}"
    identity = [context.dispatch_id, reports.form, str(reports.version), enterprise["id"], day["id"] if day else "-"]
    attachment: Attachment = {
        **empty_attachment(),
        "title": ["BÁO CÁO KẾT QUẢ HẰNG NGÀY"],
        "facts": [f"Ngày báo cáo: {day['name'] if day else '……/……/………'}", f"Doanh nghiệp: {enterprise['name']}"],
        "table": {"columns": columns, "rows": rows, "row_mm": 9.0},
        "foot": {
            "note": [f"Gửi về {context.dataset.agency.name} trước {before}."],
            "sign": [enterprise["name"], "(Ký, ghi rõ họ tên, đóng dấu)"],
            "signers": [],
            "form_id": "",
        },
    }
    title = f"{name} – {enterprise['name']}"
    return {**empty_letter(context, title, title), "form_id": "/".join(identity), "attachments": [attachment]}


def first_number(dataset: Dataset) -> ReportField | None:
    """Return the field shown in charts: the first numeric one."""
    return next((f for f in dataset.reports.fields if f.kind == "number"), None) if dataset.reports else None


def figure(
    reports: Iterable[DailyReport], field: ReportField, keep: Callable[[str], bool] = lambda _district: True
) -> int:
    """Return a field over reports: the sum of all days, or of each enterprise's last day if it is not cumulative."""
    reports = list(reports)
    if not field.cumulative:
        last: dict[str, DailyReport] = {}
        for report in reports:
            if report["enterprise"] not in last or report["day"] > last[report["enterprise"]]["day"]:
                last[report["enterprise"]] = report
        reports = list(last.values())
    return sum(
        int(values.get(field.id) or 0) for r in reports for district, values in r["figures"].items() if keep(district)
    )


def by_enterprise(dataset: Dataset, reports: Sequence[DailyReport], field: ReportField) -> dict[str, int]:
    """Return a field by enterprise id."""
    return {e.id: figure([r for r in reports if r["enterprise"] == e.id], field) for e in dataset.enterprises}


def by_district(dataset: Dataset, reports: Sequence[DailyReport], field: ReportField) -> dict[str, int]:
    """Return a field by district id; figures reported for all districts together are under ""."""
    names = [d.id for d in dataset.districts]
    if any("" in report["figures"] for report in reports):
        names.append("")
    return {name: figure(reports, field, name.__eq__) for name in names}


def cumulative(reports: Sequence[DailyReport], field: ReportField) -> list[tuple[str, int]]:
    """Return a field up to each day with reports."""
    days = sorted({report["day"] for report in reports})
    return [(day, figure([r for r in reports if r["day"] <= day], field)) for day in days]


def by_day(reports: Sequence[DailyReport], field: ReportField) -> dict[str, int]:
    """Return a field on each day with reports."""
    days = sorted({report["day"] for report in reports})
    return {day: figure([r for r in reports if r["day"] == day], field) for day in days}


def summary(context: ContentContext) -> TableDocument:
    """Return the summary of `values["day"]`: figures of each enterprise, time of receipt, and totals."""
    dataset, day = context.dataset, context.values["day"]
    assert dataset.reports
    all_reports = context.returned["reports"]
    reports = [r for r in all_reports if r["day"] == day["id"]]
    numbers = [f for f in dataset.reports.fields if f.kind == "number"]
    columns, wide = [TT, column("doanh-nghiep", "Doanh nghiệp", 48)], (165 - 10 - 48 - 27) / max(len(numbers), 1)
    columns += [column(f.id, f.label, round(wide, 1), "center", "number") for f in numbers]
    columns.append(column("gui", "Gửi báo cáo", 27, "center"))
    rows = []
    for enterprise in dataset.enterprises:
        mine = [r for r in reports if r["enterprise"] == enterprise.id]
        state = mine[0]["state"] if mine else "missing" if enterprise.owes.report else "not-owed"
        cells = [str(figure(mine, f)) if mine else "" for f in numbers]
        rows.append([enterprise.name, *cells, SENT[state]])
    total = ["", "Cộng", *(str(figure(reports, f)) for f in numbers), ""]
    drawn = charts(dataset, reports, [r for r in all_reports if r["day"] <= day["id"]])
    return listing(context, f"Tổng hợp báo cáo ngày {day['name']}", [], columns, numbered(rows), total, drawn)


SENT = {"in-time": "đúng giờ", "late": "muộn", "unknown": "đã gửi", "missing": "chưa gửi", "not-owed": ""}


def report(context: ContentContext) -> OfficialDocument:
    """Return the báo cáo to the superior body: figures by enterprise and district, the curve over the days,
    difficulties.
    """
    agency = context.dataset.agency
    reports = context.returned["reports"]
    subject = " ".join(context.merge(context.dispatch.subject, "subject").split())
    return {
        **empty_letter(context, f"Báo cáo kết quả {subject}", "Báo cáo kết quả"),
        "letter": True,
        "head": head(context, f"BC-{agency.abbreviation}"),
        "heading": {"type": "BÁO CÁO", "trich_yeu": balanced_lines(f"Kết quả {subject}", TITLE_MM)},
        "body": _body(context, reports),
        "sign": signature(context),
        "noi_nhan": recipient_list(_receivers(context)),
    }


def _receivers(context: ContentContext) -> list[str]:
    parent = context.dataset.agency.parent
    return [*([f"- {parent} (b/c);"] if parent else []), archive_line(context)]


def _body(context: ContentContext, reports: list[DailyReport]) -> list[Block]:
    dataset = context.dataset
    assert dataset.reports
    numbers = [f for f in dataset.reports.fields if f.kind == "number"]
    days = sorted({r["day"] for r in reports})
    sums = ", ".join(f"{f.label[:1].lower()}{f.label[1:]}: {number(figure(reports, f))}" for f in numbers)
    late = sum(r["state"] == "late" for r in reports)
    first, last = short_date(days[0]), short_date(days[-1])
    span = f"từ ngày {first} đến ngày {last}" if len(days) > 1 else f"ngày {first}"
    came = f"{len(reports)} báo cáo của {len({r['enterprise'] for r in reports})} doanh nghiệp"
    came += f", trong đó {late} báo cáo gửi muộn" if late else ""
    drawn = [[_block(each)] for each in charts(dataset, reports, reports)]
    by_body, by_place, rise = drawn if numbers else ([], [], [])
    blocks = [
        paragraph(f"Thực hiện {citation(context)}, {dataset.agency.name} báo cáo kết quả {span} như sau:"),
        paragraph("1. Kết quả chung", "khoan"),
        paragraph(f"Đã nhận {came}. Tổng hợp: {sums}."),
        paragraph("2. Kết quả theo doanh nghiệp", "khoan"),
        _figures("Doanh nghiệp", _names(dataset), numbers, lambda f: by_enterprise(dataset, reports, f)),
        *by_body,
        paragraph("3. Kết quả theo huyện, thành phố", "khoan"),
        _figures("Huyện/thành phố", _districts(dataset), numbers, lambda f: by_district(dataset, reports, f)),
        *by_place,
        paragraph("4. Diễn biến theo ngày", "khoan"),
        _figures("Ngày", {day: short_date(day) for day in days}, numbers, lambda f: by_day(reports, f)),
        *rise,
    ]
    blocks += [paragraph("5. Khó khăn, vướng mắc", "khoan"), *_difficulties(dataset, reports)]
    closing = blocks[-1]["runs"][-1]
    closing["text"] += "/." if closing["text"].endswith(".") else "./."
    return blocks


def _difficulties(dataset: Dataset, reports: list[DailyReport]) -> list[Block]:
    assert dataset.reports
    names = {e.id: e.name for e in dataset.enterprises}
    texts = [f.id for f in dataset.reports.fields if f.kind == "text"]
    difficulties: dict[tuple[str, str], None] = {}
    for each in reports:
        for values in each["figures"].values():
            difficulties |= {
                (names[each["enterprise"]], values[key].rstrip(".;")): None for key in texts if values.get(key)
            }
    if not difficulties:
        return [paragraph("Các doanh nghiệp không nêu khó khăn, vướng mắc.")]
    return [paragraph(line, "gach") for line in listed([f"{name}: {text}" for name, text in difficulties])]


def _figures(
    label: str,
    names: Mapping[str, str],
    fields: Sequence[ReportField],
    values: Callable[[ReportField], Mapping[str, int]],
) -> Block:
    """Return a table of sums with a total row; fields that do not add up over days have no total there."""
    wide = round((165 - 65) / max(len(fields), 1), 1)
    columns = [column("ten", label, 65)] + [column(f.id, f.label, wide, "center", "number") for f in fields]
    figures = {f.id: values(f) for f in fields}
    keys = list(next(iter(figures.values()), {}))
    rows = [[names[key], *(number(figures[f.id].get(key, 0)) for f in fields)] for key in keys]
    by_day_table = label == "Ngày"
    sums = ["" if by_day_table and not f.cumulative else number(sum(figures[f.id].values())) for f in fields]
    return table_block(columns, [*rows, ["Cộng", *sums]])


def charts(
    dataset: Dataset, reports: Sequence[DailyReport], so_far: Sequence[DailyReport], width: float = PAGE
) -> list[Chart]:
    """Return charts of the first figure by enterprise and by district, and its course over the days so far."""
    field = first_number(dataset)
    if field is None:
        return []
    bodies, places = _names(dataset), _districts(dataset)
    by_body = [(bodies[key], value) for key, value in by_enterprise(dataset, reports, field).items()]
    by_place = [(places[key], value) for key, value in by_district(dataset, reports, field).items()]
    rise = [(short_date(day).rpartition("/")[0], value) for day, value in cumulative(so_far, field)]
    wanted = [
        ("theo doanh nghiệp", "bars", by_body),
        ("theo huyện, thành phố", "bars", by_place),
        ("cộng dồn" if field.cumulative else "diễn biến", "curve", rise),
    ]
    return [
        chart(f"{field.label}, {what}", kind, [{"label": label, "value": value} for label, value in values], width)
        for what, kind, values in wanted
    ]


def _block(chart: Chart) -> Block:
    """Return a chart as a block of the text."""
    return {"style": "bieu_do", "runs": [], "chart": chart}


def _names(dataset: Dataset) -> dict[str, str]:
    return {enterprise.id: enterprise.name for enterprise in dataset.enterprises}


def _districts(dataset: Dataset) -> dict[str, str]:
    return {district.id: district.heading_name for district in dataset.districts} | {"": "Chưa chia theo huyện"}
