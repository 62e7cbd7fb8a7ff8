"""Which form an answer takes: the Accept header with its q-values, or a name that the address gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kneegraph.server.failures import Failure, FailureKind

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*(.*)", re.DOTALL)
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A form that an answer can take: our name for it, its media types (the first is sent), and names people use."""

    format: str
    types: tuple[str, ...]
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type to send, with its character set where one is customary."""
        return f"{self.types[0]}; charset=utf-8" if self.types[0].startswith("text/") else self.types[0]


#: For rows and a yes or no; the first is the default.
TABLE_OFFERS = (
    Offer("json", ("application/sparql-results+json", "application/json", "text/json"), ("srj", "sparql-results+json")),
    Offer("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), ("srx", "sparql-results+xml")),
    Offer("csv", ("text/csv",)),
    Offer("tsv", ("text/tab-separated-values",)),
)
#: For triples.
TRIPLE_OFFERS = (
    Offer("turtle", ("text/turtle", "application/x-turtle"), ("ttl",)),
    Offer("ntriples", ("application/n-triples", "text/plain"), ("nt", "n-triples")),
    Offer("xml", ("application/rdf+xml", "application/xml", "text/xml"), ("rdfxml", "rdf", "rdf+xml")),
    Offer("json", ("application/ld+json", "application/json"), ("jsonld", "json-ld")),
    Offer("nquads", ("application/n-quads",), ("nq", "n-quads")),
    Offer("trig", ("application/trig", "application/x-trig")),
)
#: A page for people; offered beside others.
PAGE = Offer("html", ("text/html", "application/xhtml+xml"))


def negotiated(offers: Sequence[Offer], accept: str | None, names: Sequence[str] = ()) -> Offer:
    """The offer that the client likes best; names given in the address come before the header, the first that is known.

    Of equals, the one named most exactly, then the first offered. Raises a 406 Failure when none is acceptable.
    """
    if names:
        return _named(offers, names)
    ranges = list(_ranges(accept or "*/*")) or [("*", "*", 1.0)]
    ranked = [(*_liking(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    quality, _, media_type, _, best = max(ranked, key=lambda one: (one[0], one[1], one[3]))
    if quality <= 0:
        raise _unacceptable(offers, "none of the types in Accept can be written here")
    return replace(best, types=(media_type, *(one for one in best.types if one != media_type)))


def _named(offers: Sequence[Offer], names: Sequence[str]) -> Offer:
    for name in names:
        wanted = name.strip().lower().replace(" ", "+")  # an unescaped + of a media type arrives as a space
        for offer in offers:
            if wanted in (offer.format, *offer.names, *offer.types):
                return offer
    raise _unacceptable(offers, "there is no such format")


def _unacceptable(offers: Sequence[Offer], message: str) -> Failure:
    known = ", ".join(f"{offer.format} ({offer.types[0]})" for offer in offers)
    return Failure(406, FailureKind.NOT_ACCEPTABLE, f"{message}; there are {known}")


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Type, subtype and quality of each media range; what cannot be read is passed over."""
    found = []
    for part in accept.lower().split(",")[:100]:
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        parameters = match[3].strip()
        quality = _QUALITY.search(parameters)
        if quality is None and re.search(r";\s*q\s*=", parameters):
            continue
        found.append((match[1], match[2], float(quality[1]) if quality else 1.0))
    return found


def _liking(offer: Offer, ranges: Sequence[tuple[str, str, float]]) -> tuple[float, int, str]:
    """The quality of an offer, how exactly its media type was named, and which type that is.

    The most exact range decides for a type; only the first type may be meant by a wildcard, the others must be named.
    """
    likings = []
    for place, media_type in enumerate(offer.types):
        main, _, sub = media_type.partition("/")
        fitting = [
            ((one != "*") + (other != "*"), quality)
            for one, other, quality in ranges
            if (one, other) == (main, sub) or (place == 0 and other == "*" and one in ("*", main))
        ]
        exactness, quality = max(fitting, default=(0, 0.0))
        likings.append((quality, -place, exactness, media_type))
    quality, _, exactness, media_type = max(likings)
    return quality, exactness, media_type
