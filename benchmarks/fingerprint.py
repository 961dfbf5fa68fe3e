"""What the figures depend on, as a hash for each scope: where it is another, a figure was measured on an older version.

    merge     what a merge of records runs: every module that peers/ours.py can reach by its imports, and the records
    command   what the whole command runs: every module that build.py can reach, and the folders that it is given

To both belong the templates and the locked versions of the libraries. A hash is the same on every supported Python and
for the same code in other files: it is made of top-level statements without order, paths, imports, docstrings,
comments, annotations and messages. The data of the sample dispatch are a record of the past and are left out.
Standard library alone.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Set
from functools import cache, partial
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PACKAGE = "congvan"
ENTRIES = {
    "merge": ("benchmarks/peers/ours.py", "benchmarks/measure.py", "benchmarks/samples.py"),
    "command": ("build.py", "benchmarks/year.py", "benchmarks/province.py"),
}
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_LEFT_OUT = {"ctx", "kind", "type_comment", "annotation", "returns"}


def fingerprint(home: Path = HOME) -> dict[str, str]:
    """Scope → hash."""
    others = [*templates(home / "templates"), *versions((home / "requirements.lock").read_text("utf-8"))]
    imported = cache(partial(_imported, home))  # most modules are in both scopes
    written = cache(lambda path: statements(home, path.read_text("utf-8")))
    found = {}
    for scope, entries in ENTRIES.items():
        code = [line for path in closure(home, entries, imported) for line in written(path)]
        found[scope] = _digest([*code, *others])
    return found


def templates(folder: Path) -> Iterator[str]:
    """A hash of each file; of a package, which is a zip file, the hashes of what is packed."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                yield _digest(f"{name} {_digest([package.read(name)])}" for name in package.namelist())
        else:
            yield _digest([path.read_bytes()])


def versions(lock: str) -> list[str]:
    """name==version for each library of a lock file."""
    return re.findall(r"^[\w.-]+==[\w.]+", lock, re.MULTILINE)


# -- modules -----------------------------------------------------------------------------------------------------------


def closure(home: Path, entries: Iterable[str], imported: Callable[[Path], Iterable[Path]] | None = None) -> list[Path]:
    """The entries and all modules of the package that they can import, at any place in their code."""
    imported = imported or partial(_imported, home)
    found: dict[Path, None] = {}
    waiting = [home / entry for entry in entries]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = None
            waiting += imported(path)
    return sorted(found)


@cache
def _parsed(source: str) -> tuple[ast.Module, list[ast.AST]]:
    """A module, and those of its nodes that may name another one."""
    tree = ast.parse(source)
    return tree, [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom, ast.Constant))]


def _imported(home: Path, path: Path) -> list[Path]:
    (_tree, nodes), place = _parsed(path.read_text("utf-8")), path.relative_to(home)
    names = {name for node in nodes for name in _names(node, place)}
    parents = {".".join(name.split(".")[:k]) for name in names for k in range(1, name.count(".") + 2)}
    return [file for name in sorted(parents) if (file := module(home, name))]


def _names(node: ast.AST, path: Path) -> Iterator[str]:
    """The names under `congvan` that an import may mean, or that a string spells (a table of modules, say)."""
    if isinstance(node, ast.Import):
        found = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = ".".join([*path.parts[: -node.level], node.module or ""]).strip(".") if node.level else node.module or ""
        found = [f"{base}.{alias.name}" for alias in node.names]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_module(node.value):
        found = [node.value]
    else:
        return
    yield from (name for name in found if name.partition(".")[0] == PACKAGE)


def _is_module(text: str) -> bool:
    return text.startswith(PACKAGE) and re.fullmatch(rf"{PACKAGE}(\.\w+)+", text) is not None


def module(home: Path, name: str) -> Path | None:
    """The file of a module, if there is such a module."""
    path = home.joinpath(*name.split("."))
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)


# -- syntax ------------------------------------------------------------------------------------------------------------


def statements(home: Path, source: str) -> list[str]:
    """The top-level statements of a module as text that neither its place nor the Python at hand decides."""
    tree, nodes = _parsed(source)
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    modules = {
        alias.asname or alias.name
        for node in imports
        for alias in node.names
        if (node.module or "").partition(".")[0] == PACKAGE and module(home, f"{node.module}.{alias.name}")
    }
    lines = (_text(node, modules) for node in _body(tree) if not _about_itself(node))
    return [line for line in lines if line]


def _about_itself(node: ast.stmt) -> bool:
    """`__version__ = …`, `__all__ = …`"""
    return isinstance(node, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id.startswith("__") for target in node.targets
    )


def _body(node: ast.AST) -> list[ast.stmt]:
    """The statements of a module, class or function without its docstring."""
    body: list[ast.stmt] = getattr(node, "body", [])
    first = body[0] if body else None
    words = first.value if isinstance(first, ast.Expr) else None
    return body[1:] if isinstance(words, ast.Constant) and isinstance(words.value, str) else body


def _text(value: object, modules: Set[str]) -> str:
    """A node, a list of nodes or a plain value; what says nothing of the work is "".

    Why not `ast.dump`: it shows fields that only some Pythons have, and empty ones in some of them.
    """
    if isinstance(value, list):
        return " ".join(text for item in value if (text := _text(item, modules) or "-" * (item is None)))
    if not isinstance(value, ast.AST):
        return ascii(value)
    if isinstance(value, (ast.Import, ast.ImportFrom)):
        return ""
    if isinstance(value, ast.Constant):
        plain = value.value
        return "(module)" if isinstance(plain, str) and _is_module(plain) else f"({plain!a})"
    if isinstance(value, ast.Name):
        return "(module)" if value.id in modules else f"(name {value.id})"
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "_":
        return "(message)"
    return f"({type(value).__name__}{''.join(_fields(value, modules))})"


def _fields(node: ast.AST, modules: Set[str]) -> Iterator[str]:
    for name in node._fields:
        value = getattr(node, name, None)
        if name == "body" and isinstance(node, _DOCUMENTED):
            value = _body(node)
        if isinstance(node, ast.JoinedStr):  # Pythons differ in empty pieces
            value = [piece for piece in node.values if not (isinstance(piece, ast.Constant) and piece.value == "")]
        if value is not None and value != [] and name not in _LEFT_OUT:
            yield f" {name}={_text(value, modules)}"


def _digest(parts: Iterable[str | bytes]) -> str:
    """A hash of the parts, whatever their order."""
    digest = hashlib.sha256()
    for one in sorted(part.encode() if isinstance(part, str) else part for part in parts):
        digest.update(hashlib.sha256(one).digest())
    return digest.hexdigest()[:32]


if __name__ == "__main__":
    print(json.dumps(fingerprint()))
