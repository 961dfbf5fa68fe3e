"""The plan of a run: dataset and selection → jobs, dispatch by dispatch.

Imports documents and the packages below it.
"""
