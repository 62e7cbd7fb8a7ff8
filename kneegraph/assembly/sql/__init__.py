"""The one definition of what is assembled, in SQL that DuckDB and Spark both run.

What differs between the two (`Engine.listed`) is put in by whoever runs it. Weights are whole numbers of a billionth, so that
sums are the same in every order; masses are made of them by the steps of arithmetic that `kneegraph.analysis.evidence` takes.
"""


class View(str):
    """A query that is cheap, or whose answer is used once, and so is not kept as a table."""

    __slots__ = ()
