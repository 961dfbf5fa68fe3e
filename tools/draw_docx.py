"""Draw the DOCX templates afresh: van-ban.docx, danh-sach-gui.docx and bi-van-ban.docx in templates/.

    python3 tools/draw_docx.py [FOLDER]

The first drawing only: once an officer has edited a template in Word, the DOCX is the source and this script must not
be run over it. Sizes are twips (1/20 pt) unless said otherwise; the grid is the one of templates/van-ban.css.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ooxml import (
    ACROSS,
    cell,
    column_table,
    leaf,
    package,
    paragraph,
    row,
    run,
    section_break,
    table,
    tag,
    text,
    tw,
    words,
)

LEFT, RIGHT = tw(74.5), tw(165) - tw(74.5)
LEFT_BIG, RIGHT_BIG = tw(69), tw(165) - tw(69)


def capitals(line: str) -> str:
    """Jinja for the length of a bold line of capitals in em, within 2 %: blanks and I's are narrower than letters."""
    narrow = " - ".join(f"{line}|replace('{letter}', '')|length" for letter in "IÌÍỊ")
    return f"(0.246 * {line}|length + 0.478 * {line}|replace(' ', '')|length - 0.33 * (4 * {line}|length - {narrow}))"


def rule(length_mm: float, within: int, style: str = "CVKe") -> str:
    """A drawn rule of this length, centred in a column of `within` twips: the bottom border of an empty paragraph."""
    side = max((within - tw(length_mm)) // 2, 0)
    return paragraph(style, left=side, right=side)


def short_rules(subject: str, em_mm: float, widest: float, within: int) -> list[str]:
    """One of a few rules, 0.36 to 0.47 of the text above it: the decree asks for 1/3 to 1/2 (Appendix I, II.2.b)."""
    out, length, word = [], widest, "if"
    while length > 5:
        smallest = length / 0.465 / em_mm  # shorter text than this takes the next rule
        out += [tag(f"{{%p {word} {subject} >= {smallest:.1f} %}}"), rule(length, within)]
        length, word = length / 1.28, "elif"
    return [*out, tag("{%p else %}"), rule(length, within), tag("{%p endif %}")]


def boxed(subject: str, said: str, width_mm: float, within: int, style: str) -> list[str]:
    side = (within - tw(width_mm)) // 2 + 80  # a border stands 4 pt outside the text
    return [
        tag(f"{{%p if {subject} == '{said}' %}}"),
        paragraph(style, text(said), left=side, right=side),
        tag("{%p endif %}"),
    ]


def head(big: bool, name: str = "head") -> list[str]:
    """Boxes 1 to 4, 5b, 10: one row of two cells, so that the left column is read whole before the right one.

    Every line has one fixed height; empty lines make up for the names' number, so number and date share a line.
    """
    suffix, left, right = ("Lon", LEFT_BIG, RIGHT_BIG) if big else ("", LEFT, RIGHT)
    em_mm = (13 if big else 12) * 25.4 / 72
    blank = paragraph("CVDongtrong" + suffix)
    wrapped = f"range(({capitals('ten')} * {em_mm * 1440 / 25.4 / left:.5f})|int)"  # lines more than one of a long name
    left_cell = [
        *loop("dong", f"{name}.parent", paragraph("CVChuquan" + suffix, text("{{ dong }}"))),
        *loop("dong", f"{name}.issuer", paragraph("CVBanhanh" + suffix, text("{{ dong }}"))),
        tag(f"{{%p if {name}.issuer %}}"),
        tag(f"{{%p set rong = {capitals(f'{name}.issuer[-1]')} %}}"),
        *short_rules("rong", em_mm, 34, left),
        tag("{%p else %}"),
        paragraph("CVKhongke"),
        tag("{%p endif %}"),
        *loop("dong", f"range(2 - {name}.parent|length - {name}.issuer|length)", blank),
        *when(f"{name}.number", paragraph("CVSo" + suffix, text(f"{{{{ {name}.number }}}}"))),
        *when(f"{name}.subject", paragraph("CVVeviec" + suffix, text(f"{{{{ {name}.subject }}}}"))),
        *(urgency(left) if name == "head" else []),
    ]
    right_cell = [
        paragraph("CVQuochieu" + suffix, text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
        paragraph("CVTieungu" + suffix, text("Độc lập - Tự do - Hạnh phúc")),
        rule(60.4 if big else 56.1, right),
        *loop("dong", f"range({name}.parent|length + {name}.issuer|length - 2)", blank),
        *loop("ten", f"{name}.parent", *loop("dong", wrapped, blank)),
        *loop("ten", f"{name}.issuer", *loop("dong", wrapped, blank)),
        *when(f"{name}.place_date", paragraph("CVNgay" + suffix, text(f"{{{{ {name}.place_date }}}}"))),
    ]
    return [table([left, right], [row([cell(left, left_cell), cell(right, right_cell)])])]


def urgency(within: int) -> list[str]:
    """Box 10b: KHẨN 20, THƯỢNG KHẨN 40, HỎA TỐC 30 mm wide."""
    marks = (("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30))
    return [part for word, width in marks for part in boxed("urgency", word, width, within, "CVKhan")]


def when(condition: str, *inside: str) -> list[str]:
    return [tag(f"{{%p if {condition} %}}"), *inside, tag("{%p endif %}")]


def loop(name: str, over: str, *inside: str) -> list[str]:
    return [tag(f"{{%p for {name} in {over} %}}"), *inside, tag("{%p endfor %}")]


def heading() -> list[str]:
    """Box 5a."""
    chars = "heading.trich_yeu[-1]|length"
    rules = [tag(f"{{%p if {chars} > 55 %}}"), rule(50, tw(165))]
    for low in (43, 33, 26, 20, 15):
        rules += [tag(f"{{%p elif {chars} > {low} %}}"), rule(round(low * 1.07, 1), tw(165))]
    rules += [tag("{%p else %}"), rule(10, tw(165)), tag("{%p endif %}")]
    named = [
        paragraph("CVTenloai", text("{{ heading.type }}")),
        tag("{%p if heading.trich_yeu %}"),
        *loop("dong", "heading.trich_yeu", paragraph("CVTrichyeu", text("{{ dong }}"))),
        *rules,
        tag("{%p else %}"),
        rule(20, tw(165)),
        tag("{%p endif %}"),
    ]
    return when("heading.type", *named)


def bases() -> list[str]:
    """What stands between the heading, or Kính gửi, and the text: authority, legal bases, “QUYẾT ĐỊNH:”."""
    authority = [
        *when("loop.first", paragraph("CVThamquyen", text("{{ dong }}"))),
        *when("not loop.first", paragraph("CVThamquyentiep", text("{{ dong }}"))),
    ]
    return [
        *loop("dong", "authority", *authority),
        *loop("khoi", "can_cu", paragraph("CVCancu", *words("khoi.runs"))),
        *when("enacting", paragraph("CVThamquyen", text("{{ enacting }}"))),
    ]


def receivers() -> list[str]:
    """Box 9a."""
    item = paragraph("CVNoigui", text("{{ noi }}"))
    inline = [
        *when("loop.first", paragraph("CVKinhguilien", text("{{ receivers.label }} {{ noi }}"))),
        *when("not loop.first", item),
    ]
    return [
        tag("{%p if receivers.one %}"),
        paragraph("CVKinhguimot", text("{{ receivers.label }} {{ receivers.one }}")),
        paragraph("CVGian"),
        tag("{%p elif receivers['items'] %}"),
        tag("{%p if layout.receivers_inline %}"),
        *loop("noi", "receivers['items']", *inline),
        tag("{%p else %}"),
        *when("receivers.centred", paragraph("CVDien", text("{{ receivers.label }}"))),
        *when("not receivers.centred", paragraph("CVKinhgui", text("{{ receivers.label }}"))),
        *loop("noi", "receivers['items']", item),
        tag("{%p endif %}"),
        paragraph("CVGian"),
        tag("{%p endif %}"),
    ]


STYLES_OF_TEXT = {
    "doan": "CVNoidung",
    "gach": "CVGach",
    "khoan": "CVKhoan",
    "diem": "CVDiem",
    "dieu": "CVDieu",
    "la_ma": "CVLama",
    "giua": "CVGiua",
    "chuong": "CVChuong",
    "muc": "CVMuc",
    "tieu_de": "CVTieude",
}


TITLE = "(khoi.runs and khoi.runs[0].bold and khoi.runs[-1].bold)"
"""The title of an Điều or a khoản stays with what follows."""


def body(blocks: str, last: str = "") -> list[str]:
    """Box 6: each block in the paragraph style of its name; titles and what matches `last` stay with what follows."""
    stays = f"({last} or {TITLE})" if last else TITLE
    choices = [(f"{stays} and khoi.style in ('doan', 'gach', 'khoan', 'diem', 'dieu')", "CVNoidungcuoi")]
    choices += [(f"khoi.style == '{name}'", style) for name, style in STYLES_OF_TEXT.items()]
    out = [tag(f"{{%p for khoi in {blocks} %}}")]
    for number, (condition, style) in enumerate(choices):
        out += [tag(f"{{%p {'elif' if number else 'if'} {condition} %}}"), paragraph(style, *words("khoi.runs"))]
    ruled = column_table("khoi.table.columns", "khoi.table.rows", height_mm=7, worded=True)
    out += [tag("{%p elif khoi.style == 'bang' %}"), paragraph("CVGiantruocky"), *ruled]
    out += [tag("{%p elif khoi.style == 'bieu_do' %}"), *figure("khoi.chart")]
    return [
        *out,
        tag("{%p else %}"),
        paragraph("CVNoidung", *words("khoi.runs")),
        tag("{%p endif %}"),
        tag("{%p endfor %}"),
    ]


def figure(chart: str) -> list[str]:
    """A chart under its title: a row for each bar, or a curve between its figures and its days."""
    left, right = tw(60), tw(165) - tw(60)
    bar = paragraph("CVBieudo", run("{{r dong.bar }}"), run("\u00a0\u00a0{{ dong.text }}", bold=True))
    bars = [
        row([cell(left, [tag("{%tr for dong in " + chart + ".rows %}")]), cell(right, [paragraph("CVThe")])]),
        row(
            [
                cell(left, [paragraph("CVBieudo", text("{{ dong.label }}"))], middle=True),
                cell(right, [bar], middle=True, axis=True),
            ],
            height_mm=7,
        ),
        row([cell(left, [tag("{%tr endfor %}")]), cell(right, [paragraph("CVThe")])]),
    ]

    figures = [paragraph("CVBieudogiua", text("{{ cot.label }}"))]
    figures.append(paragraph("CVBieudogiua", run("{{ cot.text }}", bold=True)))
    columns = [[tag("{%tc for cot in " + chart + ".columns %}")], figures, [tag("{%tc endfor %}")]]
    return [
        paragraph("CVTenbieudo", text(f"{{{{ {chart}.title }}}}")),
        tag(f"{{%p if {chart}.kind == 'bars' %}}"),
        table([left, right], bars),
        tag(f"{{%p elif {chart}.kind == 'curve' %}}"),
        paragraph("CVBieudo", run(f"{{{{r {chart}.plot }}}}")),
        table([tw(55)] * 3, [row([cell(0, each) for each in columns])]),
        tag("{%p else %}"),
        paragraph("CVBieudogiua", text(f"{{{{ {chart}.words }}}}")),
        tag("{%p endif %}"),
    ]


def foot() -> list[str]:
    """Boxes 7, 9b and 12, level with one another, kept with the last lines of the text."""
    item = "{{ noi }}{% if loop.last and noi_nhan.drafter#REST# %} {{ noi_nhan.drafter }}{% endif %}"
    left = [
        paragraph("CVNoinhan", text("{{ noi_nhan.label }}")),
        *loop(
            "noi",
            "noi_nhan['items']",
            paragraph("CVNoinhanmuc", text(item.replace("#REST#", " and not noi_nhan.rest"))),
        ),
    ]
    rest = text(item.replace("#REST#", ""))
    more = loop("noi", "noi_nhan.rest", paragraph("CVNoinhanmuc", rest, right=RIGHT))
    right = [
        *loop("dong", "sign.lines", paragraph("CVChucvu", text("{{ dong }}"))),
        paragraph("CVHoten", text("{{ sign.name }}")),
    ]
    other = [
        *loop("dong", "sign.left.lines", paragraph("CVChucvu", text("{{ dong }}"))),
        paragraph("CVHoten", text("{{ sign.left.name }}")),
    ]
    none = [paragraph("CVHet")]
    both = [
        *when("not sign.left.name", table([LEFT, RIGHT], [row([cell(LEFT, left), cell(RIGHT, right)])])),
        *when(
            "sign.left.name",
            table([LEFT, RIGHT], [row([cell(LEFT, other), cell(RIGHT, right)])]),
            paragraph("CVGiantruocky"),
            table([LEFT, RIGHT], [row([cell(LEFT, left), cell(RIGHT, none)])]),
        ),
    ]
    confirmed = [
        *loop("dong", "confirmation.lines", paragraph("CVXacnhan", text("{{ dong }}"))),
        paragraph("CVXacnhan", text("{{ confirmation.hint }}")),
        paragraph("CVHoten", text("{{ confirmation.name }}")),
    ]
    below = table([LEFT, RIGHT], [row([cell(LEFT, confirmed), cell(RIGHT, none)])])
    return [
        *when("noi_nhan['items'] or sign.name", paragraph("CVGiantruocky"), *both, *more),
        *when("confirmation.lines", paragraph("CVGian10"), below),
    ]


def copy() -> list[str]:
    """A copy on paper (sheet 3.1): under a rule across the text, who copied the document, when, and for whom."""
    em_mm = 12 * 25.4 / 72
    left = [
        *loop("dong", "copy.issuer", paragraph("CVBanhanh", text("{{ dong }}"))),
        tag(f"{{%p set rong = {capitals('copy.issuer[-1]')} %}}"),
        *short_rules("rong", em_mm, 34, LEFT),
        paragraph("CVSo", text("{{ copy.number }}")),
    ]
    right = [
        paragraph("CVHinhthucsao", text("{{ copy.form }}")),
        paragraph("CVKhongke"),
        paragraph("CVNgay", text("{{ copy.place_date }}")),
    ]
    copies = [
        paragraph("CVNoinhan", text("Nơi nhận:")),
        *loop("noi", "copy['items']", paragraph("CVNoinhanmuc", text("{{ noi }}"))),
    ]
    signer = [
        *loop("dong", "copy.sign.lines", paragraph("CVChucvu", text("{{ dong }}"))),
        paragraph("CVHoten", text("{{ copy.sign.name }}")),
    ]
    return when(
        "copy",
        paragraph("CVKexuyen"),
        table([LEFT, RIGHT], [row([cell(LEFT, left), cell(RIGHT, right)])]),
        paragraph("CVGian10"),
        table([LEFT, RIGHT], [row([cell(LEFT, copies), cell(RIGHT, signer)])]),
    )


def attachment() -> list[str]:
    """An appendix or a form; its pages count from 1."""
    centred = [
        *when("phu_luc.mark", paragraph("CVKyso", text("{{ phu_luc.mark }}"))),
        # LibreOffice counts the pages of a section anew only where it begins with a paragraph
        *when("phu_luc.head.issuer", paragraph("CVHet"), *head(False, "phu_luc.head"), *[paragraph("CVGian")] * 2),
        *when("phu_luc.label", paragraph("CVPhuluc", text("{{ phu_luc.label }}"))),
        *loop("dong", "phu_luc.title", paragraph("CVTenphuluc", text("{{ dong }}"))),
        *loop("dong", "phu_luc.subtitle", paragraph("CVPhude", text("{{ dong }}"))),
        *when("phu_luc.reference", paragraph("CVKemtheo", text("{{ phu_luc.reference }}"))),
        *when("phu_luc.landscape", rule(20, tw(252))),
        *when("not phu_luc.landscape", rule(20, tw(165))),
    ]
    return [
        *centred,
        *loop("dong", "phu_luc.facts", paragraph("CVDukien", text("{{ dong }}"))),
        *body("phu_luc.body"),
        *when(
            "phu_luc.table.columns", paragraph("CVGian10"), *column_table("phu_luc.table.columns", "phu_luc.table.rows")
        ),
        *loop("dong", "phu_luc.foot.note", paragraph("CVGhichu", text("{{ dong }}"))),
        *loop(
            "dong",
            "phu_luc.foot.sign",
            *when("loop.first", paragraph("CVKybieu", text("{{ dong }}"))),
            *when("not loop.first", paragraph("CVKybieuchu", text("{{ dong }}"))),
        ),
    ]


def document() -> list[str]:
    breaks = [
        *when("letter and loop.first", section_break("letter")),
        *when("not loop.first and loop.previtem.landscape", section_break("attachment", ACROSS)),
        *when("not loop.first and not loop.previtem.landscape", section_break("attachment")),
    ]
    letter = [
        *when("mark", paragraph("CVKyso", text("{{ mark }}"))),
        tag("{%p if layout.head_sizes == '13-14-14' %}"),
        *head(True),
        tag("{%p else %}"),
        *head(False),
        tag("{%p endif %}"),
        *heading(),
        *receivers(),
        *bases(),
        *body("body", "loop.revindex <= 2"),
        *foot(),
    ]
    return [
        *when("letter", *letter),
        *loop("phu_luc", "attachments", *breaks, *attachment()),
        *copy(),
        # an empty last section gives its page to the text before it: the last attachment lies across
        *when("attachments and attachments[-1].landscape", section_break("attachment", ACROSS)),
        *when("not (attachments and attachments[-1].landscape)", paragraph("CVHet")),
    ]


def send_list() -> list[str]:
    return [
        paragraph("CVTenphuluc", text("{{ heading.type }}")),
        *loop("dong", "lines", paragraph("CVDongdanhsach", text("{{ dong }}"))),
        rule(20, tw(165)),
        paragraph("CVGian10"),
        *column_table("columns", "rows", total="total"),
        *loop("hinh", "charts", *figure("hinh")),
        paragraph("CVHet"),
    ]


def envelope() -> list[str]:
    """Appendix IV, II: the sender above on the left, the receiver below on the right."""
    return [
        paragraph("CVBanhanh", text("{{ issuer }}"), right=tw(90)),
        *loop("dong", "lines", paragraph("CVBidong", text("{{ dong }}"), right=tw(90))),
        paragraph("CVBiso", text("{{ number }}"), right=tw(90)),
        paragraph("CVBigui", text("{{ receiver }}"), left=tw(90)),
        *loop("dong", "address", paragraph("CVBidiachi", text("{{ dong }}"), left=tw(90))),
    ]


NUMBER = paragraph("CVSotrang", '<w:fldSimple w:instr=" PAGE ">' + run("2") + "</w:fldSimple>")
MARKING = [
    tag("{%p if marking %}"),
    paragraph("CVDaumuc", text("{{ marking }}"), left=tw(92), right=tw(20)),
    tag("{%p else %}"),
    paragraph("CVSotrang"),
    tag("{%p endif %}"),
]


def contact(condition: str) -> list[str]:
    """Box 13, at the foot of page 1 under a rule across the text."""
    return [
        tag(f"{{%p if {condition} %}}"),
        paragraph("CVLienhe", text("{{ contact }}")),
        tag("{%p else %}"),
        paragraph("CVHet"),
        tag("{%p endif %}"),
    ]


def main(folder: Path) -> None:
    last_first = [
        tag("{%p if letter and not attachments %}"),
        *MARKING,
        tag("{%p elif layout.appendix_page %}"),
        paragraph("CVSotrang", text("{{ layout.appendix_page }}")),
        tag("{%p else %}"),
        paragraph("CVSotrang"),
        tag("{%p endif %}"),
    ]
    margins = {
        "header1": [NUMBER],
        "header2": MARKING,
        "header3": last_first,
        "footer1": contact("contact"),
        "footer2": contact("contact and letter and not attachments"),
    }
    (folder / "van-ban.docx").write_bytes(package(document(), margins))
    plain = {"header1": [NUMBER], "header3": [paragraph("CVSotrang")], "footer2": [paragraph("CVHet")]}
    (folder / "bi-van-ban.docx").write_bytes(package(envelope(), {}, closing=leaf(220, 110, 12)))
    (folder / "danh-sach-gui.docx").write_bytes(package(send_list(), plain))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "templates")
