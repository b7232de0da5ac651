"""The analyst's door: what is evaluated and filed, as labelled arrays and tables.

`tiendo.open(workspace)` gives an `Office`. Its evaluations and its cube are xarray datasets with
labels and units, what does not lie on a grid is a pandas table; docs/analysis.md shows how.
"""

from tiendo.analysis.office import Office

__all__ = ["Office"]
