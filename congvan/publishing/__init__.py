"""The only writer of outputs/: lock, stage, replace, manifest, sweep; and `verify`. Imports job, i18n and problems."""
