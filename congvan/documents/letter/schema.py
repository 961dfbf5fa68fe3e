"""Types passed to the templates of official documents, lists, covers and envelopes.

Boxes are those of Appendix I of Decree 30/2020/NĐ-CP. A box that a document does not have is present and empty.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from congvan.core.templating.declared import Meaning
from congvan.documents.text.schema import Block, Chart, TableColumn, TableHead, TextRun, TextTable


class DocumentInfo(TypedDict):
    """Keys of every content; they become the file's properties and are not printed."""

    title: Annotated[str, Meaning("title of the document", "tên văn bản, ghi vào thuộc tính của tệp", printed=False)]
    lang: Annotated[str, Meaning("language: vi", "ngôn ngữ: `vi`", printed=False)]
    author: Annotated[str, Meaning("the agency by name", "tên cơ quan ban hành", printed=False)]
    form_id: Annotated[str, Meaning("by which a returned form is known", "mã để nhận lại biểu gửi về", printed=False)]


class LetterLayout(TypedDict):
    """How a document is set."""

    receivers_inline: Annotated[bool, Meaning("Kính gửi runs on in one paragraph", "Kính gửi viết liền một đoạn")]
    appendix_page: Annotated[int, Meaning("first page of attachments; 0: 1", "trang đầu của phụ lục; 0: từ trang 1")]
    head_sizes: Annotated[str, Meaning("points: 12-13-13 or 13-14-14", "cỡ chữ Quốc hiệu, Tiêu ngữ, ngày: `12-13-13`")]


class LetterHead(TypedDict):
    """Boxes 2 to 5b; lines are in capitals."""

    parent: Annotated[list[str], Meaning("lines of the superior body (2)", "các dòng tên cơ quan chủ quản (ô 2)")]
    issuer: Annotated[list[str], Meaning("lines of the issuing body (2)", "các dòng tên cơ quan ban hành (ô 2)")]
    number: Annotated[str, Meaning("number and symbol (3)", "số, ký hiệu (ô 3)")]
    place_date: Annotated[str, Meaning("place and date (4)", "địa danh và thời gian (ô 4)")]
    subject: Annotated[str, Meaning("V/v …, of a công văn (5b)", "V/v … của công văn (ô 5b)")]


class LetterTitle(TypedDict):
    """Box 5a."""

    type: Annotated[str, Meaning("name of the kind, in capitals", "tên loại (ô 5a)")]
    trich_yeu: Annotated[list[str], Meaning("the subject, line by line", "trích yếu, từng dòng (ô 5a)")]


class LegalBasis(TypedDict):
    """One legal basis."""

    runs: Annotated[list[TextRun], Meaning("its text", "chữ của căn cứ")]


class Receivers(TypedDict):
    """Box 9a: one receiver on the label's line, or several."""

    label: Annotated[str, Meaning("Kính gửi:", "“Kính gửi:”, của công điện là “… điện:” (ô 9a)")]
    one: Annotated[str, Meaning("the one receiver", "nơi nhận, nếu chỉ có một")]
    items: Annotated[list[str], Meaning("several receivers", "nhiều nơi nhận; viết là `receivers['items']`")]
    centred: Annotated[bool, Meaning("whether one receiver is centred", "canh giữa")]


class CopySigner(TypedDict):
    """Boxes 7a and 7b of one signer."""

    lines: Annotated[list[str], Meaning("authority and title, in capitals", "quyền hạn, chức vụ (ô 7a)")]
    name: Annotated[str, Meaning("name", "họ tên người ký (ô 7b)")]


class SignatureBlock(CopySigner):
    """Boxes 7a and 7b."""

    left: Annotated[CopySigner, Meaning("the other signer", "người ký bên trái: thư ký, bên kia")]


class Confirmation(TypedDict):
    """The block for whoever confirms a leave where it is spent (sheet 1.10)."""

    lines: Annotated[list[str], Meaning("who confirms", "ai xác nhận")]
    hint: Annotated[str, Meaning("(signature, seal)", "“(Chữ ký, dấu)”")]
    name: Annotated[str, Meaning("Họ và tên", "“Họ và tên”")]


