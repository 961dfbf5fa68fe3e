"""Judge PDF files by an outside validator of PDF/A (page-validation), which is stricter than veraPDF in places."""

from __future__ import annotations


def pdf_faults(data: bytes, profile: str = "PDF_A_2U") -> list[str]:
    """The faults of a file against a profile of the judge, each with the judge's rule; none if the file passes."""
    import page

    report = page.validate_pdf_bytes(data, profile=getattr(page.ValidationProfile, profile))
    faults = [f"{each.rule_id} {each.message}" for each in report.failures]
    return faults if faults or report.is_compliant else ["not compliant, without a reason"]
