"""Write outputs/ atomically: lock, stage, replace, manifest; and `verify`. Imports job, messages and problems."""
