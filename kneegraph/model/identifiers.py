"""How identifiers follow from content: readable ones from labels and parts, and the hash that stands for long ones.

The hash of a text is the first 16 hexadecimal digits of the SHA-256 of its UTF-8 bytes. A hashed identifier is the first
40 characters of the readable one, `~`, and the hash. No readable identifier has a `~`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from kneegraph.labels import normal
from kneegraph.model.sets import Stance
from kneegraph.vocab import slug

#: An identifier that would be longer, in characters, becomes a hash where somebody imports.
LONGEST = 120
_HEAD = 40
#: Characters that a readable identifier may lose without standing for something else.
_PLAIN = re.compile(r"[a-z0-9 ()\[\],.:;'\"“”‘’]*")


def claim_id(subject: str, relation: str, object_: str, outcome: str | None = None) -> str:
    """The identifier of a claim: its parts, dotted.

    >>> claim_id("weak-gluteus-medius", "causes", "knee-valgus")
    'weak-gluteus-medius.causes.knee-valgus'
    """
    return ".".join(part for part in (subject, relation, object_, outcome) if part)


def assertion_id(source: str, claim: str, stance: Stance, scope: Iterable[str] = ()) -> str:
    """The identifier of an assertion. Give `scope` only where one source takes one stance on one claim twice.

    >>> assertion_id("somerset-2018", "a.causes.b", Stance.QUALIFIES)
    'somerset-2018.a.causes.b.qualifies'
    """
    return ".".join(part for part in (source, claim, stance.value, "+".join(sorted(scope))) if part)


def label_id(label: str, *, longest: int = LONGEST) -> str:
    """The identifier that a label makes where nobody looks at it: readable if nothing is lost by it, otherwise hashed.

    Labels that are looked up alike (in another case, with other hyphens) make one identifier.

    >>> label_id("p(HGNC:MAPT)"), label_id("Ca2+")
    ('p-hgnc-mapt', 'ca2~4312d40a1d333440')
    """
    looked_up = normal(label)
    readable = slug(looked_up)
    if readable and len(readable) <= longest and _PLAIN.fullmatch(looked_up):
        return readable
    return hashed(readable, looked_up)


def shortened(identifier: str, *, longest: int = LONGEST) -> str:
    """The identifier itself, or its hash where it is longer than so many characters."""
    return identifier if len(identifier) <= longest else hashed(identifier, identifier)


def hashed(readable: str, text: str) -> str:
    """The hashed identifier of a text whose readable identifier this would be."""
    return f"{readable[:_HEAD].rstrip('-.')}~{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def makes_label_id(identifier: str, label: str) -> bool:
    """Whether a concept of this label may have this identifier, readable or hashed."""
    looked_up = normal(label)
    readable = slug(looked_up)
    if "~" in identifier:
        return identifier == hashed(readable, looked_up)
    return identifier in (readable, slug(label))


def makes_id(identifier: str, readable: str) -> bool:
    """Whether this is the readable identifier or its hash."""
    return identifier == readable or ("~" in identifier and identifier == hashed(readable, readable))
