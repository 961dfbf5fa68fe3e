"""Read a Word document into one HTML document whose pages WeasyPrint lays out as Word would.

    package ─> `converter.WordConverter`: styles, numbering, settings, page set-up, read once per template
    rendered parts ─> `WordConverter.html`: sections ─> blocks (paragraphs, tables) ─> inline content ─> HTML

What the HTML cannot say is reported when the template is read (`support`). Imports docx and pdf, fonts and opc.
"""
