"""The configuration of the machine's fonts is shared where documents have no fonts of their own, and nowhere else."""

from __future__ import annotations

from congvan.fonts import fontconfig
from congvan.formats.pdf.engine.font_configuration import SharingFontconfig, shared_configuration
from congvan.formats.pdf.engine.kept_lines import fonts_of_machine
from congvan.formats.pdf.weasy import weasyprint


def address(configuration: object) -> int:
    from weasyprint.text.ffi import ffi

    return int(ffi.cast("intptr_t", configuration))


def test_documents_without_fonts_of_their_own_share_the_configuration() -> None:
    weasyprint()
    assert address(fonts_of_machine.__wrapped__()._config) == fontconfig.configuration()


def test_a_document_with_fonts_has_a_configuration_of_its_own() -> None:
    module = weasyprint()
    assert address(module.text.fonts.FontConfiguration()._config) != fontconfig.configuration()


def test_the_library_shares_only_where_it_is_told_to() -> None:
    class Library:
        asked = 0

        def FcInitLoadConfigAndFonts(self) -> str:
            self.asked += 1
            return "a new one"

        def FcConfigGetFonts(self) -> str:
            return "fonts"

    library = Library()
    sharing = SharingFontconfig(library, hex)
    with shared_configuration():
        assert sharing.FcInitLoadConfigAndFonts() == hex(fontconfig.configuration())
    assert library.asked == 0
    assert (sharing.FcInitLoadConfigAndFonts(), library.asked) == ("a new one", 1)
    assert sharing.FcConfigGetFonts() == sharing.FcConfigGetFonts() == "fonts"
