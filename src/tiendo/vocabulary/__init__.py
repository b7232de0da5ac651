"""The words of the field as plain frozen values: periods, units, figures, indicators, places.

Nothing here knows a database, a web page or a country.
"""