class RecipientList(TypedDict):
    """Boxes 9b and 12."""

    label: Annotated[str, Meaning("Nơi nhận:", "“Nơi nhận:” (ô 9b)")]
    items: Annotated[list[str], Meaning("lines beside the signer", "bên cạnh chữ ký; viết là `noi_nhan['items']`")]
    rest: Annotated[list[str], Meaning("lines below the signature", "phần viết tiếp dưới chữ ký khi danh sách dài")]
    drafter: Annotated[str, Meaning("drafter, copies (12)", "ký hiệu người soạn thảo, số lượng bản (ô 12)")]
    lines: NotRequired[Annotated[list[str], Meaning("items, ready to print", "`items` để in, kèm ô 12", printed=False)]]
    more: NotRequired[Annotated[list[str], Meaning("rest, ready to print", "`rest` để in, kèm ô 12", printed=False)]]


class CertifiedCopyBlock(TypedDict, total=False):
    """The block under the rule of a SAO Y, SAO LỤC, TRÍCH SAO (Appendix I, Part II); empty otherwise."""

    form: Annotated[str, Meaning("SAO Y, SAO LỤC or TRÍCH SAO", "SAO Y, SAO LỤC, TRÍCH SAO")]
    issuer: Annotated[list[str], Meaning("lines of the copying body", "các dòng tên cơ quan sao")]
    number: Annotated[str, Meaning("number and symbol of the copy", "số, ký hiệu bản sao")]
    place_date: Annotated[str, Meaning("place and date of the copy", "địa danh, thời gian sao")]
    sign: Annotated[CopySigner, Meaning("who signs the copy", "người ký bản sao")]
    items: Annotated[list[str], Meaning("Nơi nhận of the copy", "Nơi nhận của bản sao; viết là `copy['items']`")]
    lines: Annotated[list[str], Meaning("the same as items", "như `items`", printed=False)]


class FormTable(TypedDict):
    """The table of a form; together the columns are as wide as the text."""

    columns: Annotated[list[TableColumn], Meaning("its columns", "các cột")]
    rows: Annotated[list[list[str]], Meaning("the words of each cell", "chữ trong từng ô của từng hàng")]
    row_mm: Annotated[float, Meaning("height of a row in mm", "chiều cao hàng, mm")]
    heads: NotRequired[Annotated[list[list[TableHead]], Meaning("a head of several rows", "đầu bảng nhiều hàng")]]
    codes: NotRequired[Annotated[list[str], Meaning("codes under it: A, (1)", "dòng mã cột: A, (1)")]]
    total: NotRequired[Annotated[list[str], Meaning("cells of the last row", "các ô của hàng cộng")]]


class ListTable(TypedDict):
    """The table of a list, with its last row."""

    columns: Annotated[list[TableColumn], Meaning("its columns", "các cột")]
    rows: Annotated[list[list[str]], Meaning("the words of each cell", "chữ trong từng ô của từng hàng")]
    row_mm: Annotated[float, Meaning("height of a row in mm", "chiều cao hàng, mm")]
    total: Annotated[list[str], Meaning("cells of the last row; none: no sum", "các ô của hàng cộng, nếu cộng")]


class FormSigner(TypedDict):
    """Who signs a form."""

    title: Annotated[str, Meaning("who signs", "ai ký")]
    hint: Annotated[str, Meaning("how: (Ký, ghi rõ họ tên)", "cách ký, trong ngoặc")]


class Foot(TypedDict):
    """The block under a form."""

    note: Annotated[list[str], Meaning("a remark; none, or one", "ghi chú dưới bảng")]
    sign: Annotated[list[str], Meaning("the one who signs it, and the hint how", "ai ký, cách ký, nếu một người ký")]
    signers: Annotated[list[FormSigner], Meaning("where two or more sign", "những người ký, nếu từ hai người")]
    form_id: Annotated[str, Meaning("the small print by which it is known", "dòng mã biểu, chữ nhỏ cuối biểu")]


