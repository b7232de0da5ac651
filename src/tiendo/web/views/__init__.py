"""The pages: each view reads its address, asks one function, and renders."""
