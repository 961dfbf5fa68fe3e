"""Write congvan/formats/pdf/engine/pango.json: WeasyPrint's C declarations of Pango, as cffi compiles them.

    .venv/bin/python tools/pango_declarations.py

To be run after a new version of WeasyPrint or cffi; a test says when.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.formats.pdf.engine.quick_import import DECLARATIONS

_CDEF = re.compile(r"ffi\.cdef\('''(.*?)'''\)", re.DOTALL)


def declarations() -> str:
    """Return the C declarations of the installed WeasyPrint."""
    package = find_spec("weasyprint")
    assert package is not None
    assert package.origin is not None
    found = _CDEF.findall(Path(package.origin).with_name("text").joinpath("ffi.py").read_text("utf-8"))
    assert len(found) == 1, "WeasyPrint declares Pango in another way"
    return str(found[0])


def table(text: str) -> dict[str, Any]:
    """Return the declarations as cffi compiles them, with the hash of their text."""
    from cffi import FFI, recompiler

    ffi = FFI()
    ffi.set_source("pango", None)
    ffi.cdef(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pango.py"
        recompiler.make_py_source(ffi, "pango", str(path))
        source = path.read_text("utf-8").replace("import _cffi_backend", "").replace("_cffi_backend.FFI", "taken")
    made: dict[str, Any] = {}
    exec(source, {"taken": lambda _name, **parts: made.update(parts)})
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"of": digest, **{name.removeprefix("_"): _written(value) for name, value in made.items()}}


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return [_written(each) for each in value] if isinstance(value, tuple) else value


def as_text(parts: dict[str, Any]) -> str:
    """Return the table as the file holds it."""
    return json.dumps(parts, indent=0) + "\n"


if __name__ == "__main__":
    DECLARATIONS.write_text(as_text(table(declarations())), "utf-8")
