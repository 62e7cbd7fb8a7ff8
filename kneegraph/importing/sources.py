"""The source that a row names, with what the row says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kneegraph.importing.cells import Getter, several
from kneegraph.importing.fields import choice_of, cut, text_of
from kneegraph.importing.mapping import ColumnMapping
from kneegraph.importing.statements import RefusedError
from kneegraph.model import Source, Tier
from kneegraph.model.identifiers import label_id
from kneegraph.vocab import slug

_TEXTS = ("creator", "issued", "publisher", "url", "seen")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20<>\"{}|\\^`]+")
#: The kind of a document, where nothing says it.
_KINDS = {Tier.PEER_REVIEWED: "researchArticle", Tier.POPULAR: "popularArticle"}
#: The collection, where nothing says it.
COLLECTION = "imported"


class SourceReader:
    """Reads the source of a row; what it has read of a source it does not read again."""

    def __init__(self, get: Mapping[str, Getter], mapping: ColumnMapping) -> None:
        self._get = get
        self._longest = mapping.longest
        cell = mapping.cells.get("same_as")
        self._separator = cell.separator if cell else None
        names = ("title", "tier", "source_kind", "collection", *_TEXTS, "same_as")
        self._asked = [get[name] for name in names if name in get]
        self._read: dict[str, tuple[tuple[str, ...], Source]] = {}

    def read(self, cells: Sequence[str]) -> tuple[str, Source]:
        """What names the source, and the source. Raises RefusedError."""
        key = text_of(self._get, "source", cells)
        if not key:
            raise RefusedError("source is empty")
        said = tuple(get(cells) for get in self._asked)
        known = self._read.get(key)
        if known is not None and known[0] == said:
            return key, known[1]
        source = self._made(key, cells)
        self._read[key] = said, source
        return key, source

    def _made(self, key: str, cells: Sequence[str]) -> Source:
        tier = choice_of(self._get, "tier", Tier, cells)
        if tier is None:
            raise RefusedError("tier is empty")
        texts = {name: text_of(self._get, name, cells) or None for name in _TEXTS}
        issued = texts["issued"]
        if issued is not None and not _DATE.fullmatch(issued):
            raise RefusedError(f"issued must be a date or a year, as in 2018-11-06, 2018-11 or 2018 (got {cut(issued)!r})")
        same_as = several(self._get["same_as"](cells), self._separator) if "same_as" in self._get else ()
        for address in filter(None, (texts["url"], *same_as)):
            _check_address(address)
        collection = text_of(self._get, "collection", cells) or COLLECTION
        kind = text_of(self._get, "source_kind", cells) or _KINDS[tier]
        if not kind.isalnum() or not kind.isascii():
            raise RefusedError(f"source_kind is one word, such as researchArticle (got {cut(kind)!r})")
        return Source(
            id=label_id(key, longest=self._longest),
            title=text_of(self._get, "title", cells) or key,
            tier=tier,
            kind=kind,
            collection=slug(collection) or COLLECTION,
            same_as=same_as,
            creator=texts["creator"],
            issued=issued,
            publisher=texts["publisher"],
            url=texts["url"],
            seen=texts["seen"],
        )


def _check_address(address: str) -> None:
    """Raise RefusedError for what is no whole web address."""
    if not _ADDRESS.fullmatch(address):
        raise RefusedError(f"is no address: {cut(address)!r} (an address begins as https://…)")
