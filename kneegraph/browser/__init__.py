"""The graph as one HTML page that works from a file, without a network: who says what, and where they disagree.

content   the corpus as plain values for the page        looks    colours, shapes, marks and words, once for all
overview  which concepts to draw first                   layout   where they stand
answers   what its questions need, of these:
questions eight of them, from the data         reasoning  what leads where, for chains
findings  exercise links and gaps              naming     what sources are called
network   nodes, edges and options, made with pyvis      links    safe addresses that open at a passage
nearby    the claims near each claim                      evidence   what lies behind each: masses, groups, history
bundle    viz/ and vis-network as one safe document      plain    text without invisible characters
"""

from kneegraph.browser.content import Quotes
from kneegraph.browser.page import page, write_browser

__all__ = ["Quotes", "page", "write_browser"]
