"""A made-up country of any size, and those who evaluate it: tiendo, DuckDB, pandas, PostgreSQL."""
