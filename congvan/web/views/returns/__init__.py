"""Views of what comes back: how forms stand, what is asked about, calls, files that were received; none writes."""
