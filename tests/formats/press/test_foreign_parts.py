"""What runs, loads or is embedded in artwork is told, and never reaches the print file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from congvan.core.problems import ProblemsFound, Severity
from congvan.formats.press.artwork import inspect_artwork, place_artwork
from tests.formats.artwork_samples import SIZE, Fill, art, form, image, in_root, saved, whole

SCRIPT = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
OUTSIDE = Dictionary(Type=Name.Filespec, F=pikepdf.String("//host/share/a.pdf"))


def embedded(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(Type=Name.Filespec, F=pikepdf.String("a.exe"), EF=Dictionary(F=Stream(pdf, b"MZ")))


FOREIGN: dict[str, tuple[Fill, list[str]]] = {
    "an action of a layer": (
        lambda pdf: {"Properties": {"/L": Dictionary(Type=Name.OCG, AA=Dictionary(O=SCRIPT))}},
        ["script"],
    ),
    "an action under any key": (lambda pdf: {"Properties": {"/L": Dictionary(Type=Name.OCG, X=SCRIPT)}}, ["script"]),
    "a file of a form": (lambda pdf: {"XObject": {"/X": form(pdf, b"", AF=Array([embedded(pdf)]))}}, ["file"]),
    "a file in a layer": (lambda pdf: {"Properties": {"/L": Dictionary(X=embedded(pdf))}}, ["file"]),
    "PostScript": (lambda pdf: {"XObject": {"/X": Stream(pdf, b"", Subtype=Name.PS)}}, ["postscript"]),
    "PostScript in a form": (lambda pdf: {"XObject": {"/X": form(pdf, b"", Subtype2=Name.PS)}}, ["postscript"]),
    "a page of another file": (
        lambda pdf: {"XObject": {"/X": form(pdf, b"", Ref=Dictionary(F=OUTSIDE, Page=0))}},
        ["reference"],
    ),
    "OPI": (lambda pdf: {"XObject": {"/X": image(pdf, OPI=Dictionary())}}, ["opi"]),
    "an image of another file": (lambda pdf: {"XObject": {"/X": image(pdf, F=OUTSIDE)}}, ["external"]),
    "within a form": (
        lambda pdf: {"XObject": {"/X": form(pdf, b"", {"Y": image(pdf, F=OUTSIDE, OPI=Dictionary())})}},
        ["external", "opi"],
    ),
    "names like keys": (
        lambda pdf: {
            kind: {f"/{key}": Dictionary(S=Name.JavaScript) for key in ("AA", "AF", "JS", "F", "Ref", "OPI", "PS")}
            for kind in ("XObject", "Properties", "Font", "ExtGState")
        },
        [],
    ),
    "nothing": (lambda pdf: {"XObject": {"/X": form(pdf, b"", {"Y": image(pdf)})}}, []),
}  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.parametrize("name", FOREIGN)
def test_what_runs_or_loads_never_reaches_the_print_file(name: str) -> None:
    fill, expected = FOREIGN[name]
    data = art(b"", fill)
    found = [p for p in inspect_artwork(data, "a.pdf", size=SIZE, bleed=0) if p.code == "artwork-foreign"]
    assert sorted(p.message.id.rpartition(".")[2] for p in found) == expected
    with pikepdf.open(io.BytesIO(data)) as original:
        assert all(p.hint and int(str(p.place.where).split()[-1]) <= len(original.objects) for p in found)
    refused = [p for p in found if p.severity is Severity.ERROR]
    out = pikepdf.new()
    op = {"asset": "a.pdf", "w": 10, "h": 10}
    if refused:
        with pytest.raises(ProblemsFound) as stopped:
            place_artwork(out, data, op, outlines=False)
        assert list(stopped.value.problems) == list(ProblemsFound(refused).problems)
        return
    placed, _trim = place_artwork(out, data, op, outlines=False)
    out.Root.Art = placed
    written = saved(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    hostile = (b"app.alert", b"MZ", b"a.exe")
    assert any(word in data or expected == [] for word in hostile)
    assert not [word for word in hostile if word in written]


def noted(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), F=4, **entries)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return change


LOOK = Dictionary(N=Dictionary())
BESIDE: dict[str, tuple[Callable[[pikepdf.Pdf], None], list[str]]] = {
    "a script at the start": (in_root(OpenAction=SCRIPT), ["script"]),
    "a page to begin with": (in_root(OpenAction=Array([0, Name.Fit])), []),
    "scripts by name": (in_root(Names=Dictionary(JavaScript=Dictionary())), ["script"]),
    "scripts of the document": (in_root(AA=Dictionary(WC=SCRIPT)), ["script"]),
    "scripts of a form": (in_root(AcroForm=Dictionary(XFA=pikepdf.String("x"))), ["script"]),
    "scripts of the page": (lambda pdf: pdf.pages[0].obj.update(Dictionary(AA=Dictionary(O=SCRIPT))), ["script"]),
    "files by name": (in_root(Names=Dictionary(EmbeddedFiles=Dictionary())), ["file"]),
    "files of the page": (lambda pdf: pdf.pages[0].obj.update(Dictionary(AF=Array([embedded(pdf)]))), ["file"]),
    "a file pinned to the page": (noted(Subtype=Name.FileAttachment), ["file"]),
    "a note with a script": (noted(Subtype=Name.Link, A=SCRIPT), ["script"]),
    "a link": (noted(Subtype=Name.Link, A=Dictionary(S=Name.URI), AP=LOOK), []),
    "a stamp": (noted(Subtype=Name.Stamp, AP=LOOK), ["note"]),
    "a layer switched off": (in_root(OCProperties=Dictionary(D=Dictionary(OFF=Array([Dictionary()])))), ["layers"]),
    "all layers switched off": (in_root(OCProperties=Dictionary(D=Dictionary(BaseState=Name.OFF))), ["layers"]),
    "layers that show": (in_root(OCProperties=Dictionary(D=Dictionary(OFF=Array([])))), []),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_the_document_carries_beside_its_page_is_told(name: str) -> None:
    change, expected = BESIDE[name]
    data = whole(change)
    found = [p for p in inspect_artwork(data, "a.pdf", size=SIZE, bleed=0) if p.code == "artwork-foreign"]
    assert [p.message.id.rpartition(".")[2] for p in found] == expected
    assert all(p.hint and p.text for p in found)
    out = pikepdf.new()
    if expected == ["layers"]:
        with pytest.raises(ProblemsFound):
            place_artwork(out, data, {"asset": "a.pdf", "w": 10, "h": 10}, outlines=False)
        return
    out.Root.Art, _trim = place_artwork(out, data, {"asset": "a.pdf", "w": 10, "h": 10}, outlines=False)
    assert b"app.alert" not in saved(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
