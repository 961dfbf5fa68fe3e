"""One build: read, plan, render, check, publish. Imports every room but cli."""
