"""Plain rules of the directory; nothing here knows the database."""
