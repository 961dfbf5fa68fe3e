"""The only writer of outputs/: lock, stage, replace, manifest, sweep. Imports i18n and problems."""
