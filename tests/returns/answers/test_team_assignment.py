"""Teams proposed: never more than there are, nobody twice on a day, the clerk's choices kept, shortfalls told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.returns.answers.team_assignment import Free, Post, _solve

BODIES = {"huyen-doan": 3, "vnpt": 2, "viettel": 2}
PEOPLE = st.lists(st.sampled_from([*BODIES, "buu-dien"]), max_size=14).map(
    lambda bodies: [Free(f"p{n}", f"N{n}", "", f"09{n:08}", body, "cao-loc") for n, body in enumerate(bodies)]
)
POSTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["", "2020-08-21", "2020-08-22"])), max_size=4, unique=True
).map(lambda pairs: [Post(facility, 1, day) for facility, day in pairs])


@settings(max_examples=60)
@given(posts=POSTS, people=PEOPLE, data=st.data())
def test_the_laws_of_a_proposal(posts: list[Post], people: list[Free], data: Any) -> None:
    possible = [(post.facility, person.key) for post in posts for person in people]
    chosen = dict.fromkeys(data.draw(st.lists(st.sampled_from(possible), max_size=3)), True) if possible else {}
    placed, unmet = _solve(posts, people, BODIES, chosen)
    again, _unmet = _solve(posts, people, BODIES, chosen)
    assert placed == again
    booked: Counter[tuple[str, str]] = Counter()
    for post, members in placed.items():
        for person in members:
            booked[person.key, post.day] += 1
        for body, need in BODIES.items():
            fixed = sum((post.facility, p.key) in chosen for p in members if p.body == body)
            assert sum(p.body == body for p in members) <= max(need, fixed)
    assert all(count == 1 for count in booked.values())
    standing = {key for key, day in booked if day == ""}
    assert not standing & {key for key, day in booked if day != ""}
    if len(chosen) == 1:
        assert unmet == []


def test_enough_people_fill_every_place() -> None:
    posts = [Post(name, 1, "") for name in "ab"]
    people = [Free(f"{b}{n}", "N", "", "", b, "x") for b, need in BODIES.items() for n in range(2 * need)]
    placed, _unmet = _solve(posts, people, BODIES, {})
    assert all(Counter(p.body for p in members) == BODIES for members in placed.values())


def test_few_people_are_spread_evenly() -> None:
    posts = [Post(name, 1, "") for name in "abc"]
    people = [Free(f"v{n}", "N", "", "", "vnpt", "x") for n in range(3)]
    placed, _unmet = _solve(posts, people, BODIES, {})
    assert [len(members) for members in placed.values()] == [1, 1, 1]
