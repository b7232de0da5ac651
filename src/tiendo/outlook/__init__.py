"""The outlook: where the year will end, how sure that is, and what it takes.

Pure: tables of values in, frozen results out. `year.year_outlook` looks ahead, `status` judges
targets, `path` and `pace` say what it takes, `compatibility` tells whether adopted targets can hold
together, `changes` what moved an outlook. docs/outlook.md explains the methods with their errors.
"""
