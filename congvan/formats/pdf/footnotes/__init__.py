"""Footnotes of laid-out documents: what is told of them. May import what formats/pdf may."""
