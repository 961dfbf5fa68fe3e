"""Every PDF of the sample but the signs passes what it claims: PDF/A-2a and PDF/UA-1, packs PDF/A-2u.

Those of the kinds: kinds/test_kinds.py.
"""

from __future__ import annotations

import pytest

from congvan.formats.pdf.objects import PdfObject, deflated_stream
from congvan.job import Job
from congvan.model.loader import load
from congvan.plan.planner import Selection, plan
from tests.acceptance.kinds import making
from tests.acceptance.pdf_judge import TAGGED, UNTAGGED, pdf_faults
from tests.acceptance.pdf_tree import structure_faults
from tests.acceptance.promises.line import sample, warm


def test_every_pdf_of_the_sample_passes_what_it_claims() -> None:
    planned = plan(load(sample()), Selection(formats=["pdf"]))
    jobs = [item for item in planned.expand() if isinstance(item, Job) and not item.drawn]
    assert {job.document for job in jobs} >= {"letter", "letters", "rosters", "send-list", "packs-by-enterprise"}
    made = {job.path: warm().render(job).data for job in jobs}
    assert {path: found for path, data in made.items() if (found := pdf_faults(data))} == {}
    tagged = {job.path: made[job.path] for job in jobs if not job.pack}
    assert {path: found for path, data in tagged.items() if (found := structure_faults(data))} == {}
    packs = [made[job.path] for job in jobs if job.pack]
    assert not any(b"/StructParents" in data or pdf_faults(data, *UNTAGGED) for data in packs)


def test_the_judge_sees_what_is_wrong() -> None:
    made = making.make("cong-van")["pdf"]
    assert pdf_faults(made) == pdf_faults(made, *TAGGED) == []
    assert pdf_faults(made.replace(b"pdfaid:part>2", b"pdfaid:part>3"))
    assert pdf_faults(
        made.replace(b"/StructTreeRoot", b"/StructTreeRxxt").replace(b"pdfuaid:part>1", b"pdfuaid:part>2")
    )


@pytest.mark.parametrize("stream", [b"abc\r", b"abc\n", b"abc", b"\r"])
def test_a_stream_is_as_long_as_it_says_whatever_its_last_byte(stream: bytes) -> None:
    """A reader that takes CR LF before endstream as one end of line finds the stream's own bytes."""
    written = PdfObject(7, b"/X 1", stream).serial()
    held = written.split(b"stream\n", 1)[1].rsplit(b"endstream", 1)[0]
    end = b"\r\n" if held.endswith(b"\r\n") else b"\n"
    assert held.removesuffix(end) == stream
    assert b"/Length %d>>" % len(stream) in written


def test_deflated_streams_that_end_in_a_carriage_return_occur() -> None:
    """The last byte of a deflated stream belongs to its checksum, so that any text may give one."""
    ending = [n for n in range(90_000, 100_000) if deflated_stream(1, b"", b"%d" % n).stream.endswith(b"\r")]
    assert ending
    for n in ending[:3]:
        assert deflated_stream(1, b"", b"%d" % n).serial().endswith(b"\r\r\nendstream\nendobj\n")
