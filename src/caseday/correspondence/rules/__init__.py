"""Plain rules of what comes in and goes out."""
