"""Types of the return facts: plain values that `returns` passes to documents and to the dashboard.

Districts, enterprises and forms are ids of the data; days are `2020-08-21`; a cell is `Sheet!B7`.
"""

from __future__ import annotations

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
