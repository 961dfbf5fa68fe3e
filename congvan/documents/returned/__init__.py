"""Documents over what came back: lists, daily reports, reminders, teams. May import letter, base and text."""
