"""The data/signage.yaml of older projects: signs belong to a dispatch, in data/signage/."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.drafting.older.project import SIGNAGE, OlderProject
from congvan.drafting.older.tables import filled, table
from congvan.drafting.older.text_edits import TextEdits
from congvan.model.lists.older import file_of, older_lists

FOLDER = "data/signage/"


def move_signage(project: OlderProject, templates: Mapping[str, bytes]) -> None:
    """Copy the signs to every dispatch that has signs, and the picture that the program drew on them."""
    if SIGNAGE not in project.files:
        return
    edits = TextEdits(project.files[SIGNAGE].replace(b"$schema=schema/", b"$schema=../schema/", 1), SIGNAGE)
    edits.append(str(table("dispatches")["signage-shows"]))
    there = [name for name in table("dispatches")["sets"] if file_of(name) in project.files]
    sets = ", ".join(f"{{each: {older_lists()[name].id}}}" for name in there)
    if sets:
        edits.append(filled(str(table("dispatches")["signage"]), {"sets": sets}))
    text = edits.result()
    picture = str(table("dispatches")["signage-picture"])
    if picture not in project.files:
        project.put(picture, templates[picture.removeprefix("templates/")])
    for _file, name, data in project.dispatches:
        if data.get("signs") == "true":
            project.put(f"{FOLDER}{name}.yaml", text, SIGNAGE)
    project.gone.add(SIGNAGE)
