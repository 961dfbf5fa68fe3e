"""Acts at work: heavy ones in child processes, the registry of those that run or have run, outcomes as plain values.

Imports job, outcome_json and below, and the refusals of the page.
"""
