"""What a paragraph is between, and the spaces between it and its neighbours."""

from __future__ import annotations

from typing import NamedTuple

from congvan.formats.docx_html.styles.paragraph_format import AUTO_SPACE, ParagraphFormat, space_after


class Neighbours(NamedTuple):
    """What a paragraph is between: the formats of what is shown before and after it, None for tables and the ends of
    its container; whether it is the first of the text; `style_above`: the style of the last paragraph of the section
    before, where it begins one and its page; `ends`: it is the last of its container."""

    before: ParagraphFormat | None = None
    after: ParagraphFormat | None = None
    first: bool = False
    style_above: str = ""
    ends: bool = False

    def own_space(self, form: ParagraphFormat, before: float, adds: bool) -> float:
        """Return how far above its box a paragraph begins for what is placed in it: by the space that it has beyond
        that of the one above. Within one frame both are in the box, which begins with the space of the one above.
        """
        above = space_after(self.before)
        if self.before and self.before.joins(form):
            return -min(before, above)
        return 0.0 if adds else max(0.0, before - above)


def spaces(form: ParagraphFormat, near: Neighbours, in_cell: bool = False) -> tuple[float, float]:
    """Return the space before and after a paragraph; what is left to the program is none between those of one list,
    at the ends of a cell, and below a table in it.
    """
    before, after = form.before, space_after(form)
    if form.before_auto:
        is_top = near.first or (in_cell and near.before is None)
        before = 0.0 if is_top or form.lists_with(near.before) else AUTO_SPACE
    elif near.before and near.before.before_auto and form.lists_with(near.before) and form.style == near.before.style:
        before = 0.0  # as that of the item above of its style, whatever it says itself
    if form.after_auto and (form.lists_with(near.after) or (in_cell and near.ends and not form.list_level)):
        after = 0.0
    if form.contextual_spacing:
        style_above = near.before.style if near.before else near.style_above
        before = 0.0 if style_above == form.style else before
        after = 0.0 if near.after and near.after.style == form.style else after
    return before, after
