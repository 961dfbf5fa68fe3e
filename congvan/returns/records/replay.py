"""Answers with all that was done to them, worked out again when what they rest on changes.

A file may be read again, and differently, after the office has corrected it; a call rests on the file that it corrects,
which may be withdrawn, corrected or given to another sheet later. In both cases what was done since is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from congvan.returns.records.answers import Answer
from congvan.returns.records.correct import Computed, told
from congvan.returns.records.identity import AnswerId

Act = Callable[[Answer], Answer]
"""Function: an answer → the answer after an act of the office."""


@dataclass(slots=True)
class _Story:
    """What is known of one file, or of the calls about one sheet, in order.

    `moved`: what calls answer since, the last is what counts; `computed`: the columns that nobody is asked for.
    """

    steps: list[Answer | Act] = field(default_factory=list)
    is_call: bool = False
    moved: list[AnswerId] = field(default_factory=list)
    computed: Computed = frozenset()


class AnswerReplay:
    """Keeps `answers`, by subject, up to date with what comes and what is done."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self._answers = answers
        self._stories: dict[str, _Story] = {}
        self._same: dict[AnswerId, dict[str, None]] = {}
        self._calls: dict[AnswerId, dict[str, None]] = {}

    def read(self, answer: Answer) -> None:
        """Take a file as it was read: in place of its earlier reading, with all that was done to it since."""
        before = self._answers.get(answer.subject)
        story = self._stories.setdefault(answer.subject, _Story())
        if before is not None:
            received = answer.received or before.received
            answer = replace(answer, order=before.order, received=received, since=before.since or answer.since)
        story.steps = [answer, *(step for step in story.steps if not isinstance(step, Answer))]
        self._work_out(answer.subject, before)

    def call(self, call: Answer, computed: Computed = frozenset()) -> None:
        """Take a call: it corrects the file that counts, or what was reported before."""
        subject = call.subject
        while (known := self._answers.get(subject)) is not None and known.id != call.id:
            subject = f"{subject}+"  # what was reported before was given to another sheet
        story = self._stories.setdefault(subject, _Story(is_call=True))
        story.steps.append(replace(call, subject=subject))
        story.computed = computed
        self._work_out(subject, self._answers.get(subject))

    def act(self, subject: str, act: Act) -> None:
        """Do something to an answer; nothing where there is none."""
        if (before := self._answers.get(subject)) is not None:
            self._stories[subject].steps.append(act)
            self._work_out(subject, before)

    def take_back(self, subject: str, act: Act) -> None:
        """Take an act back, as if it had not been done."""
        story = self._stories[subject]
        story.steps = [step for step in story.steps if step is not act]
        if (before := self._answers.get(subject)) is not None:
            self._work_out(subject, before)

    def move(self, subject: str, identity: AnswerId) -> Act:
        """Give an answer to another sheet; return the act by which that was done."""

        def act(answer: Answer) -> Answer:
            return replace(answer, id=identity)

        if subject in self._answers and self._stories[subject].is_call:
            self._stories[subject].moved.append(identity)
        self.act(subject, act)
        return act

    def move_back(self, subject: str, act: Act) -> None:
        """Take back that an answer was given to another sheet, the last time."""
        if subject in self._stories:
            del self._stories[subject].moved[-1:]
            self.take_back(subject, act)

    def forget(self, subject: str) -> None:
        """Drop a file that is refused now; what was done to it is done again should it be accepted later."""
        if (before := self._answers.pop(subject, None)) is not None:
            self._work_out_calls([before.id])

    def _work_out(self, subject: str, before: Answer | None) -> None:
        story = self._stories[subject]
        answer = self._worked_out(subject, story)
        self._answers[subject] = answer
        self._same.setdefault(answer.id, {})[subject] = None
        if story.is_call:
            self._calls.setdefault(answer.id, {})[subject] = None
        else:
            self._work_out_calls([answer.id, *([before.id] if before and before.id != answer.id else [])])

    def _worked_out(self, subject: str, story: _Story) -> Answer:
        answer: Answer | None = None
        for step in story.steps:
            if not isinstance(step, Answer):
                answer = step(answer) if answer is not None else None
            elif story.is_call:
                call = replace(step, id=story.moved[-1] if story.moved else step.id)
                so_far = () if answer is None else (answer,)
                answer = told(call, (*self._files_before(call, subject), *so_far), story.computed)
            else:
                answer = step
        assert answer is not None
        return answer

    def _files_before(self, call: Answer, subject: str) -> Iterator[Answer]:
        """Yield the files and other calls for the sheet of a call that came before it, as they stand now."""
        for name in self._same.get(call.id, ()):
            answer = self._answers.get(name)
            if name != subject and answer is not None and answer.id == call.id and answer.order < call.order:
                yield answer

    def _work_out_calls(self, identities: list[AnswerId]) -> None:
        for identity in identities:
            for name in list(self._calls.get(identity, ())):
                known = self._answers.get(name)
                if known is not None and known.id == identity:
                    self._answers[name] = self._worked_out(name, self._stories[name])
