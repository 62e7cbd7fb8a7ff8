"""The only place where an IRI is spelled: namespaces, terms, prefixes, and how identifiers are written.

The model speaks in short identifiers (`weak-gluteus-medius`); RDF speaks in IRIs. `iri` and `identifier` translate.
A resource outside our namespace keeps its whole IRI as its identifier, so that people may bring their own.
"""

from __future__ import annotations

import re

KG = "https://w3id.org/kneegraph/ns#"
ID = "https://w3id.org/kneegraph/id/"
VIEW = "https://w3id.org/kneegraph/view/"

DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
CITO = "http://purl.org/spar/cito/"
DCAT = "http://www.w3.org/ns/dcat#"
FORMATS = "http://www.w3.org/ns/formats/"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"

#: Prefixes of every query and every file we write, in the order in which they are written.
PREFIXES = {
    "kg": KG,
    "view": VIEW,
    "cito": CITO,
    "dcterms": DCTERMS,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}

#: Prefixes of outside vocabularies that concepts are mapped to, and the address of each term.
OUTSIDE = {
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "EXMO": "http://purl.obolibrary.org/obo/EXMO_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
}

#: Sorts of resource, each with a folder of its own below `ID`.
SORTS = ("concept", "claim", "assertion", "source", "collection")

SCHEME = ID + "scheme"
VIEW_CLAIMED = VIEW + "claimed"
VIEW_AGREED = VIEW + "agreed"
VIEW_CONTESTED = VIEW + "contested"


def iri(sort: str, identifier: str) -> str:
    """The IRI of a resource of this sort.

    >>> iri("concept", "knee-valgus")
    'https://w3id.org/kneegraph/id/concept/knee-valgus'
    """
    return identifier if "://" in identifier else f"{ID}{sort}/{identifier}"


def identifier(sort: str, resource: str) -> str:
    """The short identifier of an IRI; an IRI from elsewhere is its own identifier.

    >>> identifier("concept", "https://w3id.org/kneegraph/id/concept/knee-valgus")
    'knee-valgus'
    """
    return resource.removeprefix(f"{ID}{sort}/")


def term(resource: str) -> str:
    """The local name of a schema term; an IRI from elsewhere stays whole.

    >>> term("https://w3id.org/kneegraph/ns#supports")
    'supports'
    """
    return resource.removeprefix(KG)


def short(resource: str) -> str:
    """An IRI for people: a term with its prefix, a resource of ours below its sort; an IRI from elsewhere stays whole.

    >>> short("https://w3id.org/kneegraph/ns#causes"), short("https://w3id.org/kneegraph/id/concept/knee-valgus")
    ('kg:causes', 'concept/knee-valgus')
    """
    if resource.startswith(ID):
        return resource.removeprefix(ID)
    found = next((name for name, space in PREFIXES.items() if resource.startswith(space) and resource != space), None)
    return f"{found}:{resource.removeprefix(PREFIXES[found])}" if found else resource


def slug(label: str) -> str:
    """A label as an identifier: lower case, every run of other characters one hyphen.

    >>> slug("2–3 sessions per week")
    '2-3-sessions-per-week'
    """
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
