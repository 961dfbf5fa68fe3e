"""The command line: arguments → calls → exit code. Imports every room; no room imports it."""
