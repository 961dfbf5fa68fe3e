"""The profile of sRGB is WeasyPrint's own, by the name that Pillow reads in it."""

from __future__ import annotations

import io
from importlib.resources import files

from congvan.formats.pdf.patches.colour_profile import ColourProfile, device_model
from congvan.formats.pdf.weasy import weasyprint

PROFILE = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def test_the_profile_has_the_name_that_pillow_reads() -> None:
    from PIL.ImageCms import ImageCmsProfile

    assert ImageCmsProfile(io.BytesIO(PROFILE)).profile.model == device_model(PROFILE) != ""


def test_a_profile_without_a_model_has_no_name() -> None:
    assert device_model(PROFILE.replace(b"dmdd", b"none", 1)) == ""
    assert device_model(PROFILE.replace(b"desc\0\0\0\0\0\0\0.IEC", b"mluc\0\0\0\0\0\0\0.IEC", 1)) == ""


def test_a_file_holds_the_profile_as_it_is() -> None:
    assert weasyprint().pdf.ColorProfile is ColourProfile
    data = weasyprint().HTML(string="<p>Một").write_pdf(pdf_variant="pdf/a-2u", uncompressed_pdf=True)
    assert PROFILE in data
    assert b"IEC 61966-2-1 Default RGB Colour Space - sRGB" in data
