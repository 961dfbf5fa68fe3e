"""data/signage.yaml of before: signs belong to a dispatch, in data/signage/."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.drafting.older.project import SIGNAGE, OlderProject
from congvan.drafting.older.tables import table
from congvan.drafting.older.text_edits import TextEdits

FOLDER = "data/signage/"


def move_signage(project: OlderProject, templates: Mapping[str, bytes]) -> None:
    """Copy the signs to every dispatch that has signs, and the picture that the program drew on them."""
    if SIGNAGE not in project.files:
        return
    edits = TextEdits(project.files[SIGNAGE].replace(b"$schema=schema/", b"$schema=../schema/", 1), SIGNAGE)
    edits.append(str(table("dispatches")["signage"]))
    text = edits.result()
    picture = str(table("dispatches")["signage-picture"])
    if picture not in project.files:
        project.put(picture, templates[picture.removeprefix("templates/")])
    for _file, name, data in project.dispatches:
        if data.get("signs") == "true":
            project.put(f"{FOLDER}{name}.yaml", text, SIGNAGE)
    project.gone.add(SIGNAGE)
