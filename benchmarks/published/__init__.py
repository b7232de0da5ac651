"""What `benchmarks/reading.py` is made of: gold files, readers side by side, and their scores."""
