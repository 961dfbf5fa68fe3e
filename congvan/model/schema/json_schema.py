"""JSON Schemas of the data files, for the editor: data/schema/, by `python3 -m congvan.model.schema.json_schema`.

Scalars may be strings, numbers or booleans in the schemas, since editors apply YAML's typing to 0942215080 and 02; the
program itself keeps them as typed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from congvan.model.dataset import FreeList
from congvan.model.dispatch import Dispatch
from congvan.model.field_types import SCALAR, Fact
from congvan.model.lists.head import ListFile, ListHead
from congvan.model.lists.read import LISTS, head_of
from congvan.model.loader import FILES
from congvan.model.papers import Paper
from congvan.model.project.yaml_reader import scan
from congvan.model.schema.labels import label_of
from congvan.model.signage import Signage


def schemas() -> dict[str, str]:
    """Return the text of each schema by file name."""
    models: dict[str, Any] = {file.facts: file.model for file in FILES.values()}
    models |= {"dispatch": Dispatch, "signage": Signage, "paper": Paper, "list": FreeList | ListFile}
    return {f"{name}.json": _text(name, model) for name, model in models.items()}


def _text(name: str, model: Any) -> str:
    schema = TypeAdapter(model).json_schema()
    _simplify(schema)
    _label(schema, model)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    schema.pop("title", None)
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=1) + "\n"


def _label(schema: dict[str, Any], model: Any) -> None:
    """Give each key the title that forms show, in Vietnamese; its description stays."""
    known = {each.__name__: each for each in _models(Fact)}
    named = [(known.get(name), node) for name, node in schema.get("$defs", {}).items()]
    for owner, node in [(model if isinstance(model, type) else None, schema), *named]:
        for node_ in (node, *node.get("anyOf", ())):
            for key, value in node_.get("properties", {}).items():
                label = label_of(owner, key)
                if label.id != "verbatim":
                    node_["properties"][key] = {"title": label.text("vi"), **value}


def _models(base: type[Fact]) -> Iterator[type[Fact]]:
    for each in base.__subclasses__():
        yield each
        yield from _models(each)


def _simplify(node: Any) -> None:
    """Remove titles that repeat the key, null defaults and null options: editors do not need them."""
    for value in node if isinstance(node, list) else ():
        _simplify(value)
    if not isinstance(node, dict):
        return
    for value in node.get("properties", {}).values():
        value.pop("title", None)
        if value.get("default", ...) is None:
            del value["default"]
    if node.get("anyOf"):
        node["anyOf"] = [option for option in node["anyOf"] if option != {"type": "null"}]
        if len(node["anyOf"]) == 1:
            node.update(node.pop("anyOf")[0])
    for value in node.values():
        _simplify(value)


def schema_of_list(head: ListHead) -> str:
    """Return the schema of one list: its fields as its head states them."""
    properties: dict[str, Any] = {"id": {"type": "string"}, "receives": {"type": "object"}}
    for name, each in head.all_fields().items():
        value: dict[str, Any] = {"enum": list(each.choices)} if each.choices else SCALAR
        value = {"anyOf": [value, {"type": "array", "items": value}]} if each.many else value
        properties[name] = {**value, "description": each.label or name}
    required = [name for name, each in head.all_fields().items() if each.required]
    entry = {"type": "object", "properties": properties, "required": required, "additionalProperties": not head.fields}
    files = json.loads(_text("list", ListFile))
    files["properties"]["entries"] = {"type": "array", "items": entry}
    return json.dumps({**files, "title": head.label or "list"}, ensure_ascii=False, indent=1) + "\n"


def schemas_of_lists(root: Path) -> dict[str, str]:
    """Return the schema of each list of a project that has a head, by file name."""
    found = {}
    for path in sorted((root / LISTS).glob("*.yaml")):
        head, _problems = head_of(scan(path.read_bytes(), path.name))
        if head is not None:
            found[f"{path.stem}.json"] = schema_of_list(head)
    return found


def main(root: Path) -> int:
    """Write the schemas below a project's data folder, those of its own lists in a folder of their own."""
    for folder, texts in ((root / "data/schema", schemas()), (root / "data/schema/lists", schemas_of_lists(root))):
        if texts:
            folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
