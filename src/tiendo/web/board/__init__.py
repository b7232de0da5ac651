"""The board: a locality's period on one page, from the cube.

`rows` reads the evaluation, `line` makes numbers of it that can be printed, `table` orders them,
`brief` says what a leader needs first, `query` is the state that stands in the address, and
`downloads` writes exactly what is shown as files.
"""
