"""In: an audit as plain values. Out: its PDF."""
