"""Commands that write data/: new project, new dispatch, its number and date. Imports model, project and those below."""
