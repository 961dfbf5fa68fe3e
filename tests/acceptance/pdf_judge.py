"""Judge PDF files by an outside validator of PDF/A and PDF/UA (page-validation), stricter than veraPDF in places."""

from __future__ import annotations

TAGGED = ("PDF_A_2A", "PDF_UA_1")
UNTAGGED = ("PDF_A_2U",)


def pdf_faults(data: bytes, *profiles: str) -> list[str]:
    """The faults of a file against what it claims, or other profiles, each with the judge's rule."""
    import page

    faults = []
    for profile in profiles or (TAGGED if b"<pdfuaid:part>" in data else UNTAGGED):
        report = page.validate_pdf_bytes(data, profile=getattr(page.ValidationProfile, profile))
        found = [f"{profile} {each.rule_id} {each.message}" for each in report.failures]
        faults += found if found or report.is_compliant else [f"{profile}: not compliant, without a reason"]
    return faults
