"""Tallies, standings, masses and contradictions of all claims at once: one definition in SQL, run by DuckDB or by Spark."""
