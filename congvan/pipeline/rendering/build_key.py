"""Build key of an output: a hash of its content, template, included files and fonts, and one of these and the program.

Why: the key tells whether a published file is up to date without rendering it; its first half, whether its data are,
also after the program was upgraded.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from congvan.core import libreoffice
from congvan.core.bootstrap.no_op import FONTS, program_state
from congvan.core.cache import DiskCache, library
from congvan.core.job import BY_LIBREOFFICE, Job
from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.core.templating.pictures import SUFFIXES
from congvan.formats import Template
from congvan.model.project.assets import Assets
from congvan.pipeline.rendering.batches import is_heavy
from congvan.pipeline.rendering.content_digests import ContentDigests, JobDigest
from congvan.publishing.manifest import ManifestRow

PAGE = "html"  # the format of the pages of the first screen
_ROWS = 500  # of a long list that are written at a time
_SHARED = 100  # entries of a list of facts that is hashed once for all records
_HEAD = 1024  # bytes read of a font file: the directory of up to sixty tables
LEFT_OUT = "data/check.yaml"  # rules that the office leaves out: a file is judged again where they change
EDITED = "edited"  # reason for a file changed by hand: a build stops there
PROGRAM = "program"  # of entries in the cache
LIBRARIES = (
    *("docxtpl", "jinja2", "fontpkg_be_vietnam_pro", "lxml", "openpyxl"),
    *("pikepdf", "pydyf", "segno", "uharfbuzz", "weasyprint"),
)
"""The modules of the libraries that render."""
TEMPLATES = "templates/"
_ENDS = rb"\.(?:png|jpe?g|gif|bmp)"  # as `SUFFIXES`
_ENDS_AS_PICTURE = re.compile(_ENDS + rb'"', re.IGNORECASE)
_PICTURE = re.compile(rb'"([^"\\]*' + _ENDS + rb')"', re.IGNORECASE)
_SHOWN, _SHOWN_PLAINLY = re.compile(r"\|\s*anh\b"), re.compile(r"\{\{[-+]?\s*[\w.]+\s*\|\s*anh\b")


_HALF = 32  # characters of a key that are of the data alone


def is_of_same_data(one: str, other: str) -> bool:
    """Whether two keys are of the same content, templates and fonts, made by this program or another version of it."""
    return bool(one) and one[:_HALF] == other[:_HALF]


class CompiledTemplates(Protocol):
    """Source of compiled templates."""

    def template(self, name: str, format_: str) -> Template: ...


def program_hash() -> str:
    """Hash of this package's code and tables, and of the versions of the rendering libraries.

    `starter/` is left out: what a wheel brings for `init` becomes a project's own data.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parents[2]
    for path in sorted(path for path in package.rglob("*") if path.suffix in (".py", ".json", ".toml")):
        name = path.relative_to(package).as_posix()
        if not name.startswith("starter/"):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    digest.update(_libraries().encode())
    return digest.hexdigest()


def _libraries() -> str:
    """Return the names and versions of the rendering libraries."""
    return "".join(f"{library(name) or _version(name)};" for name in LIBRARIES)


def _version(name: str) -> str:
    """Return the version of a library whose folder does not tell it."""
    import importlib.metadata

    return f"{name}={importlib.metadata.version(name)}"


def known_program_hash(cache: DiskCache) -> str:
    """Return `program_hash`, from the cache while the stat data of the package and the libraries are the same.

    Why: reading a thousand files takes longer than stamping a letter.
    """
    state = program_state()
    if not state.settled:
        return program_hash()
    key = hashlib.sha256(repr((state.lines, _libraries())).encode("utf-8", "surrogatepass")).hexdigest()
    known = cache.get(PROGRAM, key)
    if known is None:
        known = program_hash().encode()
        cache.put(PROGRAM, key, known)
        cache.trim(PROGRAM, 100 * len(known))
    return known.decode()


def fonts_hash() -> str:
    """Hash of name, size and beginning of every font file on the machine: other fonts give other pages.

    Why the beginning: it holds the table directory with a checksum of each table (OpenType, "Table Directory").
    """
    font_hashes = set()
    for folder in FONTS:
        for where, _folders, names in os.walk(os.path.expanduser(folder)):
            for name in names:
                if name.lower().endswith((".ttf", ".otf", ".ttc")):
                    font_hashes.add(_font_hash(os.path.join(where, name)))
    return hashlib.sha256(b"".join(sorted(font_hashes))).hexdigest()


