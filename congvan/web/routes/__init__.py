"""Addresses of the page beside its screens: acts, uploads, previews, files.

Each module adds its routes to the application. They call acts, and views for the parts that they answer with.
"""
