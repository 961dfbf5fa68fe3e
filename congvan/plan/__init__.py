"""Dataset and data/documents.yaml → jobs: the cross product, the filters, the paths.

Imports documents and what is below them.
"""
