"""Plain rules about people: names as they sound, likely duplicates, contact at the right hour."""
