"""What is true: frozen facts read from data/, and what must hold between them. Imports project and text."""
