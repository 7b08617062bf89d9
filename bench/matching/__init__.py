"""How well messages find their cases, on a labeled set made for it (bench/README.md)."""
