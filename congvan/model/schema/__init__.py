"""The data language for editors and pages: JSON Schemas, and a label for every key."""
