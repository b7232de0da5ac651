"""A province's workbook of communes' monthly tables, and who reads it."""
