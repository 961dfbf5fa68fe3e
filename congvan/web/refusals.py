"""Why a request gets no page: what is refused, not there or too large, and what failed."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)
DISK_FULL = (507, "full")


class Refused(Exception):
    """A request that gets no page: the status, and why, as a variant of the message “web-refused”."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class NotThere(Refused):
    """What the address names does not exist: a dispatch, a run."""

    def __init__(self) -> None:
        super().__init__(404, "missing")


class TooLarge(Refused):
    """The body of the request is beyond the limit of its route."""

    def __init__(self) -> None:
        super().__init__(413, "large")


def status_of(error: BaseException) -> tuple[int, str]:
    """Return the status of the answer to a request that ended with this error, and why."""
    if isinstance(error, Refused):
        return error.status, error.why
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in FULL:
            return DISK_FULL
        cause = cause.__cause__ or cause.__context__
    return 500, "fault"
