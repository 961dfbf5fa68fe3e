"""What builders hand to templates is what is declared, name by name; docs/templates.md says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypedDict, get_args, get_origin, is_typeddict

import pytest

from congvan.core.returned import ReturnFacts
from congvan.core.templating.declared import declared_names
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import dispatch_facts
from congvan.documents.common.schema import Facts
from congvan.documents.contents import CONTENTS, content_of, declared, for_format
from congvan.documents.letter.companions import cover
from congvan.documents.letter.schema import PackCover
from congvan.model.dataset import Dataset
from congvan.model.forms.tables import TableSpec
from congvan.pipeline.dashboard import index, page
from congvan.pipeline.dashboard.schema import Index, Screen
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.kinds import making
from tests.acceptance.promises.line import loaded
from tools import template_names

CELL: Any = {
    "district": "cao-loc", "enterprise": "vnpt-lang-son", "state": "incomplete", "people": 1, "leads": 0, "owed": 2,
    "reasons": [{"code": "people-few", "count": 1}], "findings": [], "file": "a.xlsx", "received": "", "late": False,
    "to_ask": [{"cell": "B2", "codes": ["phone-wrong"], "said": {"phone-wrong": "09"}, "why": [], "words": "A"}],
}  # fmt: skip  # a table: what belongs together on a line
PERSON: Any = {
    "name": "A", "title": "B", "phone": "0912345678", "enterprise": "vnpt-lang-son", "enterprise_name": "VNPT",
    "district": "cao-loc", "district_name": "Huyện Cao Lộc", "lead": True,
}  # fmt: skip  # a table: what belongs together on a line
MEMBER: Any = {"key": "1", "name": "A", "title": "", "phone": "", "lead": False}
CAME: ReturnFacts = {
    "picture": {
        "districts": [{"id": "cao-loc", "name": "Huyện Cao Lộc"}],
        "enterprises": [{"id": "vnpt-lang-son", "name": "VNPT"}],
        "cells": [CELL], "counts": {"complete": 0, "incomplete": 1, "missing": 0, "not-owed": 0}, "people": 1,
        "leads": 1, "deadline": "", "reports": [], "report_questions": [], "evidence": [], "refused": [],
        "doubles": [], "anything": True,
    },
    "people": [PERSON],
    "asks_lead": True,
    "owing": [CELL],
    "reports": [
        {"enterprise": "vnpt-lang-son", "day": day, "by": "", "state": "late", "figures": {"cao-loc": {}}}
        for day in ("2020-08-21", "2020-08-22")
    ],
    "register": [{"number": "1", "date": "2020-08-21", "author": "VNPT", "what": "", "file": "a", "note": ""}],
    "facilities": [{"id": "tram", "name": "Trạm", "district": "cao-loc", "teams": "1"}],
    "teams": {
        "teams": [
            {
                "facility": "tram", "name": "Trạm", "address": "", "district": "cao-loc", "number": 1, "day": "",
                "members": {"vnpt-lang-son": [MEMBER]}, "extra": [], "short": {"vnpt-lang-son": 1},
            }
        ],
        "wanted": {"vnpt-lang-son": 2},
    },
}  # fmt: skip  # a table: what belongs together on a line


def differences(value: Any, type_: Any, stem: str = "") -> Iterator[str]:
    """Where a value is not as declared: a name that is missing or that nobody declared, or another type."""
    origin, inside = get_origin(type_), get_args(type_)
    if is_typeddict(type_) and not isinstance(value, Mapping):
        yield f"{stem} is {value!r}"
    elif is_typeddict(type_):
        known = {name.key: name for name in declared_names(type_)}
        yield from (f"{stem}.{key} is not declared" for key in value if key not in known)
        yield from (f"{stem}.{key} is missing" for key, name in known.items() if name.required and key not in value)
        for key in value.keys() & known.keys():
            yield from differences(value[key], known[key].type, f"{stem}.{key}")
    elif origin is list:
        assert isinstance(value, list), stem
        for item in value:
            yield from differences(item, inside[0], f"{stem}[]")
    elif origin is dict:
        for item in value.values():
            yield from differences(item, inside[1], f"{stem}.*")
    elif origin is Literal:
        yield from () if value in inside else [f"{stem} is {value!r}"]
    elif inside and origin is not Mapping:  # one of several types
        every = [list(differences(value, one, stem)) for one in inside if one is not type(None) or value is None]
        yield from [] if [] in every else every[0]
    elif isinstance(type_, type) and not isinstance(value, (int, float) if type_ is float else type_):
        yield f"{stem} is of {type(value).__name__}"


@cache
def sample() -> Dataset:
    return loaded({})


@cache
def with_returns() -> Dataset:
    from dataclasses import replace

    (name,) = sample().dispatches
    return replace(sample(), returned={name: CAME})


def made(dataset: Dataset, dispatch: str, maker: str, **values: Any) -> Mapping[str, Any]:
    facts = {**dispatch_facts(dataset, dispatch, "corrected"), **values}
    return content_of(ContentContext(dataset, dispatch, "corrected", facts, values, []), maker)


def records() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every maker of the sample, and of all kinds, with one record."""
    dataset = with_returns()
    for of in (dataset, making.built()[0]):
        for name, dispatch in of.dispatches.items():
            wanted = [Selection(dispatches=[name]), Selection(dispatches=[name], edition="as-issued")]
            for selection in wanted[: 2 if dispatch.errata else 1]:
                planned = plan(of, selection)
                seen = set()
                for entry in planned.for_dispatch(name).entries():
                    maker = entry.document.content
                    if maker in CONTENTS and entry.document.id not in seen and entry.document.templates:
                        seen.add(entry.document.id)
                        yield from ((maker, job.content) for job in entry.jobs() if job.format == "xlsx" or job.judged)
                        yield maker, next(iter(entry.jobs())).content
                assert planned.for_dispatch(name).problems == []
    (name,) = dataset.dispatches
    table = TableSpec.model_validate({"id": "ds", "of": "districts", "total": "Cộng", "chart": "bars"})
    with_table = dataset.with_dispatch(name, tables=(table,))
    yield "table", made(with_table, name, "table", table={"id": "ds"})


