"""Types of the return facts: plain values that `returns` passes to documents and to the dashboard.

Districts, enterprises and forms are ids of the data; days are `2020-08-21`; a cell is `Sheet!B7`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from congvan.messages import Message


class NamedBody(TypedDict):
    """A district or an enterprise, with its name at the start of a line."""

    id: str
    name: str


class IncompleteReason(TypedDict):
    """Why a form is incomplete: people-few, lead-missing, rows-to-ask or to-be-typed; with the number concerned."""

    code: str
    count: int


class AskedRow(TypedDict):
    """A row with open issues."""

    cell: str
    codes: list[str]  # message codes of the issues
    said: dict[str, str]  # the text of the cell in question, by code
    why: list[Message]
    words: str  # the person named in the row


class RosterCell(TypedDict):
    """The roster of one enterprise for one district."""

    district: str
    enterprise: str
    state: str  # missing, incomplete, complete, not-owed
    people: int
    leads: int
    owed: int  # number of people the enterprise must name
    reasons: list[IncompleteReason]
    to_ask: list[AskedRow]
    findings: list[dict[str, Any]]  # problems of the file itself
    file: str
    received: str  # ISO 8601; "" if unknown
    late: bool


class ReportState(TypedDict):
    """An enterprise's report of one day."""

    id: str
    state: str  # in-time, late, unknown, missing, not-owed


class ReportDay(TypedDict):
    """A day on which reports are owed or were received."""

    day: str
    enterprises: list[ReportState]


class ReportQuestion(TypedDict):
    """A row of a daily report with open issues."""

    enterprise: str
    day: str
    cell: str
    why: list[Message]
    codes: list[str]


class EvidenceFile(TypedDict):
    """A scan or photograph, with whether it has been typed into a form."""

    file: str
    enterprise: str
    district: str
    received: str
    state: str  # to-be-typed, typed
    typed_as: str  # the form it was typed into


class RefusedFile(TypedDict):
    """A file that could not be accepted, and why."""

    file: str
    codes: list[str]


class DuplicatePerson(TypedDict):
    """Two rows that name the same person, or two people with the same phone number."""

    code: str
    name: str
    first_name: str
    phone: str
    first: str  # file and cell
    second: str
    enterprise: str
    district: str
    first_enterprise: str
    first_district: str


class DispatchStatus(TypedDict):
    """Status of a dispatch: who has answered, districts × enterprises; independent of the current time."""

    districts: list[NamedBody]
    enterprises: list[NamedBody]
    cells: list[RosterCell]
    counts: dict[str, int]  # cells by state
    people: int
    leads: int
    deadline: str  # the day by which rosters are due; "" for none
    reports: list[ReportDay]
    report_questions: list[ReportQuestion]
    evidence: list[EvidenceFile]
    refused: list[RefusedFile]
    doubles: list[DuplicatePerson]
    anything: bool  # whether anything was received


class RosterPerson(TypedDict):
    """A person named on a roster."""

    name: str
    title: str
    phone: str
    enterprise: str
    enterprise_name: str
    district: str
    district_name: str
    lead: bool


class DailyReport(TypedDict):
    """A received daily report."""

    enterprise: str
    day: str
    by: str
    state: str  # in-time, late, unknown
    figures: dict[str, dict[str, str]]  # by district ("" for all together) and field


class RegisterEntry(TypedDict):
    """A line of the incoming register."""

    number: str
    date: str
    author: str
    what: str
    file: str
    note: str  # to-be-typed, or ""


class FacilityFacts(TypedDict):
    """A health facility that gets teams."""

    id: str
    name: str
    district: str
    teams: str  # how many it needs
    address: NotRequired[str]
    days: NotRequired[list[str]]  # none: a standing team


class TeamMember(TypedDict):
    """A member of a team."""

    key: str  # unique key: digits of the phone, else body/name
    name: str
    title: str
    phone: str
    lead: bool


class Team(TypedDict):
    """A proposed team."""

    facility: str
    name: str
    address: str
    district: str
    number: int  # which of the facility's teams
    day: str  # "" for a standing team
    members: dict[str, list[TeamMember]]  # by body
    extra: list[TeamMember]
    short: dict[str, int]  # how many are missing, by body


class Proposal(TypedDict):
    """The proposed teams, and the minimum of each body per team."""

    teams: list[Team]
    wanted: dict[str, int]


