"""From filed figures to what they mean: the trace of one number, and later the fast cube."""
