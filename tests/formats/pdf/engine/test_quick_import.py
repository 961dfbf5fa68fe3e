"""WeasyPrint imported quickly is WeasyPrint: its declarations, its style sheets, and what it leaves as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from congvan.formats.pdf.engine import quick_import
from tools.pango_declarations import as_text, declarations, table

HOME = Path(__file__).resolve().parents[4]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsbHT2AAAAABJRU5ErkJggg=="


def printed(program: str) -> list[str]:
    """Return the lines that a program prints in a process of its own."""
    run = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_the_table_is_of_the_declarations_of_this_weasyprint() -> None:
    made = table(declarations())
    if json.loads(quick_import.DECLARATIONS.read_bytes())["of"] != made["of"]:
        pytest.skip("the table is of another version of WeasyPrint: its declarations are parsed")
    assert quick_import.DECLARATIONS.read_text("utf-8") == as_text(made), "type: python tools/pango_declarations.py"


QUICK = """
import sys
from congvan.formats.pdf.engine import quick_import
module = quick_import.weasyprint()
"""


def test_the_import_parses_no_c() -> None:
    assert printed(QUICK + "print(*(n for n in ('pycparser.c_parser', 'fontTools.subset') if n in sys.modules))") == [
        ""
    ]


def test_libraries_are_looked_for_by_the_names_of_their_files() -> None:
    program = (
        QUICK.replace("module = quick_import.weasyprint()\n", "")
        + """
from tools.pango_declarations import declarations
ffi = quick_import._from_table(declarations())
try:
    quick_import._opened(ffi, "c", 0)
except OSError as error:
    print(error)
print(quick_import._opened(ffi, "libpango-1.0.so.0", 0) is not None)
"""
    )
    assert printed(program) == ["cannot load library 'c'", "True"]


def test_declarations_that_the_table_does_not_hold_are_parsed() -> None:
    assert quick_import._from_table("int nothing (void);") is None
    program = "from congvan.formats.pdf.engine import quick_import\nquick_import._from_table = lambda text: None\n"
    program += "import subprocess\nsubprocess.Popen = None\n"  # no process is started to find a library
    shown = "m = quick_import.weasyprint(); print(len(m.HTML(string='<p>Một').render().pages))"
    assert printed(program + shown) == ["1"]


def test_what_the_import_changes_it_changes_back() -> None:
    program = (
        "import cffi, tinycss2, mimetypes, ctypes.util\n"
        "before = cffi.FFI, tinycss2.parse_stylesheet, ctypes.util.find_library, mimetypes.inited\n"
        + QUICK
        + "print(before == (cffi.FFI, tinycss2.parse_stylesheet, ctypes.util.find_library, mimetypes.inited))"
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
from tools.pango_declarations import declarations
ffi = quick_import._from_table(declarations())
library = quick_import._opened(ffi, "libpangoft2-1.0.so.0", 0)
ffi.dlclose(library)
print("libpangoft2" in Path("/proc/self/maps").read_text())
"""
    assert printed(QUICK.replace("module = quick_import.weasyprint()\n", "") + closing) == ["True"]
