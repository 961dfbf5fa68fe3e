"""The command line: arguments → request of an act → printed outcome and exit code. A module for each kind of command.
Imports every package.
"""
