#!/usr/bin/env python3
"""Entry point of a checkout: `python3 build.py …` from any shell and folder, without activating an environment."""

import os
import sys

HOME = os.path.dirname(os.path.abspath(__file__))

if not (3, 11) <= sys.version_info[:2] <= (3, 14):  # keep to syntax that old interpreters read, up to here
    python = os.path.join(HOME, ".venv", "bin", "python")
    if not os.access(python, os.X_OK):
        sys.exit("congvan needs Python 3.11 to 3.14. Type `make build` in %s: it finds one and sets all up." % HOME)  # noqa: UP031 - old syntax
    os.execv(python, [python, os.path.join(HOME, "build.py")] + sys.argv[1:])  # noqa: RUF005 - old syntax

if HOME not in sys.path:
    sys.path.insert(0, HOME)

if __name__ == "__main__":
    try:
        from congvan.cli.app import main

        code = main()
    except KeyboardInterrupt:  # before main() watches for it
        code = 130
    sys.exit(code)