class Attachment(TypedDict):
    """An attachment of a document: the document that it issues, an appendix in words, a form (III.1)."""

    mark: Annotated[str, Meaning("signing line of one signed by itself", "dòng ký số của phụ lục ký riêng")]
    head: Annotated[LetterHead, Meaning("of an issued document", "đầu của văn bản ban hành kèm theo")]
    label: Annotated[str, Meaning("Phụ lục, numbered where there are several", "“Phụ lục”, đánh số khi có nhiều")]
    title: Annotated[list[str], Meaning("in capitals, line by line", "tên, từng dòng")]
    subtitle: Annotated[list[str], Meaning("line by line", "phụ đề, từng dòng")]
    reference: Annotated[str, Meaning("(Kèm theo …)", "“(Kèm theo …)”")]
    facts: Annotated[list[str], Meaning("of a form", "các dòng trên bảng của biểu: đơn vị, kỳ")]
    body: Annotated[list[Block], Meaning("its text", "nội dung")]
    table: Annotated[FormTable, Meaning("of a form", "bảng của biểu")]
    foot: Annotated[Foot, Meaning("under a form", "chân biểu")]
    landscape: Annotated[bool, Meaning("set across the page", "trang nằm ngang")]


class WorkbookColumn(TypedDict):
    """A column of a form in a workbook."""

    align: Annotated[str, Meaning("left, center or right", "`left`, `center`, `right`: canh trái, giữa, phải")]
    format: Annotated[str, Meaning("number format", "định dạng số")]
    rule: Annotated[str, Meaning("data validation, for `rule`", "điều kiện nhập, cho thẻ `rule`")]


class WorkbookCell(TypedDict):
    """A cell of a form in a workbook."""

    value: Annotated[str | int | float, Meaning("its number or text", "số hoặc chữ trong ô")]
    state: Annotated[
        str, Meaning("ask, locked, open, formula", "`ask`, `locked`, `open`, `formula`: hỏi, khóa, sửa được, ô tính")
    ]
    formula: Annotated[str, Meaning("in R1C1 notation, for `formula`", "công thức, cho thẻ `formula`")]


class WorkbookLine(TypedDict):
    """A question without a table."""

    label: Annotated[str, Meaning("the question", "câu hỏi")]
    value: Annotated[str | int | float, Meaning("its answer, if known", "câu trả lời, nếu đã biết")]
    state: Annotated[str, Meaning("ask, locked or open", "`ask`, `locked`, `open`: hỏi, khóa, sửa được")]
    format: Annotated[str, Meaning("number format", "định dạng số")]
    rule: Annotated[str, Meaning("data validation, for `rule`", "điều kiện nhập, cho thẻ `rule`")]


class WorkbookSection(TypedDict):
    """A table or the lines of a form."""

    title: Annotated[str, Meaning("its title", "tên bảng")]
    lines: Annotated[list[WorkbookLine], Meaning("questions without a table", "các dòng không thành bảng")]
    heads: Annotated[list[list[TableHead]], Meaning("rows of the head", "các dòng đầu bảng")]
    codes: Annotated[list[str], Meaning("codes of the columns", "mã cột")]
    columns: Annotated[list[WorkbookColumn], Meaning("columns", "các cột")]
    rows: Annotated[list[list[WorkbookCell]], Meaning("cells of the rows", "các ô của từng hàng")]
    row_mm: Annotated[float, Meaning("height of a row in mm", "chiều cao hàng, mm")]
    total: Annotated[list[WorkbookCell], Meaning("cells of the row of totals", "các ô của hàng cộng")]
    closing: Annotated[str, Meaning("words under it", "lời dưới bảng")]


class WorkbookSigner(FormSigner):
    """Who signs a form in a workbook."""

    columns: Annotated[int, Meaning("over so many columns", "trùm mấy cột")]


class FormWorkbook(TypedDict):
    """A form as a workbook: `templates/bieu.xlsx`."""

    head: Annotated[LetterHead, Meaning("of the sender's own paper", "đầu văn bản của nơi gửi biểu")]
    label: Annotated[str, Meaning("Phụ lục II", "“Phụ lục II”")]
    title: Annotated[list[str], Meaning("in capitals, line by line", "tên, từng dòng")]
    subtitle: Annotated[list[str], Meaning("line by line", "phụ đề, từng dòng")]
    reference: Annotated[str, Meaning("(Kèm theo …)", "“(Kèm theo …)”")]
    lines: Annotated[list[str], Meaning("whose form it is", "các dòng trên bảng")]
    widths: Annotated[list[float], Meaning("of the columns, in mm", "độ rộng các cột, mm")]
    left: Annotated[int, Meaning("columns of the left half", "nửa trái gồm mấy cột")]
    asked: Annotated[int, Meaning("columns of the words of a question", "câu hỏi trùm mấy cột")]
    landscape: Annotated[bool, Meaning("set across the page", "trang nằm ngang")]
    sections: Annotated[list[WorkbookSection], Meaning("tables and lines", "các bảng, các dòng")]
    nil: Annotated[str, Meaning("words of a nil return", "lời “không phát sinh”")]
    nil_rule: Annotated[str, Meaning("validation of its box", "điều kiện nhập của ô đánh dấu")]
    note: Annotated[str, Meaning("a remark", "ghi chú")]
    signers: Annotated[list[WorkbookSigner], Meaning("who signs", "ai ký")]


