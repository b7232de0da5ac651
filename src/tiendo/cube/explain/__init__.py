"""Evaluation one cell at a time, each number with the trace of where it comes from.

The simple implementation: it reads filed figures only and is the oracle for every faster one.
"""
