"""The acts over a whole project: build (read, parse, plan, render, check, publish, page), its dry run, and validate.

Imports every room but cli.
"""
