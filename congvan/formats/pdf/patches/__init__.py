"""What congvan changes of WeasyPrint: `patched.toml` lists each name that is replaced, why, and the hash of its source.

A test fails where WeasyPrint's source has another hash: read what changed, try the samples, then write the new one.
May import fonts.
"""
