"""The one object that users hold; its questions stand by sort in the modules of this folder."""

from kneegraph.graph.whole import Graph

__all__ = ["Graph"]
