"""Hypothesis strategies: models and triples as hostile as they are allowed to be."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kneegraph import vocab as v
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Dependence,
    DependenceKind,
    Estimate,
    Family,
    Finding,
    Kind,
    Passage,
    Qualification,
    Relation,
    Source,
    Stance,
    Tier,
)

HOSTILE = [
    "",
    " ",
    'say "no"',
    "back\\slash",
    "two\nlines\r\nand\ttabs",
    '"""',
    "\\u0041",
    "\x00\x07\x1f\x7f\x85",
    "\u2028\u2029\ufeff",
    "\u202eright to left\u202c שלום",
    "🦵 é e\u0301",
    "# no comment ; . , [ ] ( )",
    "<tag> kg:causes _:b1 view:agreed ^^ @en",
    "a ² ٣ 01 b",
]

#: Any text that Unicode allows: no lone surrogates.
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
options = st.none() | texts
names = st.from_regex(r"[a-zA-Z0-9]([a-zA-Z0-9._+-]{0,8}[a-zA-Z0-9])?", fullmatch=True)
ids = names | names.map("https://example.org/{}".format) | st.sampled_from(["a.b", "a-b", "A-b", "x..y", "é", "1"])
terms = names.filter(lambda name: name not in {"Claim", "Assertion", "Source", "Relation"})
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
numbers = st.integers(-3, 10**12)
several = st.lists(texts, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
several_ids = st.lists(ids, max_size=3, unique=True).map(
    lambda found: tuple(sorted(found, key=lambda one: v.iri("concept", one)))
)

passages = st.builds(Passage, numbers, numbers, digests, options)
qualifications = st.builds(Qualification, st.sampled_from(Aspect), texts, st.none() | ids)

amounts = st.none() | st.floats(-1e6, 1e6).map(lambda amount: amount + 0.0)  # no negative zero
estimates = st.builds(Estimate, texts, amounts, amounts, amounts)
dependences = st.builds(Dependence, ids, st.sampled_from(DependenceKind), options)


relations = st.builds(
    Relation,
    terms,
    texts,
    texts,
    st.sampled_from(Family),
    st.none() | st.sampled_from([1, -1]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    several,
    options,
)
concepts = st.builds(
    Concept,
    ids,
    st.sampled_from(Kind),
    texts,
    several,
    several_ids,
    several_ids,
    st.none() | ids,
    st.none() | ids,
    st.none() | st.sampled_from([1, -1]),
    options,
    st.lists(names.map("http://purl.obolibrary.org/obo/{}".format), max_size=2, unique=True).map(
        lambda found: tuple(sorted(found))
    ),
)
sources = st.builds(
    Source,
    ids,
    texts,
    st.sampled_from(Tier),
    names,
    names,
    options,
    st.none() | st.sampled_from(["2018", "2018-11", "2018-11-06"]),
    options,
    st.none() | names.map("https://example.org/?a={}&b=(c)#d".format),
    st.none() | digests,
    st.none() | numbers,
    options,
    st.lists(names.map("https://doi.org/10.1/{}".format), max_size=2, unique=True).map(lambda found: tuple(sorted(found))),
    st.none() | numbers,
    st.sets(dependences, max_size=2).map(
        lambda found: tuple(sorted(found, key=lambda one: (one.source, one.kind, one.comment or "")))
    ),
)


@st.composite
def assertions(draw: st.DrawFn, claim: str) -> Assertion:
    return Assertion(
        id=draw(ids),
        claim=claim,
        source=draw(ids),
        stance=draw(st.sampled_from(Stance)),
        certainty=draw(st.sampled_from(Certainty)),
        basis=draw(st.sampled_from(Basis)),
        paraphrase=draw(texts),
        scope=draw(several_ids),
        qualifications=tuple(
            sorted(draw(st.sets(qualifications, max_size=2)), key=lambda one: (one.aspect, one.reason or "", one.comment))
        ),
        attributed_to=draw(several),
        design=draw(st.none() | names),
        effect=draw(options),
        estimates=tuple(sorted(draw(st.sets(estimates, max_size=2)), key=lambda one: one.order)),
        sample_size=draw(st.none() | numbers),
        population=draw(options),
        task=draw(options),
        measured=draw(options),
        finding=draw(st.none() | st.sampled_from(Finding)),
        unconfirmed=draw(st.booleans()),
        passages=tuple(
            sorted(draw(st.sets(passages, max_size=2)), key=lambda one: (one.start, one.end, one.sha256, one.fragment or ""))
        ),
    )


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    identifier = draw(ids)
    made = draw(st.lists(assertions(identifier), min_size=1, max_size=2, unique_by=lambda one: one.id))
    return Claim(
        id=identifier,
        subject=draw(ids),
        relation=draw(ids),
        object=draw(ids),
        label=draw(texts),
        outcome=draw(st.none() | ids),
        assertions=tuple(sorted(made, key=lambda one: one.id)),
    )


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    found = draw(st.lists(claims(), max_size=2, unique_by=lambda one: one.id))
    taken: set[str] = set()
    kept = []
    for claim in found:  # an assertion is about one claim
        own = tuple(one for one in claim.assertions if one.id not in taken)
        taken |= {one.id for one in own}
        kept.append(Claim(claim.id, claim.subject, claim.relation, claim.object, claim.label, claim.outcome, own))
    return Corpus(
        relations={one.id: one for one in draw(st.lists(relations, max_size=2))},
        concepts={one.id: one for one in draw(st.lists(concepts, max_size=2))},
        sources={one.id: one for one in draw(st.lists(sources, max_size=2))},
        claims={one.id: one for one in kept},
    )


iris = st.sampled_from(
    [
        v.KG + "causes",
        v.KG + "a.b",
        v.KG + "1st",
        v.KG + "-x",
        v.KG,
        v.ID,
        v.ID + "scheme",
        v.ID + "concept/a.causes.b",
        v.ID + "concept/a:b",
        v.ID + "a:b",
        v.ID + "concept//x",
        v.ID + "/x",
        v.ID + "?query",
        v.ID + "#fragment",
        v.ID + "concept/é#x?y",
        v.ID[:-1],
        v.RDF + "type",
        v.RDF + "first",
        v.RDF + "rest",
        v.RDF + "nil",
        "https://example.org/(a)'b",
        "urn:x:y",
    ]
).map(NamedNode)
blanks = st.integers(0, 5).map(lambda number: BlankNode(f"n{number}"))
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, language: Literal(text, language=language), texts, st.sampled_from(["en", "he", "de-AT"])),
    st.builds(
        lambda text, datatype: Literal(text, datatype=NamedNode(datatype)),
        texts | st.sampled_from(["1", "+1", "-01", "1_0", "true", "1.0", "1e0"]),
        st.sampled_from([v.XSD + name for name in ("integer", "boolean", "decimal", "double", "date")] + [v.KG + "unit"]),
    ),
)
quads = st.builds(Quad, iris | blanks, iris, iris | blanks | literals)
