"""The hash tree over the log as mathematics and files: no database, no settings, no Django.

Read in this order: `merkle` (roots and proofs over any source of hashes), `tiles` (where the hashes lie as files),
`notes` (a signed text), `checkpoint` (the signed text that names size and root), `folder` (all of it in LOG_DIR).
"""
