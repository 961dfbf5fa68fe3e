"""What a tagged PDF says of its content: the structure tree, the marks of its elements, words for a voice.

WeasyPrint's marks tell which box is painted where; the tree is made from the HTML's elements and their `data-role`
(`roles`, `tree`), its content is marked again (`content_marks`), and its objects are constant bytes of a layout
(`structure`). May import fonts and objects; what lays out and writes pages imports this.
"""
