"""`validate`, `verify` and `build`: looking after the data."""
