"""tiendo: local socio-economic development, from resolution to result."""

__version__ = "0.1.0"