def _font_hash(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        head, size = file.read(_HEAD), os.fstat(file.fileno()).st_size
    return hashlib.sha256(b"%s:%d:%s" % (os.fsencode(os.path.basename(path)), size, head)).digest()


class BuildKeys:
    """Build keys of the outputs of one run; template files are hashed once."""

    def __init__(
        self,
        files: Assets,
        templates: CompiledTemplates,
        digests: ContentDigests | None = None,
        cache: DiskCache | None = None,
        fonts: str = "",
    ) -> None:
        """`cache`: what knows the hash of the program; `fonts`: that of the fonts, where it was taken already."""
        self._files, self._templates = files, templates
        self.digests = digests or ContentDigests()
        self._program = program_hash() if cache is None else known_program_hash(cache)
        self._left_out = files.digest(LEFT_OUT) if LEFT_OUT in files else ""
        self._fonts = fonts or fonts_hash()
        self._keys: dict[str, str] = {}
        self._below = [name for name in files if name.startswith(TEMPLATES) and not name.endswith((".docx", ".xlsx"))]
        self._pictures = frozenset(name for name in self._below if name.lower().endswith(SUFFIXES))
        self._computing: dict[str, bool] = {}
        self._lists: dict[int, tuple[list[Any], bytes, frozenset[str]]] = {}  # by id, each with its hash and pictures

    @cached_property
    def _parts(self) -> str:
        """Hash of what a template of HTML may name."""
        return self._hash_of(self._below)

    @cached_property
    def _all_pictures(self) -> str:
        return self._hash_of(sorted(self._pictures))

    def _hash_of(self, names: Iterable[str]) -> str:
        return hashlib.sha256("".join(f"{name}:{self._files.digest(name)};" for name in names).encode()).hexdigest()

    def inputs(self, job: Job) -> list[str]:
        """Return the files under templates/ that a job uses; missing artwork is reported when it is drawn."""
        names = {name for name in job.artwork if name in self._files} if job.drawn else {job.template} - {""}
        if job.pack:
            names |= {part.template for part in job.pack.parts}
        names |= {part.template for part in job.counted or ()}
        return sorted(names)

    def row_of(self, job: Job) -> dict[str, Any]:
        """Return the fields of the manifest row of a job's output."""
        fields = {"document": job.document, "record": job.record, "template": job.template}
        made_by = f"{libreoffice.version()}; fonts {self._fonts[:_HALF]}" if job.format == BY_LIBREOFFICE else ""
        return {**fields, "inputs": self.inputs(job), "key": self.for_job(job), "made_by": made_by}

    def for_job(self, job: Job) -> str:
        """Return the hash of everything the job's bytes depend on."""
        if job.path not in self._keys:
            self._keys = {job.path: self._compute(job)}  # requested twice in a row, then never again
        return self._keys[job.path]

    def kept_key(self, path: str) -> str | None:
        """Return the hash for an output of which an earlier run knew what it is made of; None for others."""
        digest = self.digests.get(path)
        return None if digest is None else self._key_of(digest)

    def _compute(self, job: Job) -> str:
        digest = self._digest(job)
        if not job.bare and job.format != PAGE:  # what a template reads is its own; a page shows all other files
            self.digests.note(job.path, digest)
        return self._key_of(digest)

    def _digest(self, job: Job) -> JobDigest:
        digest = hashlib.sha256()
        pictures: set[str] = set()

        def add(content: Any) -> None:
            for written in _in_pieces(content) if is_heavy(job) else (_canonical_json(content),):
                digest.update(written)
                pictures.update(self._pictures_in(written))

        if job.pack:
            digest.update(f"pack;{job.pack.duplex};{job.pack.title};{job.pack.tagged};".encode())
            for part in job.pack.parts:  # one by one: they may be thousands
                add([part.template, part.content, part.bookmark])
        for counted in job.counted or ():
            add([counted.template, counted.content])
        if job.sheet:
            digest.update(f"sheet;{job.sheet};".encode())
        content = self._content(job)
        if job.bare:
            shared = {name: each for name, each in content.items() if isinstance(each, list) and len(each) > _SHARED}
            for name, each in shared.items():
                hashed, named = self._list_hash(each)
                digest.update(f"{name}:".encode() + hashed)
                pictures.update(named)
            content = {name: each for name, each in content.items() if name not in shared}
        add(content)
        counts = bool(job.counted)
        return JobDigest(job.format, tuple(self.inputs(job)), tuple(sorted(pictures)), digest.hexdigest(), counts)

    def _list_hash(self, facts: list[Any]) -> tuple[bytes, frozenset[str]]:
        """Return the hash of a list of facts, and the pictures that it names: the same list is in many records."""
        if id(facts) not in self._lists:
            digest, pictures = hashlib.sha256(), set[str]()
            for written in _in_pieces(facts):
                digest.update(written)
                pictures |= self._pictures_in(written)
            self._lists[id(facts)] = facts, digest.digest(), frozenset(pictures)
        return self._lists[id(facts)][1:]

    def _pictures_in(self, written: bytes) -> frozenset[str]:
        """Return the pictures below templates/ that a piece of content names."""
        if not self._pictures or not _ENDS_AS_PICTURE.search(written):
            return frozenset()
        named = {TEMPLATES + name.decode().removeprefix(TEMPLATES) for name in _PICTURE.findall(written)}
        return self._pictures & named

    def _key_of(self, made: JobDigest) -> str:
        digest = hashlib.sha256(f"{made.format};{self._left_out}".encode())
        for name in made.inputs:
            digest.update(f"{name}:{self._files.digest(name)};".encode())
            if self._pictures and self._computes_pictures(name):
                digest.update(self._all_pictures.encode())
        if made.format in ("pdf", PAGE, BY_LIBREOFFICE):
            parts = "" if all(name.lower().endswith(".docx") for name in made.inputs) else self._parts
            by_libreoffice = libreoffice.version() if made.format == BY_LIBREOFFICE else ""
            digest.update(f"{parts};{self._fonts};{by_libreoffice}".encode())
        for name in made.pictures:
            digest.update(f"{name}:{self._files.digest(name)};".encode())
        if made.counts:
            digest.update(self._fonts.encode())
        digest.update(made.content.encode())
        data = digest.hexdigest()
        return data[:_HALF] + hashlib.sha256(f"{self._program};{data}".encode()).hexdigest()[:-_HALF]

    def _computes_pictures(self, name: str) -> bool:
        """Whether a DOCX template shows pictures that no content names: it makes their names, or has one of its own."""
        if name not in self._computing:
            text = _text_of(self._files[name]) if name.lower().endswith(".docx") and name in self._files else ""
            shown = len(_SHOWN.findall(text))
            self._computing[name] = bool(shown) and (shown > len(_SHOWN_PLAINLY.findall(text)) or "set " in text)
        return self._computing[name]

    def _content(self, job: Job) -> Any:
        """Return the content; for unmodified facts only those that the template reads, so that other facts do not
        change the key.
        """
        if not job.bare:
            return job.content
        return select_values(job.content, self._templates.template(job.template, job.format).names())

    def reason(self, job: Job, row: ManifestRow | None, outputs: Path) -> str | Message:
        """Return why the output would be rebuilt; "" if it is up to date."""
        if row is None:
            return Message("stale.new")
        try:
            data = (outputs / job.path).read_bytes()
        except OSError:
            return Message("stale.missing")
        if hashlib.sha256(data).hexdigest() != row.sha256:
            return EDITED
        key = self.for_job(job)
        if row.key == key:
            return ""
        return Message("stale.program") if is_of_same_data(row.key, key) else Message("stale.changed")


def _text_of(template: bytes) -> str:
    """Return the text of all parts of a DOCX template, with its tags; "" for one that can't be read, as is reported."""
    from congvan.core.opc.reader import read_members

    try:
        members = read_members(template)
    except ProblemsFound:
        return ""
    parts = (member.content() for member in members if member.name.startswith("word/") and member.name.endswith(".xml"))
    return "\n".join(re.sub(r"<[^>]*>", "", part.decode("utf-8", "replace")) for part in parts)


def _canonical_json(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _in_pieces(content: Any) -> Iterator[bytes]:
    """Yield the same, some rows at a time: whole it takes as much memory as the content itself."""
    if isinstance(content, dict):
        for number, key in enumerate(sorted(content)):
            yield b"%s%s: " % (b", " if number else b"{", _canonical_json(key))
            yield from _in_pieces(content[key])
        yield b"}" if content else b"{}"
    elif isinstance(content, list) and content:
        if len(content) > _ROWS:
            for at in range(0, len(content), _ROWS):
                yield (b", " if at else b"[") + _canonical_json(content[at : at + _ROWS])[1:-1]
        else:
            for number, item in enumerate(content):
                yield b", " if number else b"["
                yield from _in_pieces(item)
        yield b"]"
    else:
        yield _canonical_json(content)


def select_values(content: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Return the values at the given dotted paths; a path that does not exist has the value None."""
    values: dict[str, Any] = {}
    for name in sorted(names):
        current: Any = content
        for step in name.split("."):
            if not isinstance(current, Mapping) or step not in current:
                current = None
                break
            current = current[step]
        values[name] = current
    return values
