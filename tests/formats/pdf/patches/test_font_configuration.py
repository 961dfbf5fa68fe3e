"""The configuration of the machine's fonts is shared where documents have no fonts of their own, and nowhere else."""

from __future__ import annotations

import subprocess
import sys

from congvan.core.fonts import fontconfig
from congvan.formats.pdf.patches.font_configuration import SharingFontconfig, shared_configuration
from tests.sample_project import HOME

PROGRAM = """
from congvan.core.fonts import fontconfig
from congvan.formats.pdf.engine import quick_import
from congvan.formats.pdf.patches.kept_lines import fonts_of_machine
module = quick_import.weasyprint()
own = module.text.fonts.FontConfiguration()
address = lambda fonts: int(module.text.ffi.ffi.cast("intptr_t", fonts._config))
print(address(fonts_of_machine()) == fontconfig.configuration(), address(own) == fontconfig.configuration())
"""


def test_only_documents_without_fonts_of_their_own_share_the_configuration() -> None:
    """In a process of its own: elsewhere WeasyPrint may be imported already."""
    run = subprocess.run([sys.executable, "-c", PROGRAM], cwd=HOME, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]


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
