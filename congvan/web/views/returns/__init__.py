"""Views of what comes back: the state of forms, what is asked about, calls, files that were received; none writes."""
