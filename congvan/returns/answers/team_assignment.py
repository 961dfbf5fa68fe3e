"""A proposal of teams for the health facilities of a dispatch: who goes where, under the minimums of the letter.

A mixed-integer programme for each district (SciPy's HiGHS): places are filled as far as the people named allow, spread
evenly, nobody twice on a day, the clerk's fixed choices kept; what can't be filled stays a blank line and is told. The
district decides: this is a proposal (đề xuất).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.i18n import _, ngettext
from congvan.ledger.store import Event, Store
from congvan.model.dataset import Dataset
from congvan.problems import Misused, Place, Problem, Severity, Stop
from congvan.returned import Member, Proposal, Team
from congvan.returns.collect import kinds_of
from congvan.returns.forms import phone_numbers as phones
from congvan.returns.forms.people import people
from congvan.returns.forms.youth_union import UNION, union_people, union_wanted
from congvan.returns.state import State, by_dispatch
from congvan.text import nearest

SECONDS = 10.0  # for one district; the best found by then is taken
STANDING = ""  # the day of a facility that has one standing team


@dataclass(frozen=True, slots=True)
class Free:
    """Someone who can be put on a team: body is an enterprise's id or the union."""

    key: str
    name: str
    title: str
    phone: str
    body: str
    district: str
    lead: bool = False

    def plain(self) -> Member:
        return {"key": self.key, "name": self.name, "title": self.title, "phone": self.phone, "lead": self.lead}


@dataclass(frozen=True, slots=True)
class Post:
    """One team to fill: a facility, which of its teams, a day."""

    facility: str
    number: int
    day: str


def _available(dataset: Dataset, state: State, dispatch: str) -> list[Free]:
    """Everybody named, each once: by phone, else by name and body."""
    districts, names = [d.id for d in dataset.districts], [e.id for e in dataset.enterprises]
    found: dict[str, Free] = {}
    for person in people(state, dispatch, kinds_of(dataset, dispatch), districts, names):
        key = phones.digits(person.phone) or f"{person.enterprise}/{person.name}"
        found.setdefault(
            key,
            Free(key, person.name, person.title, person.phone, person.enterprise, person.district, person.row["lead"]),
        )
    for name, title, phone, district in union_people(state, dispatch):
        key = phones.digits(phone) or f"{UNION}/{name}"
        found.setdefault(key, Free(key, name, title, phone, UNION, district))
    return list(found.values())


def wanted(dataset: Dataset, dispatch: str) -> dict[str, int]:
    """How many of each body a team has at least: the union's, and each enterprise's that owes members."""
    bodies = {UNION: union_wanted(dataset, dispatch)}
    for enterprise in dataset.enterprises:
        if enterprise.owes.team_members:
            bodies[enterprise.id] = int(enterprise.owes.team_members)
    return bodies


def _choices(state: State, dispatch: str) -> dict[tuple[str, str], bool]:
    """The clerk's fixed choices that stand: (facility, person's key)."""
    chosen: dict[tuple[str, str], bool] = {}
    for event in state.fixed:
        if event.dispatch == dispatch:
            key = (event.body["facility"], event.body["person"])
            chosen[key] = event.body["fixed"]
    return {key: True for key, fixed in chosen.items() if fixed}


def decide(dataset: Dataset, store: Store, dispatch: str, fix: Sequence[str], free: Sequence[str], who: str) -> None:
    """Keep what the clerk fixed or freed; Stop where it names no facility or nobody."""
    if not fix and not free:
        return
    problems = []
    with store.change() as change:
        state = by_dispatch(change.events)(dispatch)
        facilities = [facility["id"] for facility in state.facilities]
        available = {person.key: person for person in _available(dataset, state, dispatch)}
        for text, fixed in [*((item, True) for item in fix), *((item, False) for item in free)]:
            facility, _equals, person = text.partition("=")
            key = phones.digits(person)
            if facility not in facilities:
                near = nearest(facility, facilities)
                hint = _("did you mean “{found}”?").format(found=near) if near else ", ".join(facilities[:20])
                problems.append(
                    Problem("facility-unknown", _("no facility is called “{id}”").format(id=facility), hint=hint)
                )
            elif fixed and key not in available:
                message = _("nobody named so far has the phone {phone}").format(phone=person)
                problems.append(
                    Problem("phone-unknown", message, hint=_("write FACILITY=PHONE of someone on a roster"))
                )
            elif _choices(state, dispatch).get((facility, key), False) != fixed:
                change.add(
                    Event(
                        "fixed",
                        f"{facility}/{key}"[:200],
                        {"facility": facility, "person": key, "fixed": fixed},
                        dispatch,
                        "",
                        who,
                    )
                )
        if problems:
            raise Misused(problems)


