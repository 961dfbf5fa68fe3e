"""The schemas beside the data are those of the models, and an editor accepts our data by them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from congvan.model.schema.json_schema import main, schemas
from tests.sample_project import HOME

FILES = sorted(p for p in (HOME / "data").rglob("*.yaml"))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schema_is_fresh(name: str) -> None:
    stored = (HOME / "data/schema" / name).read_text("utf-8")
    assert stored == schemas()[name], "run: python3 -m congvan.model.schema.json_schema"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_each_file_names_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, "the first line names the schema for the editor"
    assert (path.parent / named.group(1)).resolve().is_file()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_an_editor_that_types_scalars_accepts_our_data(path: Path) -> None:
    import json

    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    text = path.read_text("utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)", text)
    assert named
    schema = json.loads((path.parent / named.group(1)).resolve().read_text("utf-8"))
    data = yaml.safe_load(text)
    jsonschema.validate(json.loads(json.dumps(data if data is not None else [], default=str)), schema)


def test_a_list_has_a_schema_made_of_its_head(tmp_path: Path) -> None:
    import json

    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    (tmp_path / "data/lists").mkdir(parents=True)
    head = "list: {fields: {loai: {type: choice, choices: [a, b], required: true, label: Loại}}}\nentries: []\n"
    (tmp_path / "data/lists/thon.yaml").write_text(head, "utf-8")
    (tmp_path / "data/lists/cu.yaml").write_text("- {id: a}\n", "utf-8")
    assert main(tmp_path) == 0
    (path,) = (tmp_path / "data/schema/lists").iterdir()
    schema = json.loads(path.read_text("utf-8"))
    data = {"list": {"label": "Thôn"}, "entries": [{"id": "a", "name": "A", "loai": "a"}]}
    jsonschema.validate(data, schema)
    for slip in ({"loai": "c"}, {"loia": "a"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**data, "entries": [{**data["entries"][0], **slip}]}, schema)


def test_the_command_writes_them_below_a_project_again_and_again(tmp_path: Path) -> None:
    for root in (tmp_path / "new/project", tmp_path / "new/project"):
        assert main(root) == 0
        written = {path.name: path.read_text("utf-8") for path in (root / "data/schema").iterdir()}
        assert written == schemas()
