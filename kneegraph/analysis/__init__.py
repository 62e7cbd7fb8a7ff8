"""What the graph finds: contradictions, chains, exercise links and gaps, over a corpus; and claims as a networkx graph.

Import from the modules: `contradictions`, `chains`, `no_chain`, `exercises`, `gaps`, `related`, `projection`. Nothing is
gathered here, because whoever looks up one claim should not have to wait for networkx.
"""
