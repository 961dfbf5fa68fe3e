"""Geometry of banners and posters: millimetres in, drawing operations out. Imports i18n, problems and units."""