_WORKBOOK = Meaning("the form as a workbook", "biểu để điền trong Excel", formats=("xlsx",), printed=False)
_KINH_GUI = Meaning("box 9a, ready to print", "ô 9a để in", printed=False, shows=("receivers",))
_DO_KHAN = Meaning("box 10b, ready to print", "ô 10b để in", printed=False, shows=("urgency",))
_OF_TABLE = ("columns", "heads", "entries", "rows", "total")
_WHOLE_TABLE = Meaning("all of it, ready to print", "cả bảng để in", printed=False, shows=_OF_TABLE)


class OfficialDocument(DocumentInfo):
    """Any document of Decree 30 with what is attached to it: `templates/van-ban.*`, and the forms as workbooks."""

    short_title: Annotated[str, Meaning("title in a pack's outline", "tên trong mục lục của bộ in", printed=False)]
    electronic: Annotated[bool, Meaning("sent as an electronic document", "văn bản điện tử", printed=False)]
    layout: Annotated[LetterLayout, Meaning("how it is set", "cách trình bày")]
    letter: Annotated[bool, Meaning("not attachments alone", "có văn bản, không chỉ phụ lục")]
    urgency: Annotated[str, Meaning("mark of urgency (10b)", "độ khẩn (ô 10b)")]
    marking: Annotated[str, Meaning("how it may be spread (11)", "chỉ dẫn lưu hành (ô 11)")]
    mark: Annotated[str, Meaning("of an electronic copy, at the top right", "dòng của bản sao điện tử, trên bên phải")]
    head: Annotated[LetterHead, Meaning("boxes 2 to 5b", "đầu văn bản")]
    heading: Annotated[LetterTitle, Meaning("box 5a", "tên loại, trích yếu")]
    authority: Annotated[list[str], Meaning("who decides, line by line", "thẩm quyền ban hành, từng dòng")]
    can_cu: Annotated[list[LegalBasis], Meaning("the legal bases", "các căn cứ")]
    enacting: Annotated[str, Meaning("QUYẾT ĐỊNH:", "“QUYẾT ĐỊNH:”")]
    receivers: Annotated[Receivers, Meaning("box 9a", "Kính gửi")]
    body: Annotated[list[Block], Meaning("the text (6)", "nội dung (ô 6)")]
    sign: Annotated[SignatureBlock, Meaning("boxes 7a to 7c", "người ký")]
    confirmation: Annotated[Confirmation, Meaning("of a leave", "phần xác nhận của giấy nghỉ phép")]
    copy: Annotated[CertifiedCopyBlock, Meaning("of a certified copy", "của bản sao; văn bản khác không có gì")]
    noi_nhan: Annotated[RecipientList, Meaning("boxes 9b and 12", "Nơi nhận")]
    contact: Annotated[str, Meaning("address (13)", "địa chỉ, điện thoại, thư điện tử (ô 13)")]
    attachments: Annotated[list[Attachment], Meaning("what follows", "văn bản kèm theo, phụ lục, biểu")]
    form: NotRequired[Annotated[FormWorkbook, _WORKBOOK]]
    kinh_gui: NotRequired[Annotated[list[Block], _KINH_GUI]]
    do_khan: NotRequired[Annotated[list[Block], _DO_KHAN]]


