"""Where the triples are kept and asked. Only this package knows Oxigraph, a remote endpoint, and rdflib's view of both.

result     the answer to a query, whoever gave it
local      Oxigraph: in memory, or in a folder that outlasts the process
building   making such a folder, all or nothing
beside     the file of indexes that lies beside the triples of such a folder
manifest   what a folder holds, and how its loss or damage is noticed
remote     a SPARQL 1.1 endpoint elsewhere
wire       questions over HTTP: time limits, further tries, answers bounded in size
refusals   what an endpoint's refusal means
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneegraph.store.local import DiskStore, LocalStore, MemoryStore, Store
from kneegraph.store.result import Result, Value

if TYPE_CHECKING:
    from kneegraph.store.remote import RemoteStore

__all__ = ["DiskStore", "LocalStore", "MemoryStore", "RemoteStore", "Result", "Store", "Value"]


def __getattr__(name: str) -> object:
    """RemoteStore, when it is asked for: what it needs to speak HTTP is not for every command to import."""
    if name != "RemoteStore":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kneegraph.store.remote import RemoteStore

    return RemoteStore
