"""The part of a corpus that a question is about: all of it when it is in memory, what is fetched when it lies behind a store.

whole      a corpus in memory, of which every part is all
fetched    a corpus behind a store, on disk or far away: fetched as it is asked for, in batches, and kept
ask        the queries for that, and their answers as model values
lazy       mappings that fetch what they do not have yet
"""

from kneegraph.parts.ask import Asker, Progress
from kneegraph.parts.fetched import Fetched
from kneegraph.parts.whole import Parts, Whole

__all__ = ["Asker", "Fetched", "Parts", "Progress", "Whole"]
