"""What came back for a dispatch, as the returns hand it to documents and to the first screen: plain values.

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
    """Why a form is not complete: people-few, lead-missing, rows-to-ask, to-be-typed; and of how many that holds."""

    code: str
    count: int


class AskedRow(TypedDict):
    """A row that must be asked about."""

    cell: str
    codes: list[str]  # what is to be asked
    said: dict[str, str]  # what was written, by code
    why: list[Message]
    words: str  # whom the row names


class RosterCell(TypedDict):
    """What a district has of an enterprise."""

    district: str
    enterprise: str
    state: str  # missing, incomplete, complete, not-owed
    people: int
    leads: int
    owed: int  # people that the enterprise must name
    reasons: list[IncompleteReason]
    to_ask: list[AskedRow]
    findings: list[dict[str, Any]]  # what is wrong with the whole file
    file: str
    received: str  # time in ISO 8601; "" for nothing
    late: bool


class ReportState(TypedDict):
    """An enterprise's report of one day."""

    id: str
    state: str  # in-time, late, unknown, missing, not-owed


class ReportDay(TypedDict):
    """A day on which reports are owed or came."""

    day: str
    enterprises: list[ReportState]


class ReportQuestion(TypedDict):
    """A row of a daily report that must be asked about."""

    enterprise: str
    day: str
    cell: str
    why: list[Message]
    codes: list[str]


class EvidenceFile(TypedDict):
    """A scan or photograph that waits to be typed, or was."""

    file: str
    enterprise: str
    district: str
    received: str
    state: str  # to-be-typed, typed
    typed_as: str  # the file that was typed


class RefusedFile(TypedDict):
    """A file that could not be taken in, and why."""

    file: str
    codes: list[str]


class DuplicatePerson(TypedDict):
    """Two rows that name the same person, or people with one phone."""

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
    """Who has answered: districts × enterprises, without a clock."""

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
    anything: bool  # whether anything came


class RosterPerson(TypedDict):
    """Somebody who was named on a roster."""

    name: str
    title: str
    phone: str
    enterprise: str
    enterprise_name: str
    district: str
    district_name: str
    lead: bool


class DailyReport(TypedDict):
    """A daily report that came."""

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
    """A health facility that teams are put at."""

    id: str
    name: str
    district: str
    teams: str  # how many it wants
    address: NotRequired[str]
    days: NotRequired[list[str]]  # none: a standing team


class TeamMember(TypedDict):
    """Somebody on a team."""

    key: str  # tells people apart: digits of the phone, else body/name
    name: str
    title: str
    phone: str
    lead: bool


class Team(TypedDict):
    """A team that is proposed."""

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
    """The teams that are proposed, and how many of each body a team has at least."""

    teams: list[Team]
    wanted: dict[str, int]


class ReturnFacts(TypedDict, total=False):
    """All that came back for a dispatch; nothing where nothing did."""

    picture: DispatchStatus
    people: list[RosterPerson]
    asks_lead: bool  # whether a form asks who leads
    owing: list[RosterCell]  # what an enterprise still has to do
    reports: list[DailyReport]
    register: list[RegisterEntry]
    facilities: list[FacilityFacts]
    teams: Proposal | None  # None: not yet proposed
