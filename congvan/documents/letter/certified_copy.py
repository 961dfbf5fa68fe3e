"""SAO Y, SAO LỤC, TRÍCH SAO: the dispatch, or the parts that an extract names, and under a rule who copied it.

Source: Decree 30/2020/NĐ-CP, Appendix I, Part II; Appendix III, sheets 3.1 and 3.2.
"""

from __future__ import annotations

from congvan.core.decree.kinds import COPIES
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import date_words, number_text
from congvan.documents.letter import letter
from congvan.documents.letter.extract import extract
from congvan.documents.letter.schema import OfficialDocument
from congvan.documents.letter.skeleton import issuer_lines


def content(context: ContentContext) -> OfficialDocument:
    """Return the copy described by `values["copy"]`; an electronic copy has a line at the top right instead of a block
    below.
    """
    copied = next(one for one in context.dispatch.certified_copies if one.id == context.values["copy"]["id"])
    words, symbol = COPIES[copied.form]
    made, agency = letter.content(context), context.dataset.agency
    where = ("certified_copies", list(context.dispatch.certified_copies).index(copied))
    if copied.extract:
        made = extract(context, made, copied.extract, *where, "extract")
    made["title"] = f"{words}: {made['title']}"
    if copied.medium == "electronic":
        made["mark"] = "; ".join([words, agency.name, *([copied.signed_at] if copied.signed_at else [])])
        return made
    signer = next(signer for signer in agency.signers if signer.id == copied.signer)
    texts = [context.merge(text, *where, "copies", i) for i, text in enumerate(copied.copies)]
    made["copy"] = {
        "form": words,
        "issuer": issuer_lines(agency),
        "number": f"Số:{number_text(copied.number)}/{symbol}-{agency.abbreviation}",
        "place_date": f"{agency.place}, {date_words(copied.date)}",
        "sign": {"lines": signer.lines, "name": signer.name},
        "items": [*(f"- {text};" for text in texts), "- Lưu: VT."],
    }
    return made
