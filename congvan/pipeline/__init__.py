"""Acts on a whole project: build (read, parse, plan, render, check, publish, dashboard), dry run, and validate.

Imports every package except cli.
"""
