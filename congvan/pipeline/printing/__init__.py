"""Files for the printer and pictures of signs, made of what a build has published; nothing here is published itself."""
