"""Parts of foreign artwork that a print file must not carry: scripts, embedded files, what is loaded from outside.

Source: ISO 32000-1, 7.5.8 (external streams), 8.8 (PostScript XObjects), 8.10.4 (reference XObjects), 12.6 (actions),
14.11.7 (OPI); ISO 15930 (PDF/X) forbids them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_REMOVED = {"/AA": "script", "/JS": "script", "/OpenAction": "script", "/AF": "file", "/EF": "file"}
_ACTIONS = frozenset({
    *("/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie"),
    *("/Sound", "/RichMediaExecute"),
})  # fmt: skip  # a table: what belongs together on a line
_REFUSED = {"/F": "external", "/FFilter": "external", "/Ref": "reference", "/OPI": "opi", "/PS": "postscript"}
_PRINTED = 4  # the flag of a note that is printed (ISO 32000-1, 12.5.3)
_NAMES = ("/CharProcs", "/Colorants")  # dictionaries whose keys are names chosen by the file


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """An entry of a dictionary: the dictionary, the key, what it is, and the number of the object that holds it."""

    holder: Any
    key: str
    what: str
    number: int
    shown: bool  # part of what the page shows: without it the picture would be another

    def remove(self) -> None:
        """Delete the entry."""
        del self.holder[self.key]


def foreign_parts(page: Any) -> Iterator[ForeignPart]:
    """Yield the foreign parts among all objects that the contents of a page use, each object visited once."""
    number = page.objgen[0]
    pending = [(page.get(key), role, number) for key, role in (("/Resources", "resources"), ("/Group", ""))]
    seen: set[tuple[tuple[int, int], str]] = set()
    while pending:
        holder, role, number = pending.pop()
        if _is_array(holder):
            pending += [(each, "", number) for each in holder]
            continue
        if not (_is_dictionary(holder) or _is_stream(holder)):
            continue
        if holder.objgen != (0, 0):
            number = holder.objgen[0]
            if (holder.objgen, role) in seen:
                continue
            seen.add((holder.objgen, role))
        for key in sorted(holder.keys()):
            found = "" if role else _what(holder, key)
            if found:
                yield ForeignPart(holder, key, found, number, found in _REFUSED.values())
            else:
                pending.append((holder[key], _role(role, key), number))


def dropped_parts(catalog: Any, page: Any) -> Iterator[ForeignPart]:
    """Yield what a document and its page carry beside what the page shows. None of it comes into a print file; hidden
    layers would be shown there, so that they are refused.
    """
    number = page.objgen[0]
    names, forms, layers = (_inner(catalog, key) for key in ("/Names", "/AcroForm", "/OCProperties"))
    for holder, key, what in (
        (catalog, "/AA", "script"),
        (names, "/JavaScript", "script"),
        (forms, "/XFA", "script"),
        (page, "/AA", "script"),
        (catalog, "/AF", "file"),
        (names, "/EmbeddedFiles", "file"),
        (page, "/AF", "file"),
    ):
        if holder.get(key) is not None:
            yield ForeignPart(holder, key, what, holder.objgen[0] or number, False)
    if str(_inner(catalog, "/OpenAction").get("/S")) in _ACTIONS:
        yield ForeignPart(catalog, "/OpenAction", "script", catalog.objgen[0], False)
    hidden = _inner(layers, "/D")
    if hidden.get("/BaseState") == "/OFF" or len(hidden.get("/OFF") or ()):
        yield ForeignPart(layers, "/D", "layers", layers.objgen[0] or number, True)
    for note in page.get("/Annots") or ():
        what = _note(note) if _is_dictionary(note) else ""
        if what:
            yield ForeignPart(page, "/Annots", what, note.objgen[0] or number, False)


def _note(note: Any) -> str:
    """Return what a note over the page is; "" for a link and for what is not printed."""
    if note.get("/Subtype") == "/FileAttachment":
        return "file"
    if "/AA" in note or str(_inner(note, "/A").get("/S")) in _ACTIONS - {"/URI", "/GoToR"}:
        return "script"
    return "note" if "/AP" in note and int(note.get("/F", 0)) & _PRINTED and note.get("/Subtype") != "/Link" else ""


def _inner(holder: Any, key: str) -> Any:
    """Return the dictionary at a key; an empty one for anything else."""
    import pikepdf

    value = holder.get(key)
    return value if _is_dictionary(value) else pikepdf.Dictionary()


def _what(holder: Any, key: str) -> str:
    """Return what an entry is, a variant of the message artwork-foreign; "" for an ordinary one."""
    value = holder.get(key)
    if key in _REMOVED:
        return _REMOVED[key]
    if _is_dictionary(value) and ("/EF" in value or str(value.get("/S")) in _ACTIONS):
        return "file" if "/EF" in value else "script"
    if not _is_stream(holder):
        return ""
    if key in ("/Subtype", "/Subtype2") and value == "/PS":
        return "postscript"
    return _REFUSED.get(key, "")


def _role(role: str, key: str) -> str:
    """Return how the value of an entry is to be read: as resources, as a dictionary of names, or as an object ("")."""
    if role == "resources":
        return "names"
    return "resources" if key == "/Resources" and not role else "names" if key in _NAMES and not role else ""


def _is_stream(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Stream)


def _is_dictionary(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary)


def _is_array(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)
