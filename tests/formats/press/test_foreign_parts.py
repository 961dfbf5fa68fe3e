"""What runs, loads or is embedded in artwork is told, and never reaches the print file."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from congvan.formats.press.artwork import inspect_artwork, place_artwork
from congvan.problems import ProblemsFound, Severity
from tests.formats.artwork_samples import SIZE, Fill, art, form, image, saved

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
}  # fmt: skip


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
