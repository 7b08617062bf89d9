"""In: plain values. Out: where something was, what a result says in words, which cases an audit draws."""
