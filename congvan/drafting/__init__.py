"""What writes data/: a new project, a new dispatch, its number and date. Imports model, project and documents."""
