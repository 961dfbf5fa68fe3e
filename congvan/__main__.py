"""`python -m congvan …`: the same as the command `congvan`."""

import sys

from congvan.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
