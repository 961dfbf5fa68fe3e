"""Types of the values passed to the dashboard and index templates."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from congvan.documents.returned.schema import Panel
from congvan.templating.declared import Said


class Preview(TypedDict, total=False):
    """Preview of a PDF; empty for other formats or if it was not drawn."""

    pages: Annotated[int, Said("number of pages", "số trang")]
    paper: Annotated[str, Said("A4, A4 ngang, 80 × 180 cm", "khổ giấy: A4, A4 ngang, 80 × 180 cm")]
    png: Annotated[str, Said("its first page as a data URL; may be empty", "ảnh trang đầu; có thể trống")]
    width: Annotated[int, Said("of the picture, in pixels", "bề rộng ảnh, điểm ảnh")]
    height: Annotated[int, Said("of the picture, in pixels", "bề cao ảnh, điểm ảnh")]


class ShownFile(TypedDict):
    """A file and its state."""

    path: Annotated[str, Said("below outputs/", "đường dẫn trong outputs/")]
    href: Annotated[str, Said("link from the screen", "liên kết")]
    format: Annotated[str, Said("PDF, DOCX …", "PDF, DOCX …")]
    sha256: Annotated[str, Said("of its bytes; empty where it is missing", "mã băm; trống nếu thiếu tệp")]
    state: Annotated[str, Said("empty, stale or missing", "trống, `stale` (cũ) hoặc `missing` (thiếu)")]
    note: Annotated[str, Said("which variant of a sign", "bản nào của biển")]
    judged: Annotated[bool, Said("whether it is checked against the decree again", "được soát lại theo Nghị định")]
    look: Annotated[Preview, Said("how it looks", "hình dáng của tệp PDF")]


class ShownSheet(TypedDict):
    """A file outside the sets of signs: proof, order, texts, tiles."""

    id: Annotated[str, Said("its file name", "tên tệp")]
    item: Annotated[str, Said("the sign that it is cut from, or empty", "biển được cắt ra; trống nếu không")]
    files_of: Annotated[list[ShownFile], Said("its one file", "tệp của tờ")]
    sample: Annotated[ShownFile | None, Said("whose picture is shown", "tệp được vẽ ảnh")]


class ListedDocument(TypedDict):
    """A document of a list."""

    id: Annotated[str, Said("in data/documents.yaml", "mã trong data/documents.yaml")]
    name: Annotated[str, Said("its name", "tên văn bản")]
    count: Annotated[int, Said("how many are made", "số bản")]
    sample: Annotated[ShownFile | None, Said("whose picture is shown", "tệp được vẽ ảnh")]
    pack: Annotated[bool, Said("whether it is a print pack", "là tập in")]
    duplex: Annotated[bool, Said("whether it is for both sides of paper", "in hai mặt")]


class RowDocument(TypedDict):
    """The files of one document in a row."""

    name: Annotated[str, Said("of the document", "tên văn bản")]
    pack: Annotated[bool, Said("whether it is a print pack", "là tập in")]
    files: Annotated[list[ShownFile], Said("its files", "các tệp")]


class NestedRow(TypedDict):
    """A record nested in a row."""

    name: Annotated[str, Said("for what it is", "tên")]
    files: Annotated[list[ShownFile], Said("its files", "các tệp")]


class NestedDocument(TypedDict):
    """The records of a document nested in a row."""

    id: Annotated[str, Said("in data/documents.yaml", "mã trong data/documents.yaml")]
    name: Annotated[str, Said("of the document", "tên văn bản")]
    count: Annotated[int, Said("records in all", "tất cả bao nhiêu")]
    rows: Annotated[list[NestedRow], Said("those that are shown", "những dòng được liệt kê")]


class ListRow(TypedDict):
    """A row of a list."""

    name: Annotated[str, Said("for what it is", "tên")]
    direct: Annotated[list[RowDocument], Said("its own documents", "văn bản của riêng dòng này")]
    nested: Annotated[list[NestedDocument], Said("what is folded into it", "văn bản gập bên trong")]


class OwnerFiles(TypedDict):
    """A set of signs."""

    id: Annotated[str, Said("its folder", "thư mục")]
    name: Annotated[str, Said("whose it is", "của ai")]
    files: Annotated[list[ShownFile], Said("its files", "các tệp")]


class ShownSign(TypedDict):
    """A kind of sign."""

    id: Annotated[str, Said("in data/signage.yaml", "mã trong data/signage.yaml")]
    name: Annotated[str, Said("its name", "tên biển")]
    size: Annotated[str, Said("in cm", "kích thước, cm")]
    wide: Annotated[bool, Said("whether it is wider than high", "rộng hơn cao")]
    copies: Annotated[str, Said("of each set", "số bản mỗi bộ")]
    material: Annotated[str, Said("what it is made of", "vật liệu")]
    owners: Annotated[list[OwnerFiles], Said("the sets", "các bộ")]
    sample: Annotated[ShownFile | None, Said("whose picture is shown", "tệp được vẽ ảnh")]
    total: Annotated[str, Said("copies in all", "tổng số bản")]


class FileCounts(TypedDict):
    """Numbers of files, and of missing and stale ones."""

    files: Annotated[int, Said("files", "số tệp")]
    missing: Annotated[int, Said("missing ones", "số tệp thiếu")]
    stale: Annotated[int, Said("old ones", "số tệp cũ")]


class TileBlock(FileCounts):
    """A document without a loop."""

    kind: Annotated[Literal["tile"], Said("tile", "`tile`: một văn bản")]
    name: Annotated[str, Said("its name", "tên văn bản")]
    files_of: Annotated[list[ShownFile], Said("its files, what is printed first", "các tệp, bản in trước")]
    sample: Annotated[ShownFile | None, Said("whose picture is shown", "tệp được vẽ ảnh")]


class ListBlock(FileCounts):
    """Documents whose first loop value is the same, as rows."""

    kind: Annotated[Literal["list"], Said("list", "`list`: danh sách")]
    loop: Annotated[str, Said("name of the loop value", "tên vòng lặp")]
    documents: Annotated[list[ListedDocument], Said("the documents", "các văn bản")]
    more: Annotated[int, Said("files that are not listed", "số tệp không liệt kê")]
    rows: Annotated[list[ListRow], Said("one for each value", "mỗi giá trị một dòng")]


class SetBlock(FileCounts):
    """A set of signs."""

    kind: Annotated[Literal["set"], Said("set", "`set`: bộ biển")]
    name: Annotated[str, Said("its name", "tên bộ")]
    sheets: Annotated[list[ShownSheet], Said("what stands beside the sets", "tờ duyệt mẫu, đơn đặt in, tờ ghép")]
    signs: Annotated[list[ShownSign], Said("the signs", "các biển")]


TaskBlock = TileBlock | ListBlock | SetBlock


class Task(FileCounts):
    """The files for one task of the clerk."""

    id: Annotated[str, Said("sign, issue, forms, print-shop, returns", "`sign issue forms print-shop returns`")]
    blocks: Annotated[list[TaskBlock], Said("its documents", "các văn bản")]


class ShownDeadline(TypedDict):
    """A deadline of the dispatch."""

    what: Annotated[str, Said("what is due", "việc phải làm")]
    when: Annotated[str, Said("time and day, in words", "giờ, ngày")]
    time: Annotated[str, Said("time of day, or empty", "giờ")]
    iso: Annotated[str, Said("2020-08-21, or empty", "`2020-08-21` hoặc trống")]
    daily: Annotated[bool, Said("due every day", "hằng ngày")]


class ShownProblem(TypedDict):
    """An error or a warning."""

    severity: Annotated[str, Said("error or warning", "`error` (lỗi) hoặc `warning` (cảnh báo)")]
    message: Annotated[str, Said("what is wrong", "sai ở đâu")]
    hint: Annotated[str, Said("what to do", "cách sửa")]
    place: Annotated[str, Said("file, line, column", "tệp, dòng, cột")]


class Issuer(TypedDict):
    """The issuing agency."""

    parent: Annotated[str, Said("the superior body", "cơ quan chủ quản")]
    name: Annotated[str, Said("the agency", "cơ quan ban hành")]


class ScreenHead(TypedDict):
    """Header of the dashboard page."""

    agency: Annotated[Issuer, Said("who issues it", "cơ quan")]
    kind: Annotated[str, Said("name of its kind", "tên loại")]
    subject: Annotated[str, Said("its subject", "trích yếu")]
    number: Annotated[str, Said("number, or empty", "số; trống nếu chưa có")]
    number_line: Annotated[str, Said("Số: …/…", "dòng số, ký hiệu")]
    date_line: Annotated[str, Said("place and date", "dòng địa danh, ngày")]
    per_copy: Annotated[bool, Said("each copy has a number of its own", "mỗi bản một số")]
    deadlines: Annotated[list[ShownDeadline], Said("its deadlines", "các hạn")]
    notes: Annotated[list[str], Said("notes to the signer", "lưu ý người ký")]


class Screen(ScreenHead):
    """The dashboard page: `templates/man-hinh.html`."""

    lang: Annotated[str, Said("language: vi", "ngôn ngữ: `vi`")]
    engine: Annotated[str, Said("what draws the pictures", "chương trình vẽ ảnh")]
    as_issued: Annotated[bool, Said("whether it is the edition as issued", "bản như đã ban hành")]
    copies: Annotated[str, Said("sum of the send list", "tổng số bản theo danh sách gửi")]
    tasks: Annotated[list[Task], Said("the files by task", "tệp theo việc")]
    returned: Annotated[Panel, Said("what came back", "những gì đã nhận về")]
    problems: Annotated[list[ShownProblem], Said("errors and warnings", "lỗi, cảnh báo")]


class IndexRow(TypedDict):
    """A dispatch of the index."""

    href: Annotated[str, Said("link to its screen", "liên kết")]
    number: Annotated[str, Said("number and symbol; per-copy; or empty", "số, ký hiệu; `per-copy`; hoặc trống")]
    iso: Annotated[str, Said("date as far as it is known", "ngày, phần đã biết: `2020-08-19`")]
    date: Annotated[str, Said("date as it is written", "ngày như cách viết")]
    kind: Annotated[str, Said("name of its kind", "tên loại")]
    subject: Annotated[str, Said("its subject", "trích yếu")]
    twice: Annotated[bool, Said("whether its number was given twice", "số trùng")]


class IndexYear(TypedDict):
    """The dispatches of a year, the newest first."""

    year: Annotated[str, Said("2020", "năm")]
    issued: Annotated[int, Said("with a number", "số văn bản đã có số")]
    drafts: Annotated[int, Said("without", "số dự thảo")]
    rows: Annotated[list[IndexRow], Said("the dispatches", "các văn bản")]


class Index(TypedDict):
    """The index over all dispatches: `templates/muc-luc.html`."""

    agency: Annotated[Issuer, Said("who issues them", "cơ quan")]
    years: Annotated[list[IndexYear], Said("the newest first", "các năm, mới nhất trước")]
    dispatches: Annotated[int, Said("how many there are", "tổng số văn bản")]
