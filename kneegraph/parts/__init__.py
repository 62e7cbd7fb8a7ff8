"""The part of a corpus that a question is about: all of it when it is in memory, what is fetched when it lies behind a store.

whole      a corpus in memory, of which every part is all
fetched    a corpus behind a store, on disk or far away: fetched as it is asked for, in batches, and kept
access     what must be known of a store for that
ask        how any engine is asked for it, in SPARQL
look       how a store of this process is looked into for it, by patterns and by the catalogue
catalogue  the tables beside a store: labels by their words, claims by their ends
lookup     reading these
lazy       mappings that fetch what they do not have yet
"""

from kneegraph.parts.access import Access, Progress
from kneegraph.parts.ask import Asker
from kneegraph.parts.fetched import Fetched
from kneegraph.parts.look import Looker
from kneegraph.parts.whole import Parts, Whole

__all__ = ["Access", "Asker", "Fetched", "Looker", "Parts", "Progress", "Whole"]