def propose(dataset: Dataset, store: Store, dispatch: str, who: str) -> tuple[Proposal, list[Problem]]:
    """Work out the proposal, keep it, and tell what is short."""
    with store.change() as change:
        state = by_dispatch(change.events)(dispatch)
        if not state.facilities:
            message = _("the list of health facilities has not come yet")
            raise Stop(Problem("facilities-none", message, Place(), _("take it in with: import facilities FILE")))
        proposal, problems = work_out(dataset, state, dispatch)
        before = [event for event in change.events if event.kind == "teams" and event.dispatch == dispatch]
        if not before or before[-1].body != proposal:
            change.add(Event("teams", dispatch, dict(proposal), dispatch, "", who))
    return proposal, problems


def work_out(dataset: Dataset, state: State, dispatch: str) -> tuple[Proposal, list[Problem]]:
    """The proposal from what is known: teams with members by body, and what is short; pure."""
    bodies = wanted(dataset, dispatch)
    chosen = _choices(state, dispatch)
    available = _available(dataset, state, dispatch)
    teams: list[Team] = []
    problems: list[Problem] = []
    for district in dataset.districts:
        facilities = [f for f in state.facilities if f["district"] == district.id]
        posts = [
            Post(facility["id"], number, day)
            for facility in facilities
            for day in facility.get("days") or [STANDING]
            for number in range(1, int(facility.get("teams", 1)) + 1)
        ]
        here = [
            person
            for person in available
            if person.district == district.id
            or any(k[1] == person.key and k[0] in {f["id"] for f in facilities} for k in chosen)
        ]
        placed, unmet = _solve(posts, here, bodies, chosen)
        problems += [_clash(choice, district.heading_name) for choice in unmet]
        names = {facility["id"]: facility for facility in facilities}
        for post in posts:
            members = {body: [p.plain() for p in placed[post] if p.body == body] for body in bodies}
            extra = [p.plain() for p in placed[post] if p.body not in bodies]
            short = {body: need - len(members[body]) for body, need in bodies.items() if need > len(members[body])}
            facility = names[post.facility]
            teams.append(
                {
                    "facility": post.facility,
                    "name": facility["name"],
                    "address": facility.get("address", ""),
                    "district": district.id,
                    "number": post.number,
                    "day": post.day,
                    "members": members,
                    "extra": extra,
                    "short": short,
                }
            )
        problems += _short(teams, district, bodies, dataset)
    return {"teams": teams, "wanted": bodies}, problems


def _short(teams: list[Team], district: Any, bodies: Mapping[str, int], dataset: Dataset) -> list[Problem]:
    names = {enterprise.id: enterprise.name for enterprise in dataset.enterprises} | {UNION: "Huyện đoàn"}
    found = []
    for body in bodies:
        missing = sum(team["short"].get(body, 0) for team in teams if team["district"] == district.id)
        if missing:
            message = ngettext(
                "{district}: {count} more person of {body} is needed for the teams",
                "{district}: {count} more people of {body} are needed for the teams",
                missing,
            ).format(district=district.heading_name, count=missing, body=names[body])
            found.append(Problem("teams-short", message, Place(), _("their lines stay blank"), Severity.WARNING))
    return found


