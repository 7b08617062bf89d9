"""Mail that really travels, over servers on this machine."""
