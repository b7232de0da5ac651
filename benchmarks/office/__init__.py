"""What `freshness.py` measures in an office: new filings, past days and replayed vintages."""
