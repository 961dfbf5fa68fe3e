"""Locate the appendices: label, title, accompanying line and text of each."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.nd30.components.document import AppendixComponents, DocumentComponents
from congvan.nd30.components.foot import COPY_WORDS, is_appendix_label
from congvan.nd30.components.measures import bold_share
from congvan.nd30.components.patterns import ACCOMPANYING_LINE
from congvan.nd30.model.kinds import fold
from congvan.nd30.model.view import Paragraph


def take_appendices(document: DocumentComponents, lower: Sequence[Paragraph]) -> None:
    """Fill in the appendices from what follows the foot, or from a file that is an appendix or a form by itself."""
    for index, paragraph in enumerate(lower):
        words = COPY_WORDS.get(fold(paragraph.text))
        if words:
            document.copy_form = paragraph
        if is_appendix_label(paragraph):
            document.appendices.append(AppendixComponents(paragraph, start=index))
        elif (
            ACCOMPANYING_LINE.match(paragraph.text)
            and (not document.appendices or document.appendices[-1].accompany)
            and index < 12
        ):
            document.appendices.append(
                AppendixComponents(None, title=[p for p in lower[:index] if p.text.isupper()], start=index)
            )
            document.appendices[-1].accompany.append(paragraph)
    for number, appendix in enumerate(document.appendices):
        following = document.appendices[number + 1].start if number + 1 < len(document.appendices) else len(lower)
        own = list(lower[appendix.start + (0 if appendix.label is None else 1) : following])
        if appendix.label is not None:
            over = _title_length(own)
            while own and (len(appendix.title) < over or _continues_title(own[0], appendix)):
                appendix.title.append(own.pop(0))
            while own and (
                ACCOMPANYING_LINE.match(own[0].text)
                or (
                    appendix.accompany
                    and not _bracket_is_closed(appendix)
                    and len(appendix.accompany) < 4
                    and own[0].cell is None
                )
            ):
                appendix.accompany.append(own.pop(0))
        appendix.body = own


def _title_length(own: Sequence[Paragraph]) -> int:
    """Return how many paragraphs are between the label and "(Kèm theo …)": they are the title, however they are set."""
    for count, paragraph in enumerate(own[:4]):
        if ACCOMPANYING_LINE.match(paragraph.text):
            return count
        if paragraph.cell is not None:
            break
    return 0


def _continues_title(paragraph: Paragraph, appendix: AppendixComponents) -> bool:
    """Return whether a paragraph belongs to the appendix's title: in capitals or bold, centred or right below the
    label."""
    if paragraph.cell is not None or ACCOMPANYING_LINE.match(paragraph.text):
        return False
    capitals = paragraph.text.isupper()
    if paragraph.align == "centre":
        return capitals or bold_share(paragraph) > 0.5
    return not appendix.title and capitals and len(paragraph.text) < 150


def _bracket_is_closed(appendix: AppendixComponents) -> bool:
    return ")" in appendix.accompany[-1].text
