"""The table of content builders: each turns a record into the plain content passed to a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, get_type_hints

from congvan.documents.base.context import ContentContext
from congvan.documents.letter import attachments, certified_copy, envelope, errata, form, letter, send_list
from congvan.documents.returned import daily_reports, lists, reminder, teams
from congvan.documents.text.line_breaks import keep_numbers_whole
from congvan.templating.declared import declared_names

Content = Mapping[str, Any]
Builder = Callable[[ContentContext], Content]

BUILDERS: Mapping[str, Builder] = {
    "letter": letter.content,
    "form": form.content,
    "send-list": send_list.content,
    "appendix": attachments.content,
    "certified-copy": certified_copy.content,
    "envelope": envelope.content,
    "returned-people": lists.people_list,
    "returned-district": lists.district_list,
    "returned-leads": lists.lead_list,
    "call-list": lists.call_list,
    "incoming-register": lists.register,
    "reminder": reminder.content,
    "report-form": daily_reports.form,
    "report-summary": daily_reports.summary,
    "report-upward": daily_reports.report,
    "union-form": teams.union_form,
    "team-proposal": teams.team_proposal,
    "duty-table": teams.duty_table,
}
"""Builder by the key `content` of data/documents.yaml; without that key a template is given the facts unchanged."""

REQUIREMENTS: Mapping[str, str] = {
    "returned-people": "returned.people",
    "returned-district": "district.id in returned.districts",
    "returned-leads": "returned.leads",
    "call-list": "returned.owing",
    "incoming-register": "returned.register",
    "reminder": "enterprise.id in returned.owing",
    "report-form": "reports.asked",
    "report-summary": "day.id and returned.reports",
    "report-upward": "returned.reports",
    "union-form": "district.id in returned.facilities",
    "team-proposal": "district.id in returned.teams",
    "duty-table": "facility.id and returned.teams",
}
"""Condition, as in `when:`, for a content to make sense: no reminder to an enterprise that owes nothing."""

JUDGED = frozenset({"letter", "form", "appendix", "certified-copy", "reminder", "report-upward"})
"""Contents that become documents of Decree 30 and are checked against it."""


def content_of(context: ContentContext, maker: str | None) -> Content:
    """Return the content of one record in the context's edition; without a builder, the facts themselves."""
    if maker is None:
        return context.facts
    made = BUILDERS[maker](context)
    return keep_numbers_whole(_issued(context, made) if context.as_issued else made)


def declared(maker: str) -> Any:
    """Return the TypedDict that declares a builder's content."""
    return get_type_hints(BUILDERS[maker])["return"]


def for_format(content: Content, maker: str | None, format_: str) -> Content:
    """Return a content without the keys that only templates of other formats use, so that a new district changes no
    PDF.
    """
    hidden = _hidden(maker, format_) if maker and maker in BUILDERS else frozenset()
    return {key: value for key, value in content.items() if key not in hidden} if hidden else content


@cache
def _hidden(maker: str, format_: str) -> frozenset[str]:
    names = declared_names(declared(maker))
    return frozenset(name.key for name in names if name.said.formats and format_ not in name.said.formats)


def _issued(context: ContentContext, made: Content) -> Content:
    if "errata" not in context.shared:
        whole = letter.content(replace(context, values={}, attachments=True))
        context.shared["errata"] = errata.text_pairs(context, whole)
    return errata.apply(made, context.shared["errata"])
