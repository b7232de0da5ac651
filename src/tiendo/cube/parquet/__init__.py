"""Results as Arrow tables and Parquet files: the contract's rows with typed columns.

`table` makes a table of a result, array by array, `rows` reads it back as the contract's JSON, and
`file` writes tables one after the other into one file.
"""

from tiendo.cube.parquet.file import ParquetFile, parquet_file, refuse_bad_place
from tiendo.cube.parquet.rows import rows_of
from tiendo.cube.parquet.schema import SCHEMA, About
from tiendo.cube.parquet.table import Key, Piece, piece_of, with_findings

__all__ = [
    "SCHEMA",
    "About",
    "Key",
    "ParquetFile",
    "Piece",
    "parquet_file",
    "piece_of",
    "refuse_bad_place",
    "rows_of",
    "with_findings",
]
