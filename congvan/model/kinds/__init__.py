"""What the kinds of documents need beyond a letter: keys of their own, defaults and requirements."""
