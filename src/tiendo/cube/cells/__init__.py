"""What a cell of the cube holds: numbers and codes, in arrays and sparse tables.

`figures` are filed statements as columns, `tile` is what a block of places holds in a year, and
`resolve` turns the one into the other by the contract's total order. The kernel evaluates tiles and
the store keeps them.
"""
