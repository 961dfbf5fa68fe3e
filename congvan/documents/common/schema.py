"""Types of the facts of a dispatch, available to every text of the data and to templates without a builder.

The lists of data/lists/ are added under their own names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired, TypedDict

from congvan.core.templating.declared import Meaning

Record = Mapping[str, Any]
"""A fact as the data give it: its keys are those of its file (docs/data.md)."""


class Day(TypedDict):
    """A date in its written forms; empty if there is none."""

    short: Annotated[str, Meaning("20/8/2020", "20/8/2020")]
    long: Annotated[str, Meaning("ngày 20 tháng 8 năm 2020", "ngày 20 tháng 8 năm 2020")]
    iso: Annotated[str, Meaning("2020-08-20", "2020-08-20")]


class Due(Day):
    """A deadline."""

    what: Annotated[str, Meaning("what is due", "việc phải làm")]
    time: Annotated[str, Meaning("time of day, or empty", "giờ; có thể trống")]


class DispatchFacts(TypedDict):
    """Facts about the dispatch itself."""

    id: Annotated[str, Meaning("name of its file", "mã: tên tệp dữ liệu")]
    kind: Annotated[str, Meaning("name of its kind: Công văn", "tên loại: Công văn")]
    kind_id: Annotated[str, Meaning("id of its kind: cong-van", "mã loại: cong-van")]
    number: Annotated[str, Meaning("number, or empty", "số; trống nếu chưa có")]
    number_text: Annotated[str, Meaning("what stands after “Số:”, or a gap", "số như in ra, hoặc chỗ trống để ghi")]
    symbol: Annotated[str, Meaning("symbol: STTTT-BCVT", "ký hiệu: STTTT-BCVT")]
    cited: Annotated[str, Meaning("Công văn số 5/STTTT ngày …", "như khi viện dẫn: “Công văn số … ngày …”")]
    date_text: Annotated[str, Meaning("date in words, gaps for the pen", "ngày … tháng … năm …")]
    date: Annotated[Day, Meaning("date, where it is known", "ngày ban hành, nếu đã có")]
    subject: Annotated[str, Meaning("subject", "trích yếu")]
    medium: Annotated[str, Meaning("paper or electronic", "`paper` (giấy) hoặc `electronic` (điện tử)")]
    signage: Annotated[str, Meaning("id of its signs, or empty", "mã bộ biển; trống nếu không làm biển")]
    forms: Annotated[list[str], Meaning("ids of its forms", "mã các biểu")]
    appendices: Annotated[list[str], Meaning("ids of its appendices", "mã các phụ lục")]
    envelopes: Annotated[bool, Meaning("whether envelopes are made", "có làm bì")]


class AppendixFacts(TypedDict):
    """An appendix as the text of the dispatch names it."""

    ref: Annotated[str, Meaning("Phụ lục II", "cách gọi trong văn bản: Phụ lục II")]
    title: Annotated[str, Meaning("its title", "tên")]


class FormFacts(AppendixFacts):
    """A form as the text of the dispatch names it."""

    due: Annotated[str, Meaning("when it is due: 16h00 thứ Sáu", "hạn: 28/8/2026, 16h00 thứ Sáu; có thể trống")]
    periods: Annotated[list[str], Meaning("ids of its periods", "mã các kỳ; trống nếu một lần, hoặc chưa định ngày")]


class ReturnedCounts(TypedDict):
    """The number of sheets of a form in each state."""

    came: Annotated[int, Meaning("answers that came", "số bản đã nhận")]
    late: Annotated[int, Meaning("of them late", "trong đó muộn")]
    senders: Annotated[int, Meaning("bodies that sent any", "số nơi đã gửi")]
    complete: Annotated[int, Meaning("complete", "đủ")]
    nil: Annotated[int, Meaning("nothing to report", "không phát sinh")]
    incomplete: Annotated[int, Meaning("incomplete, or to ask about", "chưa đủ, cần hỏi")]
    missing: Annotated[int, Meaning("missing", "chưa gửi")]


class ReturnedFlags(TypedDict):
    """Flags about what came back, for `when:` conditions."""

    anything: Annotated[bool, Meaning("anything came", "đã nhận được gì đó")]
    forms: Annotated[list[str], Meaning("ids of forms with answers", "mã các biểu đã nhận về")]
    owing: Annotated[
        list[str], Meaning("ids of forms that somebody still owes", "mã các biểu còn nơi chưa gửi hoặc gửi chưa đủ")
    ]
    register: Annotated[bool, Meaning("the incoming register has lines", "sổ văn bản đến đã có dòng")]
    assignments: Annotated[list[str], Meaning("ids of assignments proposed", "mã các phân công đã đề xuất")]
    counts: Annotated[
        dict[str, ReturnedCounts], Meaning("by form, “-” written “_”", "theo mã biểu (`-` viết thành `_`)")
    ]


class Facts(TypedDict):
    """All facts of a dispatch, except the loop values."""

    edition: Annotated[str, Meaning("corrected or as-issued", "`corrected` hoặc `as-issued` (như đã ban hành)")]
    agency: Annotated[Record, Meaning("data/agency.yaml", "cơ quan: data/agency.yaml")]
    signer: Annotated[Record, Meaning("with `lines` over the name", "người ký, với `lines`: quyền hạn, chức vụ")]
    dispatch: Annotated[DispatchFacts, Meaning("the dispatch", "văn bản")]
    deadlines: Annotated[dict[str, Due], Meaning("by id, “-” written “_”", "các hạn, theo mã (`-` viết thành `_`)")]
    facts: Annotated[dict[str, str], Meaning("the dispatch's own, by name", "thông tin riêng của văn bản, theo tên")]
    forms: Annotated[dict[str, FormFacts], Meaning("its forms by id", "các biểu, theo mã")]
    appendices: Annotated[dict[str, AppendixFacts], Meaning("its appendices by id", "các phụ lục, theo mã")]
    receivers: NotRequired[Annotated[list[Record], Meaning("Kính gửi, each with `entry`", "các nơi nhận ở Kính gửi")]]
    recipients: NotRequired[Annotated[list[Record], Meaning("who gets a copy by name", "các nơi được gửi bản riêng")]]
    contacts: Annotated[
        dict[str, Record],
        Meaning("the list that is also called contacts, by id", "đầu mối, theo mã: danh sách có also: contacts"),
    ]
    returned: Annotated[ReturnedFlags, Meaning("what came back", "những gì đã nhận về")]