class ReturnFacts(TypedDict, total=False):
    """The returned-form facts of a dispatch; {} if none."""

    picture: DispatchStatus
    people: list[RosterPerson]
    asks_lead: bool  # whether a form asks who leads
    owing: list[RosterCell]  # cells for which an enterprise still has to act
    reports: list[DailyReport]
    register: list[RegisterEntry]
    facilities: list[FacilityFacts]
    teams: Proposal | None  # None: not yet proposed
    forms: list[FormStatus]
    answers: list[AnswerFacts]
    changes: dict[str, list[FigureChange]]  # by "form/period" of the paper that notes them
    closed: dict[str, list[AnswerFacts]]  # by "form/period": the answers as the paper of that period shows them
    senders: list[SenderFacts]
    registered: list[RegisteredFile]
    waiting: list[WaitingFile]
    same: list[SameValue]
    assignments: list[AssignmentFacts]


class RowFacts(TypedDict):
    """A row of an answer that counts: its entry where rows are entries of a list, its values by column id."""

    n: int
    entry: str
    values: Mapping[str, str | int | float]


class AnswerFacts(TypedDict):
    """An answer that counts, or the part of one that answers for these keys."""

    form: str
    period: str
    keys: dict[str, str]
    sections: dict[str, list[RowFacts]]
    nil: bool


class Reason(TypedDict):
    """Why an answer is not complete: code, the number concerned, and what it is about in the words of the form."""

    code: str
    count: int
    text: str


class Question(TypedDict):
    """A row with open questions: its place, what they are about, what the row is known by."""

    cell: str
    codes: list[str]
    said: dict[str, str]  # the text of the cell in question, by code
    columns: dict[str, str]  # the label of the column in question, by code
    why: list[Message]
    words: str
    mask: bool  # whether the words are personal


class Standing(TypedDict):
    """How one obligation stands: a form, its keys and period, and what came for it.

    state     missing, incomplete, asked, complete, nil; not-owed where something came that nobody owed
    rows      rows that count, by section; `owed`: how many at least
    late      in-time, late, unknown, or "" where nothing is due or came
    changed   cells that changed after the figures were closed; `after_close`: it came after that
    """

    form: str
    period: str
    keys: dict[str, str]
    sender: str
    state: str
    rows: dict[str, int]
    owed: int
    reasons: list[Reason]
    questions: list[Question]
    findings: list[dict[str, Any]]
    file: str
    how: str
    received: str
    late: str
    due: str
    after_close: bool
    notes: list[Reason]


class SenderFacts(TypedDict):
    """A body that owes answers, and the phone to call."""

    id: str
    name: str
    phone: str
    list: str
    entry: str


class DimensionFacts(TypedDict):
    """A dimension of a form: its name, the list, what the list and one entry are called, and its entries.

    `above`: the heading of the first entry that an entry refers to, by its id: the commune of a village.
    """

    name: str
    list: str
    label: str
    one: str
    entries: list[NamedBody]
    above: dict[str, str]


class PeriodFacts(TypedDict):
    """A period: id, name, days, when due, and the day on which its figures were closed."""

    id: str
    name: str
    first: str
    last: str
    due: str
    closed: str


class FormStatus(TypedDict):
    """How a form stands: its dimensions, its periods, and each obligation."""

    form: str
    ref: str
    title: str
    name: str
    version: int
    per: list[DimensionFacts]
    periods: list[PeriodFacts]
    due: str
    standings: list[Standing]


class FigureChange(TypedDict):
    """A figure that changed after it was closed: where, and from what to what."""

    form: str
    period: str
    keys: dict[str, str]
    section: str
    entry: str
    n: int
    column: str
    before: str
    after: str


class RegisteredFile(TypedDict):
    """A line of the incoming register."""

    number: str
    date: str
    sender: str
    what: str
    file: str
    note: str  # to-be-typed, or ""


class WaitingFile(TypedDict):
    """A scan, photograph or letter, with whether it was entered into a form."""

    file: str
    form: str
    keys: dict[str, str]
    period: str
    received: str
    state: str  # to-be-typed, typed
    typed_as: str


class SameValue(TypedDict):
    """A value that stands on two answers though it is unique, or one person on two lists."""

    code: str
    column: str
    words: str
    first: str
    second: str
    first_words: str


class Assigned(TypedDict):
    """A person on a post, or a blank line for one who is lacking (no `row`).

    `form`, `by`: where the person comes from; `keys`: those of the answer that names the person.
    """

    post: str
    number: int
    day: str
    form: str
    by: str
    key: str
    keys: dict[str, str]
    section: str
    row: RowFacts | None


class AssignmentFacts(TypedDict):
    """A proposal: lines in the order of the posts."""

    id: str
    lines: list[Assigned]
