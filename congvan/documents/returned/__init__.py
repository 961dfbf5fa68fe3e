"""Documents made from returned forms: lists, daily reports, reminders, teams. May import letter, base and text."""
