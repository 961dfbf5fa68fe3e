"""What lies in an inbox: names in any encoding, files within files, what LibreOffice is asked for."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from congvan.core import libreoffice
from congvan.core.problems import ProblemsFound
from congvan.returns.intake import archives, conversions
from congvan.returns.intake.opened import Opened, leaves, opened
from congvan.returns.intake.sent import SentFile, files_of, shown_name


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def names(data: bytes, name: str = "a.zip") -> list[str]:
    found = leaves(SentFile(name, lambda: data))
    return [each.name if isinstance(each, SentFile) else f"! {each.problems[0].code}" for each in found]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Biểu Cao Lộc.xlsx", "Biểu Cao Lộc.xlsx"),
        ("Bi\udceau.xlsx", "Bi[?]u.xlsx"),
        ("a\x1b[31m.xlsx", "a[?][31m.xlsx"),
        ("a\nb.xlsx", "a b.xlsx"),
        ("👍.xlsx", "[?].xlsx"),
    ],
)
def test_names_are_shown_as_paper_carries_them(raw: str, shown: str) -> None:
    assert shown_name(raw) == shown


def test_what_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    for name in (".hidden", "~$a.xlsx", "Thumbs.db", "desktop.ini", "a.xlsx", "Nộp/b.csv", "__MACOSX/._a"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [each.name for each in files_of([tmp_path])] == ["a.xlsx", "Nộp/b.csv"]


def test_bytes_are_held_until_they_are_dropped() -> None:
    asked = []
    sent = SentFile("a", lambda: asked.append(1) or b"x")
    assert (sent.load(), sent.load(), len(asked)) == (b"x", b"x", 1)
    sent.drop()
    assert (sent.load(), len(asked)) == (b"x", 2)


def test_archives_within_archives() -> None:
    inner = zipped(("b.csv", b"a;b"))
    assert names(zipped(("x/a.zip", inner), ("c.csv", b"a;b"))) == ["a.zip/x/a.zip/b.csv", "a.zip/c.csv"]
    deep = zipped(("1.zip", zipped(("2.zip", zipped(("3.csv", b"a;b"))))))
    assert names(deep) == ["! archive-deep"]


def test_a_package_of_office_is_no_archive() -> None:
    assert names(zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<a/>")), "a.xlsx") == ["a.xlsx"]
    assert names(zipped(("xl/workbook.xml", b"<a/>")), "a.xlsx") == ["a.xlsx"]  # one that has lost a part


def test_an_archive_of_packages_stored_as_they_are_is_opened() -> None:
    book = zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<a/>"))
    assert names(zipped(("Báo cáo/b.xlsx", book))) == ["a.zip/Báo cáo/b.xlsx"]


def test_whatever_a_file_leads_to_is_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise AttributeError("raw")

    monkeypatch.setattr("congvan.grids.csv.read", broken)
    found = opened(SentFile("a.csv", lambda: b"TT;Ho ten\n1;Mau\n"), {})
    assert [problem.code for problem in found.problems] == ["file-damaged"]


def test_names_in_utf_8_that_an_old_program_did_not_declare() -> None:
    data = zipped(("Bieu.csv", b"a;b")).replace(b"Bieu.csv", "Biể".encode() + b"csv")
    assert names(data) == ["a.zip/Biểcsv"]


def test_limits_of_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    assert names(zipped(("a", b"x"), ("b", b"x"), ("c", b"x"))) == ["! archive-many"]
    assert names(zipped()) == names(zipped((".DS_Store", b"x"))) == ["! archive-empty"]
    monkeypatch.setattr(archives, "MOST_BYTES", 1)
    assert names(zipped(("a", b"xx"))) == ["! file-bomb"]
    assert names(zipped(("a", b"x"))[:-9]) == ["! file-damaged"]


def test_what_is_asked_of_libreoffice() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    kinds = [
        conversions.is_convertible(ole + "WordDocument".encode("utf-16-le")),
        conversions.is_convertible(ole + "Workbook".encode("utf-16-le")),
        conversions.is_convertible(ole),
        conversions.is_convertible(b"{\\rtf1 x}"),
        conversions.is_convertible(zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))),
        conversions.is_convertible(zipped(("mimetype", b"application/vnd.oasis.opendocument.text"))),
        conversions.is_convertible(b"a;b"),
    ]
    assert kinds == ["doc", "xls", "", "rtf", "ods", "odt", ""]


def test_without_libreoffice_its_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    found = opened(SentFile("a.rtf", lambda: b"{\\rtf1 x}"), {})
    (problem,) = found.problems
    assert (found.format, problem.code) == ("rtf", "file-convert")
    assert conversions.APT in problem.hint


def test_one_file_that_hangs_takes_none_of_the_others_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(files: dict[str, bytes], _form: str) -> dict[str, bytes]:
        if b"bad" in files.values():
            raise libreoffice.ConversionFailed
        return dict(files)

    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "convert_all", convert)
    made = conversions.converted({str(n): ("rtf", b"bad" if n == 3 else b"good") for n in range(7)})
    assert set(made) == {"0", "1", "2", "4", "5", "6"}


def test_what_can_t_be_loaded_is_a_problem() -> None:
    def load() -> bytes:
        raise ProblemsFound([])

    assert isinstance(next(iter(leaves(SentFile("a", load)))), Opened)


def test_steps_upwards_in_a_name_are_no_hidden_file() -> None:
    assert names(zipped(("../../etc/a.xlsx", b"x"), ("./b.xlsx", b"x"), (".c.xlsx", b"x"))) == [
        "a.zip/../../etc/a.xlsx",
        "a.zip/./b.xlsx",
    ]


def mail(text: str, html: bool = False, attached: bool = True) -> SentFile:
    message = EmailMessage()
    message["Subject"] = "Báo cáo tuần"
    message.set_content(text, subtype="html" if html else "plain")
    if attached:
        message.add_attachment(b"x;y", maintype="text", subtype="csv", filename="a.csv")
    return SentFile("a.eml", lambda: bytes(message))


@pytest.mark.parametrize("html", [False, True])
def test_what_a_mail_says_itself_is_told(html: bool) -> None:
    sent = mail("<p>Tuần này <b>thêm 1 ca sởi</b></p>" if html else "Tuần này\nthêm 1 ca sởi", html)
    assert [each.name for each in leaves(sent)] == ["a.eml/a.csv"]
    assert [note.message.values["words"] for note in sent.notes] == ["Tuần này thêm 1 ca sởi"]
    silent = mail(" ")
    assert [*leaves(silent)]
    assert silent.notes == []


def test_a_mail_without_attachment_is_refused_with_its_words() -> None:
    (found,) = leaves(mail("Trạm y tế báo cáo không phát sinh", attached=False))
    assert isinstance(found, Opened)
    assert [(each.code, each.message.values) for each in found.problems] == [
        ("mail-empty", {"words": "Trạm y tế báo cáo không phát sinh"})
    ]
