"""What the first screen lists, and under which task."""

from __future__ import annotations

from dataclasses import replace

from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.dashboard.listing import SHOWN, Listing
from congvan.pipeline.plan.planner import Selection, plan
from tests.sample_project import HOME


def test_a_large_merge_is_counted_not_listed() -> None:
    planned = plan(load(assets.read(HOME)), Selection())
    entry = next(e for e in planned.for_dispatch("bluezone-2020").entries() if e.document.id == "letters")
    listing = Listing(planned.for_dispatch("bluezone-2020").context({}), "bluezone-2020", lambda _e, _p: ("0" * 64, ""))
    for number in range(SHOWN + 50):
        receiver = {"id": str(number), "name": f"Nơi {number}"}
        listing.add(entry._replace(values={"receiver": receiver}, paths=[f"bluezone-2020/letters/{number}.pdf"]))
    block = next(task for task in listing.tasks() if task["id"] == "issue")["blocks"][0]
    assert (len(block["rows"]), block["more"], block["files"]) == (SHOWN, 50, SHOWN + 50)


def test_a_table_of_a_list_is_printed_and_one_of_what_came_back_is_not_moved() -> None:
    planned = plan(load(assets.read(HOME)), Selection())
    planning = planned.for_dispatch("bluezone-2020")
    entry, context = next(iter(planning.entries())), planning.context({})
    listed = context.dispatch.tables[0].model_copy(update={"id": "ds", "of": "xa"})
    dispatch = context.dispatch.model_copy(update={"tables": (*context.dispatch.tables, listed)})
    context = replace(context, dataset=replace(context.dataset, dispatches={context.dispatch_id: dispatch}))
    listing = Listing(context, "bluezone-2020", lambda _e, _p: ("0" * 64, ""))
    for name in (context.dispatch.tables[0].id, "ds"):
        made = {"id": name, "table": name, "content": "table", "task": "returns"}
        listing.add(entry._replace(document=entry.document.model_copy(update=made)))
    assert {task["id"]: len(task["blocks"]) for task in listing.tasks() if task["blocks"]} == {"forms": 1, "returns": 1}
