"""Published series for back-tests of the outlook; read from ../shared/data/series when present."""
