"""Prose to stated claims: what a draft says, not whether it is so. Knows language, and the words of a corpus; no evidence."""
