"""WeasyPrint imported quickly is WeasyPrint, and what it leaves as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[4]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsbHT2AAAAABJRU5ErkJggg=="


def printed(program: str) -> list[str]:
    """Return the lines that a program prints in a process of its own."""
    run = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


QUICK = """
import sys
from congvan.formats.pdf.engine import quick_import
module = quick_import.weasyprint()
"""


def test_what_the_import_changes_it_changes_back() -> None:
    program = (
        "import cffi, ctypes.util\n"
        "before = cffi.FFI, ctypes.util.find_library\n"
        + QUICK
        + "print(before == (cffi.FFI, ctypes.util.find_library))"
    )
    assert printed(program) == ["True"]


def test_what_a_document_needs_beside_is_imported_then() -> None:
    names = ("PIL", "pyphen", "tinyhtml5", "fontTools", "ssl", "email", "weasyprint.svg", "weasyprint.layout.grid")
    needed = f"print(*(n for n in {names} if n in sys.modules))\n"
    picture = f"""
import base64
class OnePicture(module.urls.URLFetcher):
    def fetch(self, url, headers=None):
        return module.urls.URLFetcherResponse(url, base64.b64decode('{PNG}'), {{'Content-Type': 'image/png'}})
page = '<p lang=en style="hyphens: auto; width: 1em">hyphenation<img src=asset:a.png>'
print(len(module.HTML(string=page, url_fetcher=OnePicture()).render().pages))
import PIL.ImageFile
from weasyprint import images
print(images.Image is PIL.Image, PIL.ImageFile.LOAD_TRUNCATED_IMAGES)
"""
    boxes = """
from weasyprint.layout import block, grid
page = ''.join(f'<div style="display: {kind}"><p>Một</div>' for kind in ('grid', 'flex'))
pages = module.HTML(string=page + '<svg width=9 height=9></svg>').render().pages
print(len(pages), block.grid_layout is grid.grid_layout)
columns = module.HTML(string='<div style="columns: 2; height: 3em"><p>Một<p>Hai').render()
print(block.columns_layout.__module__, len(columns.pages))
"""
    error = """
from weasyprint.pdf import fonts
try:
    fonts.TTFont('/dev/null')
except fonts.TTLibError as error:
    print(type(error).__name__)
"""
    assert printed(QUICK + needed + picture + boxes + error) == [
        "",
        "1",
        "True True",
        "1 True",
        "weasyprint.layout.column 1",
        "TTLibError",
    ]


def test_another_program_opens_addresses() -> None:
    program = f"""
import urllib.request
fetcher = module.urls.URLFetcher()
print(isinstance(fetcher, urllib.request.OpenerDirector), module.urls.URLFetcher.__bases__)
print(len(fetcher('data:image/png;base64,{PNG}').read()), len(fetcher.open(urllib.request.Request('data:,abc')).read()))
print(len(module.urls.URLFetcherResponse('asset:a', b'').headers), module.urls.path2url('/a'))
"""
    assert printed(QUICK + program) == ["True (<class 'urllib.request.OpenerDirector'>,)", "67 3", "0 file:///a"]


def test_pangos_code_stays_in_memory_while_python_closes_its_libraries() -> None:
    """Else a thread of Pango's that still runs while a process ends finds nothing there, and the process crashes."""
    closing = """
from pathlib import Path
from weasyprint.text import ffi
ffi.ffi.dlclose(ffi.pangoft2)
print("libpangoft2" in Path("/proc/self/maps").read_text())
"""
    assert printed(QUICK + closing) == ["True"]


def test_no_process_is_started_to_find_a_library() -> None:
    program = f"import subprocess\nsubprocess.Popen = None\n{QUICK}"
    assert printed(program + "print(len(module.HTML(string='<p>Một').render().pages))") == ["1"]