def _clash(choice: tuple[str, str], district: str) -> Problem:
    message = _("{district}: the choice {facility} = {person} can't be kept beside the others").format(
        district=district, facility=choice[0], person=choice[1]
    )
    return Problem(
        "teams-choice", message, Place(), _("nobody can be on two teams on one day; free one of them"), Severity.WARNING
    )


def _solve(
    posts: Sequence[Post], people_: Sequence[Free], bodies: Mapping[str, int], chosen: Mapping[tuple[str, str], bool]
) -> tuple[dict[Post, list[Free]], list[tuple[str, str]]]:
    """Who is on which team: fill the most places, fixed choices first, the load of each person and team even."""
    placed: dict[Post, list[Free]] = {post: [] for post in posts}
    pairs = [
        (p, q)
        for p in range(len(posts))
        for q in range(len(people_))
        if people_[q].body in bodies or (posts[p].facility, people_[q].key) in chosen
    ]
    if not pairs:
        return placed, []
    values = _optimum(posts, people_, bodies, chosen, pairs)
    for (p, q), on in zip(pairs, values, strict=True):
        if on:
            placed[posts[p]].append(people_[q])
    kept = {(post.facility, person.key) for post, members in placed.items() for person in members}
    here = {post.facility for post in posts}
    return placed, [choice for choice in chosen if choice[0] in here and choice not in kept]


def _optimum(
    posts: Sequence[Post],
    people_: Sequence[Free],
    bodies: Mapping[str, int],
    chosen: Mapping[tuple[str, str], bool],
    pairs: Sequence[tuple[int, int]],
) -> list[bool]:
    """x[p, q] = 1 where person q is on team p. Maximise kept choices, then the evenly filled, then the filled places.

    For each team and body a variable for its worst shortfall pulls places to the teams that lack most; people of a body
    beyond its minimum stay free as reserves. Ties go to the order of posts and people, so that runs agree.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    count, names = len(pairs), list(bodies)
    worst = count  # one more variable for each body: the largest shortfall of any team
    size = count + len(names)
    cost = np.zeros(size)
    rows: list[int] = []
    cols: list[int] = []
    data: list[float] = []
    low: list[float] = []
    high: list[float] = []

    def constraint(terms: Sequence[tuple[int, float]], least: float, most: float) -> None:
        for column, factor in terms:
            rows.append(len(low))
            cols.append(column)
            data.append(factor)
        low.append(least)
        high.append(most)

    by_day: dict[tuple[int, str], list[int]] = {}
    by_team: dict[tuple[int, str], list[int]] = {}
    for index, (p, q) in enumerate(pairs):
        fixed = (posts[p].facility, people_[q].key) in chosen
        cost[index] = -1000.0 if fixed else -1.0 + 1e-5 * (index % 997) / 997
        days = [posts[p].day] if posts[p].day != STANDING else sorted({post.day for post in posts} | {STANDING})
        for day in days:
            by_day.setdefault((q, day), []).append(index)
        by_team.setdefault((p, people_[q].body), []).append(index)
    for indices in by_day.values():
        if len(indices) > 1:
            constraint([(index, 1.0) for index in indices], 0, 1)
    for (p, body), indices in by_team.items():
        need = bodies.get(body, 0)
        fixed_here = sum((posts[p].facility, people_[pairs[i][1]].key) in chosen for i in indices)
        constraint([(index, 1.0) for index in indices], 0, max(need, fixed_here))
    for number, body in enumerate(names):
        cost[worst + number] = 0.5 * len(posts)
        for p in range(len(posts)):
            constraint(
                [*((index, 1.0) for index in by_team.get((p, body), ())), (worst + number, 1.0)], bodies[body], np.inf
            )
    matrix = coo_array((data, (rows, cols)), shape=(len(low), size)).tocsr()
    upper = np.ones(size)
    upper[worst:] = max(bodies.values(), default=0)
    result = milp(
        cost,
        constraints=LinearConstraint(matrix, np.array(low), np.array(high)),
        integrality=np.concatenate([np.ones(count), np.zeros(len(names))]),
        bounds=Bounds(np.zeros(size), upper),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return [False] * count
    return [bool(value > 0.5) for value in result.x[:count]]
