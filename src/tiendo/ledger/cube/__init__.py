"""The ledger's side of the cube: reads figures by SQL and hands columns to the pure half.

`rebuilding` makes the whole store, `keeping` brings it up to date after something was recorded,
`current` reads it together with what it does not hold yet, and `as_of` answers for a past date.
What is bounded by a figure's id is one state of the ledger: figures are only added, with ascending
ids, by one writer at a time.
"""
