"""Teams filled: as well as can be, nobody twice on a day, the clerk's choices kept, everybody's load even."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.returns.answers.staffing import STANDING, PostPlan, PostSlot
from tests.examples import examples

BODIES = {"huyen-doan": 3, "vnpt": 2, "viettel": 2}
DAYS = ["", "2020-08-21", "2020-08-22"]
PEOPLE = st.lists(st.sampled_from([*BODIES, "buu-dien"]), max_size=14).map(
    lambda bodies: [person(body, number) for number, body in enumerate(bodies)]
)
POSTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 2), st.sampled_from(DAYS)), max_size=5, unique=True
).map(lambda posts: [PostSlot(*post) for post in posts])


class Candidate(NamedTuple):
    key: str
    body: str


def person(body: str, number: int) -> Candidate:
    return Candidate(f"{body}/{number}", body)


def filled(
    posts: list[PostSlot], people: list[Candidate], bodies: dict[str, int], chosen: Any = ()
) -> tuple[PostPlan, list[bool]]:
    roster = PostPlan(posts, bodies)
    kept = [roster.keep(facility, each) for facility, each in chosen]
    roster.fill(posts, people)
    return roster, kept


@settings(max_examples=examples(100))
@given(posts=POSTS, people=PEOPLE, data=st.data())
def test_the_laws_of_a_roster(posts: list[PostSlot], people: list[Candidate], data: Any) -> None:
    possible = [(post.post, each) for post in posts for each in people]
    chosen = data.draw(st.lists(st.sampled_from(possible), max_size=3, unique=True)) if possible else []
    roster, kept = filled(posts, people, BODIES, chosen)
    assert roster.placed == filled(posts, people, BODIES, chosen)[0].placed
    booked = Counter((each.key, post.day) for post, members in roster.placed.items() for each in members)
    assert all(count == 1 for count in booked.values())
    standing = {key for key, day in booked if day == STANDING}
    assert not standing & {key for key, day in booked if day != STANDING}
    for post, members in roster.placed.items():
        for body, least in BODIES.items():
            fixed = sum((post.post, each) in chosen for each in members if each.body == body)
            assert sum(each.body == body for each in members) <= max(least, fixed)
        assert all(each.body in BODIES or (post.post, each) in chosen for each in members)
    for (facility, each), is_kept in zip(chosen, kept, strict=True):
        assert is_kept == any(each in members for post, members in roster.placed.items() if post.post == facility)
    assert all(kept[:1])


def merit(counted: dict[PostSlot, int], least: int) -> tuple[int, int]:
    """What is to be as small as can be: the largest shortfall, and the empty places."""
    short = [max(least - count, 0) for count in counted.values()]
    return max(short, default=0), sum(short)


@settings(max_examples=examples(60), deadline=None)
@given(posts=POSTS.map(lambda posts: posts[:4]), people=st.integers(0, 4), least=st.integers(0, 3), fixed=st.data())
def test_no_roster_is_better(posts: list[PostSlot], people: int, least: int, fixed: Any) -> None:
    """Against every way there is, with the clerk's choices kept as they fell."""
    crew = [person("vnpt", number) for number in range(people)]
    possible = [(post.post, each) for post in posts for each in crew]
    chosen = fixed.draw(st.lists(st.sampled_from(possible), max_size=2, unique=True)) if possible else []
    bound = PostPlan(posts, {"vnpt": least})
    for facility, each in chosen:
        bound.keep(facility, each)
    roster, _kept = filled(posts, crew, {"vnpt": least}, chosen)
    found = merit({post: len(members) for post, members in roster.placed.items()}, least)
    assert found == min(merit(counted, least) for counted in every_roster(posts, crew, bound))


def every_roster(posts: list[PostSlot], crew: list[Candidate], bound: PostPlan) -> Iterator[dict[PostSlot, int]]:
    ways = []
    for each in crew:
        kept = tuple(post for post, members in bound.placed.items() if each in members)
        ways.append([way for way in may_be_on(posts) if set(kept) <= set(way)])
    for chosen in product(*ways):
        counted = Counter(post for way in chosen for post in way)
        yield {post: counted[post] for post in posts}


def may_be_on(posts: list[PostSlot]) -> list[tuple[PostSlot, ...]]:
    """Every set of teams that one person may be on."""
    sets = [chosen for size in range(len(posts) + 1) for chosen in combinations(posts, size)]
    return [
        chosen
        for chosen in sets
        if len({post.day for post in chosen}) == len(chosen)
        and (len(chosen) < 2 or all(post.day != STANDING for post in chosen))
    ]


def test_enough_people_fill_every_place() -> None:
    posts = [PostSlot(name, 1, STANDING) for name in "ab"]
    people = [person(body, number) for body, least in BODIES.items() for number in range(2 * least)]
    roster, _kept = filled(posts, people, BODIES)
    assert all(Counter(each.body for each in members) == BODIES for members in roster.placed.values())


def test_few_people_are_spread_evenly() -> None:
    posts = [PostSlot(name, 1, STANDING) for name in "abc"]
    roster, _kept = filled(posts, [person("vnpt", number) for number in range(3)], BODIES)
    assert [len(members) for members in roster.placed.values()] == [1, 1, 1]


def test_the_load_of_people_is_even() -> None:
    posts = [PostSlot("a", 1, f"2020-08-{day}") for day in range(10, 16)]
    roster, _kept = filled(posts, [person("vnpt", number) for number in range(4)], {"vnpt": 2})
    assert set(Counter(each.key for members in roster.placed.values() for each in members).values()) == {3}


def test_thousands_of_teams_take_no_time() -> None:
    """2,000 facilities with people of 20 enterprises: a count, not a search."""
    bodies = {f"dn{number}": 2 for number in range(20)}
    posts = [PostSlot(f"f{number}", 1, DAYS[number % 3]) for number in range(2000)]
    people = [person(body, number) for body in bodies for number in range(1500)]
    roster, _kept = filled(posts, people, bodies)
    assert max(roster.short(post, body) for post in posts for body in bodies) == 1
