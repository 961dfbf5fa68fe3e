"""Types of the values passed to the dashboard and index templates."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from congvan.core.templating.declared import Meaning
from congvan.documents.returned.schema import Panel


class Preview(TypedDict, total=False):
    """Preview of a PDF; empty for other formats or if it was not drawn."""

    pages: Annotated[int, Meaning("number of pages", "số trang")]
    paper: Annotated[str, Meaning("A4, A4 ngang, 80 × 180 cm", "khổ giấy: A4, A4 ngang, 80 × 180 cm")]
    png: Annotated[str, Meaning("its first page as a data URL; may be empty", "ảnh trang đầu; có thể trống")]
    width: Annotated[int, Meaning("of the picture, in pixels", "bề rộng ảnh, điểm ảnh")]
    height: Annotated[int, Meaning("of the picture, in pixels", "bề cao ảnh, điểm ảnh")]


class ShownFile(TypedDict):
    """A file and its state."""

    path: Annotated[str, Meaning("below outputs/", "đường dẫn trong outputs/")]
    href: Annotated[str, Meaning("link from the screen", "liên kết")]
    format: Annotated[str, Meaning("PDF, DOCX …", "PDF, DOCX …")]
    sha256: Annotated[str, Meaning("of its bytes; empty where it is missing", "mã băm; trống nếu thiếu tệp")]
    state: Annotated[str, Meaning("empty, stale or missing", "trống, `stale` (cũ) hoặc `missing` (thiếu)")]
    note: Annotated[str, Meaning("which variant of a sign", "bản nào của biển")]
    judged: Annotated[bool, Meaning("whether it is checked against the decree again", "được soát lại theo Nghị định")]
    look: Annotated[Preview, Meaning("how it looks", "hình dáng của tệp PDF")]


class Named(TypedDict):
    """Anything with a name."""

    name: Annotated[str, Meaning("its name", "tên")]


class Identified(Named):
    """Anything with a name and an id of the data."""

    id: Annotated[str, Meaning("in the data", "mã trong dữ liệu")]


class Pictured(TypedDict):
    """Anything that is shown by a picture."""

    sample: Annotated[ShownFile | None, Meaning("whose picture is shown", "tệp được vẽ ảnh")]


class NamedFiles(Named):
    """Files with a name: of a record, of an owner of signs."""

    files: Annotated[list[ShownFile], Meaning("its files", "các tệp")]


class ShownSheet(Pictured):
    """A file outside the sets of signs: proof, order, texts, tiles."""

    id: Annotated[str, Meaning("its file name", "tên tệp")]
    item: Annotated[str, Meaning("the sign that it is cut from, or empty", "biển được cắt ra; trống nếu không")]
    files_of: Annotated[list[ShownFile], Meaning("its one file", "tệp của tờ")]


class ListedDocument(Identified, Pictured):
    """A document of a list."""

    count: Annotated[int, Meaning("how many are made", "số bản")]
    pack: Annotated[bool, Meaning("whether it is a print pack", "là bộ tài liệu để in")]
    duplex: Annotated[bool, Meaning("whether it is for both sides of paper", "in hai mặt")]


class RowDocument(NamedFiles):
    """The files of one document in a row."""

    pack: Annotated[bool, Meaning("whether it is a print pack", "là bộ tài liệu để in")]


class NestedDocument(Identified):
    """The records of a document nested in a row."""

    count: Annotated[int, Meaning("records in all", "tất cả bao nhiêu")]
    rows: Annotated[list[NamedFiles], Meaning("those that are shown", "những dòng được liệt kê")]


class ListRow(Named):
    """A row of a list."""

    direct: Annotated[list[RowDocument], Meaning("its own documents", "văn bản của riêng dòng này")]
    nested: Annotated[list[NestedDocument], Meaning("what is folded into it", "văn bản gập bên trong")]


class OwnerFiles(NamedFiles):
    """A set of signs."""

    id: Annotated[str, Meaning("its folder", "thư mục")]


class ShownSign(Identified, Pictured):
    """A kind of sign."""

    size: Annotated[str, Meaning("in cm", "kích thước, cm")]
    wide: Annotated[bool, Meaning("whether it is wider than high", "rộng hơn cao")]
    copies: Annotated[str, Meaning("of each set", "số bản mỗi bộ")]
    material: Annotated[str, Meaning("what it is made of", "vật liệu")]
    owners: Annotated[list[OwnerFiles], Meaning("the sets", "các bộ")]
    total: Annotated[str, Meaning("copies in all", "tổng số bản")]


class FileCounts(TypedDict):
    """Numbers of files, and of missing and stale ones."""

    files: Annotated[int, Meaning("files", "số tệp")]
    missing: Annotated[int, Meaning("missing ones", "số tệp thiếu")]
    stale: Annotated[int, Meaning("old ones", "số tệp cũ")]


class TileBlock(FileCounts, Named, Pictured):
    """A document without a loop."""

    kind: Annotated[Literal["tile"], Meaning("tile", "`tile`: một văn bản")]
    files_of: Annotated[list[ShownFile], Meaning("its files, what is printed first", "các tệp, bản in trước")]


class ListBlock(FileCounts):
    """Documents whose first loop value is the same, as rows."""

    kind: Annotated[Literal["list"], Meaning("list", "`list`: danh sách")]
    loop: Annotated[str, Meaning("name of the loop value", "tên của giá trị trong for_each")]
    of: Annotated[str, Meaning("id of its list", "mã danh sách trong for_each")]
    label: Annotated[str, Meaning("what a list of the project is called", "tên của danh sách trong data/lists/")]
    documents: Annotated[list[ListedDocument], Meaning("the documents", "các văn bản")]
    more: Annotated[int, Meaning("files that are not listed", "số tệp không liệt kê")]
    together: Annotated[list[NamedFiles], Meaning("files of all records in one", "tệp gộp mọi bản, để in một lần")]
    rows: Annotated[list[ListRow], Meaning("one for each value", "mỗi giá trị một dòng")]


class SetBlock(FileCounts, Named):
    """A set of signs."""

    kind: Annotated[Literal["set"], Meaning("set", "`set`: bộ biển")]
    sheets: Annotated[list[ShownSheet], Meaning("what stands beside the sets", "tờ duyệt mẫu, đơn đặt in, tờ ghép")]
    signs: Annotated[list[ShownSign], Meaning("the signs", "các biển")]


TaskBlock = TileBlock | ListBlock | SetBlock


class Task(FileCounts):
    """The files for one task of the clerk."""

    id: Annotated[str, Meaning("sign, issue, forms, print-shop, returns", "`sign issue forms print-shop returns`")]
    blocks: Annotated[list[TaskBlock], Meaning("its documents", "các văn bản")]


class ShownDeadline(TypedDict):
    """A deadline of the dispatch."""

    what: Annotated[str, Meaning("what is due", "việc phải làm")]
    when: Annotated[str, Meaning("time and day, in words", "giờ, ngày")]
    time: Annotated[str, Meaning("time of day, or empty", "giờ")]
    iso: Annotated[str, Meaning("2020-08-21, or empty", "`2020-08-21` hoặc trống")]
    daily: Annotated[bool, Meaning("due every day", "hằng ngày")]


class ShownProblem(TypedDict):
    """An error or a warning."""

    severity: Annotated[str, Meaning("error or warning", "`error` (lỗi) hoặc `warning` (cảnh báo)")]
    message: Annotated[str, Meaning("what is wrong", "sai ở đâu")]
    hint: Annotated[str, Meaning("what to do", "cách sửa")]
    place: Annotated[str, Meaning("file, line, column", "tệp, dòng, cột")]


class Issuer(TypedDict):
    """The issuing agency."""

    parent: Annotated[str, Meaning("the superior body", "cơ quan chủ quản")]
    name: Annotated[str, Meaning("the agency", "cơ quan ban hành")]


class ScreenHead(TypedDict):
    """Header of the dashboard page."""

    agency: Annotated[Issuer, Meaning("who issues it", "cơ quan")]
    kind: Annotated[str, Meaning("name of its kind", "tên loại")]
    subject: Annotated[str, Meaning("its subject", "trích yếu")]
    number: Annotated[str, Meaning("number, or empty", "số; trống nếu chưa có")]
    number_line: Annotated[str, Meaning("Số: …/…", "dòng số, ký hiệu")]
    date_line: Annotated[str, Meaning("place and date", "dòng địa danh, ngày")]
    per_copy: Annotated[bool, Meaning("each copy has a number of its own", "mỗi bản một số")]
    deadlines: Annotated[list[ShownDeadline], Meaning("its deadlines", "các hạn")]
    notes: Annotated[list[str], Meaning("notes to the signer", "lưu ý người ký")]


class SearchScript(TypedDict):
    """The script of a list's search field, and what the page's policy calls it by."""

    script: Annotated[str, Meaning("its text, to be printed by the filter `safe`", "mã ô tìm, in bằng bộ lọc `safe`")]
    hash: Annotated[str, Meaning("its hash for the Content-Security-Policy", "mã băm cho Content-Security-Policy")]


class Screen(ScreenHead):
    """The dashboard page: `templates/man-hinh.html`."""

    lang: Annotated[str, Meaning("language: vi", "ngôn ngữ: `vi`")]
    engine: Annotated[str, Meaning("what draws the pictures", "chương trình vẽ ảnh")]
    as_issued: Annotated[bool, Meaning("whether it is the edition as issued", "bản như đã ban hành")]
    copies: Annotated[str, Meaning("sum of the send list", "tổng số bản theo danh sách gửi")]
    opened: Annotated[int, Meaning("how many files were opened and found sound", "số tệp đã mở thử, tốt cả")]
    tasks: Annotated[list[Task], Meaning("the files by task", "tệp theo việc")]
    returned: Annotated[Panel, Meaning("what came back", "những gì đã nhận về")]
    problems: Annotated[list[ShownProblem], Meaning("errors and warnings", "lỗi, cảnh báo")]
    search: Annotated[SearchScript, Meaning("what searches a long list", "mã tìm trong danh sách dài")]


class IndexRow(TypedDict):
    """A dispatch of the index."""

    href: Annotated[str, Meaning("link to its screen", "liên kết")]
    number: Annotated[str, Meaning("number and symbol; per-copy; or empty", "số, ký hiệu; `per-copy`; hoặc trống")]
    iso: Annotated[str, Meaning("date as far as it is known", "ngày, phần đã biết: `2020-08-19`")]
    date: Annotated[str, Meaning("date as it is written", "ngày như cách viết")]
    kind: Annotated[str, Meaning("name of its kind", "tên loại")]
    subject: Annotated[str, Meaning("its subject", "trích yếu")]
    twice: Annotated[bool, Meaning("whether its number was given twice", "số trùng")]
    not_updated: Annotated[str, Meaning("why its files are older than the data", "vì sao tệp chưa cập nhật")]


class IndexYear(TypedDict):
    """The dispatches of a year, the newest first."""

    year: Annotated[str, Meaning("2020", "năm")]
    issued: Annotated[int, Meaning("with a number", "số văn bản đã có số")]
    drafts: Annotated[int, Meaning("without", "số dự thảo")]
    rows: Annotated[list[IndexRow], Meaning("the dispatches", "các văn bản")]


class Index(TypedDict):
    """The index over all dispatches: `templates/muc-luc.html`."""

    agency: Annotated[Issuer, Meaning("who issues them", "cơ quan")]
    years: Annotated[list[IndexYear], Meaning("the newest first", "các năm, mới nhất trước")]
    dispatches: Annotated[int, Meaning("how many there are", "tổng số văn bản")]
    search: Annotated[SearchScript, Meaning("what searches a long list", "mã tìm trong danh sách dài")]
