"""Plain decisions: what a captured line says, what a note is made of, which words to look at again."""