class TableDocument(DocumentInfo):
    """The send list, and lists of what came back: `templates/danh-sach-gui.*`, `tong-hop.xlsx`."""

    heading: Annotated[LetterTitle, Meaning("its name", "tên danh sách ở `heading.type`")]
    lines: Annotated[list[str], Meaning("lines under the name", "các dòng dưới tên")]
    columns: Annotated[list[TableColumn], Meaning("its columns", "các cột")]
    rows: Annotated[list[list[str]], Meaning("the words of each cell", "chữ trong từng ô của từng hàng")]
    total: Annotated[list[str], Meaning("cells of the last row; none: no sum", "các ô của hàng cộng, nếu cộng")]
    closing: Annotated[list[str], Meaning("words under it", "các dòng dưới bảng")]
    charts: Annotated[list[Chart], Meaning("charts under the table", "các biểu đồ dưới bảng")]
    table: Annotated[ListTable, _WHOLE_TABLE]


class TableCellValue(TypedDict):
    """A cell of a table in a workbook."""

    value: Annotated[str | int | float, Meaning("its text or number", "chữ hoặc số trong ô")]
    format: Annotated[str, Meaning("number format; empty: the cell's own", "định dạng số; trống: như ô mẫu")]
    align: Annotated[str, Meaning("left, center or right", "`left`, `center`, `right`: canh trái, giữa, phải")]


class TableEntry(TypedDict):
    """A line of a table in a workbook: its cells, or words across the table."""

    across: Annotated[str, Meaning("words across the table", "chữ của một ô ngang cả bảng")]
    strong: Annotated[bool, Meaning("a head of a group, or a sum", "dòng đầu nhóm, dòng cộng")]
    cells: Annotated[list[TableCellValue], Meaning("its cells", "các ô")]


class TablePaper(OfficialDocument):
    """A table of the dispatch as a paper: `templates/van-ban.docx` or `danh-sach-gui.docx`, and `bang.xlsx`."""

    lines: Annotated[list[str], Meaning("lines under the name", "các dòng dưới tên")]
    columns: Annotated[list[TableColumn], Meaning("its columns", "các cột")]
    heads: Annotated[list[list[TableHead]], Meaning("rows of its head", "các hàng của đầu bảng")]
    entries: Annotated[list[TableEntry], Meaning("its lines, for a workbook", "các dòng của bảng, cho mẫu Excel")]
    rows: Annotated[
        list[list[str]], Meaning("the words of each cell, without the total", "chữ trong từng ô, trừ hàng cộng")
    ]
    total: Annotated[list[str], Meaning("cells of the last row; none: no sum", "các ô của hàng cộng, nếu cộng")]
    table: Annotated[TextTable, _WHOLE_TABLE]
    closing: Annotated[list[str], Meaning("words under it", "các dòng dưới bảng")]
    charts: Annotated[list[Chart], Meaning("charts under the table", "các biểu đồ dưới bảng")]


class CoverItem(TypedDict):
    """A line of a cover."""

    name: Annotated[str, Meaning("a document, or a kind of them", "tên văn bản")]
    copies: Annotated[str, Meaning("how many", "số bản")]
    note: Annotated[str, Meaning("a remark", "ghi chú")]


class PackCover(DocumentInfo):
    """The cover of a print pack: `templates/bia-tap.html`."""

    heading: Annotated[list[str], Meaning("name of the pack, in capitals", "tên bộ tài liệu")]
    receiver: Annotated[str, Meaning("for whom it is", "bộ tài liệu dành cho ai")]
    lines: Annotated[list[str], Meaning("the dispatch and its subject", "số, ngày và trích yếu của văn bản")]
    items: Annotated[list[CoverItem], Meaning("what follows", "văn bản trong bộ")]


class Envelope(DocumentInfo):
    """An envelope (Appendix IV, II): `templates/bi-van-ban.*`."""

    parent: Annotated[list[str], Meaning("superior body", "cơ quan chủ quản")]
    issuer: Annotated[str, Meaning("sender", "cơ quan gửi")]
    lines: Annotated[list[str], Meaning("address, telephone, e-mail", "địa chỉ, điện thoại, thư điện tử")]
    number: Annotated[str, Meaning("number and symbol", "số, ký hiệu văn bản")]
    receiver: Annotated[str, Meaning("Kính gửi: …", "“Kính gửi: …”")]
    address: Annotated[list[str], Meaning("of the receiver; none, or one line", "địa chỉ nơi nhận")]
