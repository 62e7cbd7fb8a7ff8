"""The tables that are assembled: their columns, in types that both engines know."""

from __future__ import annotations

from collections.abc import Mapping

TEXT, INT, BIG, REAL, BOOL = "STRING", "INT", "BIGINT", "DOUBLE", "BOOLEAN"

#: What goes in, table by table. Identifiers are those of the model; what has no value is NULL.
INPUTS: Mapping[str, Mapping[str, str]] = {
    "relation": {"id": TEXT, "family": TEXT, "sign": INT, "chainable": BOOL, "symmetric": BOOL, "comparative": BOOL},
    "concept": {"id": TEXT, "kind": TEXT, "label": TEXT, "state_of": TEXT, "opposite_of": TEXT, "sign": INT},
    "concept_broader": {"id": TEXT, "broader": TEXT},
    "concept_related": {"id": TEXT, "related": TEXT},
    "source": {
        "id": TEXT,
        "title": TEXT,
        "tier": TEXT,
        "kind": TEXT,
        "collection": TEXT,
        "creator": TEXT,
        "issued": TEXT,
    },
    "dependence": {"source": TEXT, "other": TEXT, "kind": TEXT},
    "claim": {"id": TEXT, "subject": TEXT, "relation": TEXT, "object": TEXT, "outcome": TEXT, "label": TEXT},
    "assertion": {
        "id": TEXT,
        "claim": TEXT,
        "source": TEXT,
        "stance": TEXT,
        "certainty": TEXT,
        "basis": TEXT,
        "design": TEXT,
        "finding": TEXT,
        "unconfirmed": BOOL,
    },
    "scope": {"assertion": TEXT, "concept": TEXT},
    "attribution": {"assertion": TEXT, "whom": TEXT},
    "qualification": {"assertion": TEXT, "aspect": TEXT, "reason": TEXT},
}

#: Those of them that are small beside the others.
FRAME = ("relation", "concept", "concept_broader", "concept_related", "source", "dependence")

#: What comes out, in the order in which it is written, with what each table is sorted by.
RESULTS = {
    "tally": "claim",
    "opinion": "claim",
    "contradiction": "rank",
}
