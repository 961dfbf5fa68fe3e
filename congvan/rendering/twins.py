"""Compare a DOCX with the PDF that another template makes of the same record: what one says, so must the other.

Both are read by the reader of the decree's check. Words are compared with their size, weight and slant, whatever their
order; alignments where both are sure; margins and size of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from congvan.lazy import NamedTuple, dataclass, pattern
from congvan.messages import Figures, Message
from congvan.problems import Place, Problem

if TYPE_CHECKING:
    from congvan.nd30.model.view import PageGeometry, Paragraph, View

_WORD = pattern(r"[^\s/–-]*[/–-]|[^\s/–-]+")  # a line may break behind a hyphen, a dash or a slash
_LOOSE, _LOOSE_TOP = 1.0, 1.5  # mm that a measured margin may differ; at the top a line's own height counts
_ENOUGH = 1200  # characters of a page that shows its margins
_MOST = 5  # words shown
_MOVING = ("header", "footer", "overlay")


class _SetWord(NamedTuple):
    """A word as it is printed; sizes in half points."""

    text: str
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class TwinTemplates:
    """The templates of one document: that of DOCX and that of PDF."""

    docx: str
    pdf: str


def drift(templates: TwinTemplates, docx: bytes, pdf: bytes) -> Iterator[Problem]:
    """Yield what differs between the two files of one record, with its place in the DOCX template."""
    from congvan.nd30.opening import read_view

    ours, theirs = read_view(docx), read_view(pdf)
    if not (ours.unreadable or theirs.unreadable):
        yield from compared(templates, ours, theirs)


def compared(templates: TwinTemplates, ours: View, theirs: View) -> Iterator[Problem]:
    """Yield what differs between the DOCX and the PDF of a record, as they were read."""
    words, others = _words(ours), _words(theirs)
    said, shown = (Counter(word.text for word in each.elements()) for each in (words, others))
    lost, new = said - shown - _in_margins(theirs), shown - said - _in_margins(ours) - _repeated(ours, theirs)
    for which, texts, view in (("docx", lost, ours), ("pdf", new, theirs)):
        if texts:
            yield _problem(templates, f"twin-drift.{which}-only", texts, view)
    yield from _looks(templates, words - others, others - words, lost | new, ours)
    yield from _alignments(templates, ours, theirs)
    yield from _pages(templates, ours, theirs)


def _words(view: View) -> Counter[_SetWord]:
    """Return the words of a document; without those of the margins, which a page sets otherwise."""
    found: Counter[_SetWord] = Counter()
    for paragraph in _printed(view):
        for line in paragraph.lines:
            runs = [run for run in line.runs for _char in run.text]
            for word in _WORD.finditer(line.text):
                run = runs[word.start()]
                found[_SetWord(word[0], round(run.size * 2) / 2, run.bold, run.italic)] += 1
    return found


def _in_margins(view: View) -> Counter[str]:
    """Return the words of headers and footers: the two readers may tell them differently from the text."""
    return Counter(word for each in view.paragraphs if each.region in _MOVING for word in _WORD.findall(each.text))


def _repeated(docx: View, pdf: View) -> Counter[str]:
    """Return the words of the first rows of tables as often as pages may repeat them."""
    heads = [word for each in docx.paragraphs if each.cell and each.cell.row == 1 for word in _WORD.findall(each.text)]
    return Counter(heads * max(0, len(pdf.pages) - 1))


def _printed(view: View) -> Iterator[Paragraph]:
    return (paragraph for paragraph in view.paragraphs if paragraph.region not in _MOVING)


def _looks(
    templates: TwinTemplates, docx: Counter[_SetWord], pdf: Counter[_SetWord], unpaired: Mapping[str, int], view: View
) -> Iterator[Problem]:
    """Yield the words that look different: size, weight, slant."""
    theirs: dict[str, list[_SetWord]] = {}
    for word in pdf.elements():
        theirs.setdefault(word.text, []).append(word)
    differing: dict[tuple[str, str, str], Counter[str]] = {}
    for word in docx.elements():
        others = theirs.get(word.text)
        if not others or word.text in unpaired:
            continue
        other = others.pop()
        for what in ("size", "bold", "italic"):
            one, two = getattr(word, what), getattr(other, what)
            if one != two:
                differing.setdefault((what, Figures(f"{one:g}"), Figures(f"{two:g}")), Counter())[word.text] += 1
    for (what, one, two), texts in differing.items():
        which = what if what == "size" else f"{what}-{'docx' if one == '1' else 'pdf'}"
        yield _problem(templates, f"twin-drift.{which}", texts, view, docx=one, pdf=two)


def _problem(templates: TwinTemplates, code: str, texts: Counter[str], view: View, **values: str) -> Problem:
    shown = " ".join(list(texts)[:_MOST]) + (" …" if len(texts) > _MOST else "")
    message = Message(code, words=shown, count=sum(texts.values()), twin=templates.pdf, **values)
    named = templates.pdf if view.laid_out else templates.docx
    return Problem(message, _place(named, view, set(texts)))


def _place(template: str, view: View, texts: set[str]) -> Place:
    """Return the place of the first paragraph that holds one of these words."""
    for paragraph in _printed(view):
        if not texts.isdisjoint(_WORD.findall(paragraph.text)):
            return Place(template, page=paragraph.page if view.laid_out else 0, where=paragraph.where)
    return Place(template)


def _alignments(templates: TwinTemplates, docx: View, pdf: View) -> Iterator[Problem]:
    """Compare paragraphs of several lines outside of tables, which show how they are aligned."""
    theirs = {each.text: each.align for each in _printed(pdf) if len(each.lines) > 1 and each.align}
    for paragraph in _printed(docx):
        other = theirs.get(paragraph.text, "")
        if other and paragraph.align and not paragraph.cell and other != paragraph.align:
            message = Message(
                "twin-drift.align",
                words=" ".join(paragraph.text.split()[:_MOST]) + " …",
                docx=Message(f"twin-align.{paragraph.align}"),
                pdf=Message(f"twin-align.{other}"),
                twin=templates.pdf,
            )
            yield Problem(message, Place(templates.docx, where=paragraph.where))
            return


def _pages(templates: TwinTemplates, docx: View, pdf: View) -> Iterator[Problem]:
    """Compare the first page's size, and the margins as far as the text of the PDF shows them."""
    if not docx.pages or not pdf.pages:
        return
    own, sheet = docx.pages[0], pdf.pages[0]
    alike = [page for page in pdf.pages if abs(page.width - sheet.width) < _LOOSE and page.chars >= _ENOUGH]
    for side in ("width", "height", "left", "right", "top"):
        one, two = getattr(own, side), _least([sheet] if side in ("width", "height") else alike, side)
        loose = _LOOSE_TOP if side == "top" else _LOOSE
        if one is not None and two is not None and abs(one - two) > loose:
            values = {"docx": f"{one:.0f}", "pdf": f"{two:.0f}", "twin": templates.pdf}
            yield Problem(Message(f"twin-drift.{side}", **values), Place(templates.docx))


def _least(pages: Iterable[PageGeometry], side: str) -> float | None:
    return min((getattr(page, side) for page in pages if getattr(page, side) is not None), default=None)
