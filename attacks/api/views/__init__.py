"""One module per noun: parse, ask, answer."""
