"""The graph in the forms in which others take it."""
