"""The pages: what a browser sees."""
