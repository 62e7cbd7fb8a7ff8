"""Where the triples are kept and asked. Only this package knows Oxigraph, a remote endpoint, and rdflib's view of both.

result     the answer to a query, whoever gave it
local      Oxigraph: in memory, or in a folder that outlasts the process
building   making such a folder, all or nothing
manifest   what a folder holds, and how its loss or damage is noticed
remote     a SPARQL 1.1 endpoint elsewhere
"""

from kneegraph.store.local import DiskStore, LocalStore, MemoryStore, Store
from kneegraph.store.remote import RemoteStore
from kneegraph.store.result import Result, Value

__all__ = ["DiskStore", "LocalStore", "MemoryStore", "RemoteStore", "Result", "Store", "Value"]
