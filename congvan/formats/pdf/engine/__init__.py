"""WeasyPrint, imported quickly, and its own style sheet as far as a document needs it. Imports nothing of congvan."""
