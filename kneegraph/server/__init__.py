"""kneegraph over HTTP, read-only; whatever a stranger asks runs in another process than the one that serves him."""