def test_every_content_is_as_it_is_declared() -> None:
    makers = set()
    for maker, content in records():
        assert list(differences(content, declared(maker), maker)) == []
        makers.add(maker)
    assert makers == set(CONTENTS)


def test_facts_and_covers_are_as_they_are_declared() -> None:
    dataset = with_returns()
    (name,) = dataset.dispatches
    facts = dispatch_facts(dataset, name, "corrected")
    known = {key: value for key, value in facts.items() if key in Facts.__annotations__}
    assert list(differences(known, Facts)) == []
    front = cover(
        ContentContext(dataset, name, "corrected", facts, {"d": facts["districts"][0]}, []), "Tập", [("a", "b")]
    )
    assert list(differences(front, PackCover)) == []


def test_the_first_screen_and_the_index_are_as_they_are_declared() -> None:
    from congvan.documents.returned.dashboard_panel import returned_panel

    dataset = with_returns()
    (name,) = dataset.dispatches
    planned = plan(dataset, Selection())
    made = page.job(planned, name, lambda _e, path: (path, ""), lambda: iter(()), returned_panel(dataset, name))
    assert list(differences(made.content, Screen)) == []
    screens = [(made.path, made.record)]
    assert list(differences(index.job(planned, screens).content, Index)) == []


def test_a_name_for_workbooks_alone_is_in_no_other_content() -> None:
    content = {"title": "A", "form": {"nil": "B"}}
    assert for_format(content, "form", "xlsx") == content
    assert for_format(content, "form", "pdf") == {"title": "A"}
    assert for_format(content, "envelope", "pdf") == for_format(content, None, "pdf") == content


def test_a_difference_is_told() -> None:
    content = {"title": "", "lang": "", "author": "", "form_id": "", "heading": [1], "lines": [], "items": [{}], "x": 1}
    assert sorted(differences(content, PackCover)) == [
        ".heading[] is of int", ".items[].copies is missing", ".items[].name is missing", ".items[].note is missing",
        ".receiver is missing", ".x is not declared",
    ]  # fmt: skip  # a table: what belongs together on a line


def test_a_name_of_which_nothing_is_said_is_refused() -> None:
    class Silent(TypedDict):
        name: Annotated[str, "no words"]

    with pytest.raises(TypeError, match="name"):
        declared_names(Silent)


def test_the_page_says_what_is_declared() -> None:
    text = template_names.PAGE.read_text("utf-8")
    assert template_names.page(text) == text, "make template-names"
    assert "| `head.number` | số, ký hiệu (ô 3) |\n" in text
    assert text.count(template_names.BEGIN) == text.count(template_names.END) == 1
