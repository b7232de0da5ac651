"""Reports as tables: from a grid of cells to statements, with no map made by hand.

What a table means is recognised from its titles, headings and labels by the words of the language
packs. What is not understood wholly is a fault with its address; nothing is guessed.
"""

from tiendo.ledger.intake.report.reading import read_report

__all__ = ["read_report"]
