"""Find the folder of a project, and the language that it states, before anything heavy is imported."""

from __future__ import annotations

import os

AGENCY = os.path.join("data", "agency.yaml")
KEPT = ".congvan"
"""The folder beside data/ with what the page and its editing keep: logs, uploads, drafts. No part of the project."""
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_MOST = 65_536  # bytes of the agency's file that are searched for its language


def project_root(given: str | None) -> str:
    """Return the project folder: the given one, else the current folder or the nearest one above that is a project,
    else the program's checkout.
    """
    if given is not None:
        return os.path.abspath(given)
    here = folder = os.getcwd()
    if os.path.isdir(os.path.join(here, "data")) and os.path.isdir(os.path.join(here, "templates")):
        return here
    while folder != os.path.dirname(folder):
        if os.path.isfile(os.path.join(folder, AGENCY)):
            return folder
        folder = os.path.dirname(folder)
    home = os.path.dirname(_PACKAGE)
    return home if os.path.isfile(os.path.join(home, "build.py")) else here


def kept_folder(root: str | os.PathLike[str], *names: str) -> str:
    """Return the folder below .congvan/ of these names, one below the other; what is not there is made, readable by its
    owner alone. Raises OSError.
    """
    folder = os.fspath(root)
    for name in (KEPT, *names):
        folder = os.path.join(folder, name)
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            continue
        if name == KEPT:
            with open(os.path.join(folder, ".gitignore"), "w", encoding="ascii") as file:
                file.write("*\n")
    return folder


def stated_language(root: str) -> str:
    """Return the value of `language` in data/agency.yaml as it is typed; "" if there is none."""
    try:
        path = os.path.join(root, AGENCY)
        if not os.path.isfile(path):  # a pipe would block
            return ""
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            lines = file.read(_MOST).splitlines()
    except OSError:
        return ""
    stated = next((line for line in lines if line.startswith("language:")), "")
    return stated.partition(":")[2].partition("#")[0].strip(" \t\"'")
