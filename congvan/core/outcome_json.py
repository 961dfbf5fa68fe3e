"""An outcome as plain values: what `--format json` prints, what /api answers and what the clerk's page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from congvan.core.job import Outcome, Ways
from congvan.core.messages import shown_values
from congvan.core.privacy import mask_unless_needed
from congvan.core.problems import Problem


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain values; a place has only its known parts."""
    return {
        "command": outcome.command,
        "exit_code": int(outcome.exit_code),
        "problems": [problem_json(p) for p in sorted(outcome.problems, key=Problem.sort_key)],
        "outputs": [
            {k: v for k, v in (("path", o.path), ("status", o.status), ("why", str(o.why)), ("sha256", o.sha256)) if v}
            for o in outcome.outputs
        ],
        "counts": outcome.counts(),
        "remarks": list(map(str, outcome.remarks)),
        **({"templates": [ways_json(ways) for _name, ways in sorted(outcome.ways.items())]} if outcome.ways else {}),
        **({"where": outcome.where} if outcome.where else {}),
        **outcome.data,
    }


def ways_json(ways: Ways) -> dict[str, Any]:
    every = ("filled", "rendered", "laid out", "by docxtpl")
    counts = {way.replace(" ", "_"): ways.counts.get(way, 0) for way in every}
    return {"template": ways.template, **counts, "why": [problem_json(problem) for problem in ways.why]}


def problem_json(problem: Problem) -> dict[str, Any]:
    place, values = problem.place, shown_values(problem.message)
    known: Iterable[tuple[str, Any]] = (
        ("code", problem.code),
        ("severity", str(problem.severity)),
        ("message", mask_unless_needed(problem, problem.text)),
        ("values", {name: mask_unless_needed(problem, v) if isinstance(v, str) else v for name, v in values.items()}),
        ("hint", mask_unless_needed(problem, problem.hint)),
        *((name, _plain(value)) for name, value in place._asdict().items()),
        ("record", str(problem.record)),
        ("also", [str(other) for other in problem.also]),
    )
    return {name: value for name, value in known if value or name in ("code", "severity", "message", "hint")}


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
