"""What papers are, how they are named and counted; plain Python."""
