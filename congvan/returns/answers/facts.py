"""Returned forms as plain facts for documents: people, missing answers, reports, teams, the incoming register."""

from __future__ import annotations

from pathlib import Path

from congvan.ledger.store import Store
from congvan.model.dataset import Dataset
from congvan.model.returned_forms import LEAD
from congvan.returned import DispatchStatus, RegisterEntry, ReturnFacts, RosterCell
from congvan.returns.answers.received import Answers, answers_to
from congvan.returns.answers.status import COMPLETE, INCOMPLETE, NOT_OWED, dispatch_status
from congvan.returns.collect import TO_BE_TYPED
from congvan.returns.forms.kinds import REPORT_NAME, UNION
from congvan.returns.state import states_by_dispatch


def load_return_facts(dataset: Dataset, root: Path, database: str | None) -> dict[str, ReturnFacts]:
    """Load the return facts of every dispatch; {} without opening a database if there is none."""
    store = Store.existing(root, database)
    if store is None:
        return {}
    with store:
        state = states_by_dispatch(store.events())
    facts = {}
    for name in dataset.dispatches:
        answers = answers_to(dataset, state(name), name)
        status = dispatch_status(answers)
        facts[name] = return_facts(answers, status)
    return facts


def return_facts(answers: Answers, status: DispatchStatus) -> ReturnFacts:
    """Return the facts of one dispatch as plain values; `picture` is its status."""
    state = answers.state
    districts = {item["id"]: item["name"] for item in status["districts"]}
    enterprises = {item["id"]: item["name"] for item in status["enterprises"]}
    forms = answers.dataset.dispatches[answers.dispatch].forms
    return {
        "picture": status,
        "people": [
            {
                "name": person.name,
                "title": person.title,
                "phone": person.phone,
                "enterprise": person.enterprise,
                "enterprise_name": enterprises[person.enterprise],
                "district": person.district,
                "district_name": districts[person.district],
                "lead": person.row["lead"],
            }
            for person in sorted(answers.people, key=lambda p: list(districts).index(p.district))
        ],
        "asks_lead": any(column.id == LEAD for form in forms for column in form.columns),
        "owing": [cell for cell in status["cells"] if _owes(cell)],
        "reports": list(answers.reports.values()),
        "register": _register(answers),
        "facilities": state.facilities,
        "teams": state.teams.get(answers.dispatch),
    }


def _owes(cell: RosterCell) -> bool:
    """Whether the enterprise still has to act; a scan waiting to be typed is the office's task."""
    if cell["state"] == INCOMPLETE and all(reason["code"] == "to-be-typed" for reason in cell["reasons"]):
        return False
    return bool(cell["state"] not in (COMPLETE, NOT_OWED) or cell["to_ask"])


def _register(answers: Answers) -> list[RegisterEntry]:
    """Return the incoming register (Appendix IV, VI): files that have a number, in order."""
    dataset, state, dispatch = answers.dataset, answers.state, answers.dispatch
    enterprises = {enterprise.id: enterprise.name for enterprise in dataset.enterprises}
    districts = {district.id: district.heading_name for district in dataset.districts}
    rows: list[RegisterEntry] = []
    for sha256, registration in sorted(state.register.items(), key=lambda item: item[1]["number"]):
        answer, scan = state.answers.get(sha256), state.evidence.get(sha256)
        body = answer.body if answer else scan.body if scan else None
        if body is None or (answer.dispatch if answer else dispatch) != dispatch:
            continue
        form = body.get("form", "")
        forms = {form.id: form.name for form in dataset.dispatches[dispatch].forms}
        what = forms.get(form, REPORT_NAME if body.get("day") else "Danh sách" if form == UNION else "Bản chụp")
        rows.append(
            {
                "number": str(registration["number"]),
                "date": registration["date"],
                "author": enterprises.get(body["enterprise"], "Huyện đoàn" if body["enterprise"] == UNION else ""),
                "what": " ".join(filter(None, [what, districts.get(body["district"], ""), body.get("day", "")])),
                "file": body["file"],
                "note": "" if answer or sha256 in state.typed else TO_BE_TYPED,
            }
        )
    return rows
