"""The pictures of the template: every tag of it is printed as a text."""

from __future__ import annotations

from congvan.formats import compile_template
from tools.template_pictures import HEAD, TEMPLATE, with_visible_tags


def test_a_page_shows_each_tag_of_the_template() -> None:
    showing, tags = with_visible_tags(TEMPLATE.read_bytes())
    assert {tag for tag, _words in HEAD if tag.startswith("{{")} <= set(tags.values())
    assert compile_template("docx", showing, name="mau.docx").names() == set(tags)
