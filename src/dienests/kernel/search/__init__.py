"""Search: one index for all kinds of things, served by FTS5 and tsvector; who may see a hit is told by its kind."""
