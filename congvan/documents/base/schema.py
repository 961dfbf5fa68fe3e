"""Types of the facts of a dispatch, available to every text of the data and to templates without a builder.

The lists of data/lists/ are added under their own names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from congvan.templating.declared import Said

Record = Mapping[str, Any]
"""A fact as the data give it: its keys are those of its file (docs/data.md)."""


class Day(TypedDict):
    """A date in its written forms; empty if there is none."""

    short: Annotated[str, Said("20/8/2020", "20/8/2020")]
    long: Annotated[str, Said("ngày 20 tháng 8 năm 2020", "ngày 20 tháng 8 năm 2020")]
    iso: Annotated[str, Said("2020-08-20", "2020-08-20")]


class Due(Day):
    """A deadline."""

    what: Annotated[str, Said("what is due", "việc phải làm")]
    time: Annotated[str, Said("time of day, or empty", "giờ; có thể trống")]


class DispatchFacts(TypedDict):
    """Facts about the dispatch itself."""

    id: Annotated[str, Said("name of its file", "mã: tên tệp dữ liệu")]
    kind: Annotated[str, Said("name of its kind: Công văn", "tên loại: Công văn")]
    kind_id: Annotated[str, Said("id of its kind: cong-van", "mã loại: cong-van")]
    number: Annotated[str, Said("number, or empty", "số; trống nếu chưa có")]
    number_text: Annotated[str, Said("what stands after “Số:”, or a gap", "số như in ra, hoặc chỗ trống để ghi")]
    symbol: Annotated[str, Said("symbol: STTTT-BCVT", "ký hiệu: STTTT-BCVT")]
    date_text: Annotated[str, Said("date in words, gaps for the pen", "ngày … tháng … năm …")]
    date: Annotated[Day, Said("date, where it is known", "ngày ban hành, nếu đã có")]
    subject: Annotated[str, Said("subject", "trích yếu")]
    medium: Annotated[str, Said("paper or electronic", "`paper` (giấy) hoặc `electronic` (điện tử)")]
    signs: Annotated[bool, Said("whether signs are made for it", "có làm biển")]
    forms: Annotated[list[str], Said("ids of its forms", "mã các biểu")]
    appendices: Annotated[list[str], Said("ids of its appendices", "mã các phụ lục")]
    envelopes: Annotated[bool, Said("whether envelopes are made", "có làm bì")]


class ReturnedFlags(TypedDict):
    """Flags about returned forms, for `when:` conditions."""

    anything: Annotated[bool, Said("anything came", "đã nhận được gì đó")]
    people: Annotated[bool, Said("people were named", "đã có người được cử")]
    leads: Annotated[bool, Said("leads were named", "đã có đầu mối")]
    districts: Annotated[list[str], Said("ids of districts with people", "mã các huyện có người được cử")]
    owing: Annotated[list[str], Said("ids of enterprises that owe something", "mã các doanh nghiệp còn thiếu")]
    register: Annotated[bool, Said("the incoming register has lines", "sổ văn bản đến đã có dòng")]
    reports: Annotated[bool, Said("daily reports came", "đã có báo cáo ngày")]
    facilities: Annotated[list[str], Said("ids of districts with health facilities", "mã các huyện có cơ sở y tế")]
    teams: Annotated[list[str], Said("ids of districts with teams", "mã các huyện đã xếp tổ")]


class ReportRequest(TypedDict):
    """Whether and for which days daily reports are requested."""

    asked: Annotated[bool, Said("they are", "có yêu cầu báo cáo ngày")]
    days: Annotated[list[str], Said("days for which: 2020-08-21", "các ngày phải báo cáo: `2020-08-21`")]


class Facts(TypedDict):
    """All facts of a dispatch, except the loop values."""

    edition: Annotated[str, Said("corrected or as-issued", "`corrected` hoặc `as-issued` (như đã ban hành)")]
    agency: Annotated[Record, Said("data/agency.yaml", "cơ quan: data/agency.yaml")]
    signer: Annotated[Record, Said("with `lines` over the name", "người ký, với `lines`: quyền hạn, chức vụ")]
    dispatch: Annotated[DispatchFacts, Said("the dispatch", "văn bản")]
    deadlines: Annotated[dict[str, Due], Said("by id, “-” written “_”", "các hạn, theo mã (`-` viết thành `_`)")]
    facts: Annotated[dict[str, str], Said("the dispatch's own, by name", "dữ kiện riêng của văn bản, theo tên")]
    contacts: Annotated[dict[str, Record], Said("data/contacts.yaml by id", "đầu mối: data/contacts.yaml, theo mã")]
    reports: Annotated[ReportRequest, Said("daily reports", "báo cáo ngày")]
    returned: Annotated[ReturnedFlags, Said("what came back", "những gì đã nhận về")]
    districts: Annotated[list[Record], Said("data/districts.yaml", "các huyện: data/districts.yaml")]
    enterprises: Annotated[list[Record], Said("data/enterprises.yaml", "doanh nghiệp: data/enterprises.yaml")]
