"""Streams of events that cannot be quietly changed, sealed into a public tree.

Read it in three parts, each from the top:

1. Writing. `events` (one row per act) and `append_only` (the database refuses changes), `canonical` (one way to write a
   value as bytes), `entry` (what the leaf of an event covers), `streams` (appending).
2. Sealing. `sealed` (places, queue, lease), `sealing` (places, tiles, checkpoint; `taking`, `lease`, `origin` and
   `refusals` are its parts), `receipts` (the proof of one event for whoever distrusts this site), `copying` (the log
   for a stranger). The mathematics and the files of the tree stand in `kernel/tree`.
3. Auditing. `verify` (everything recomputed) reads events as they lie: `runs` over `stretches` and `entries`, each told
   sound by `soundness`. Streams in doubt are walked by `chains` over `rows`. Then `erasures`, `tree_audit` with
   `losses`, and `places`; all tell `breaks`.

An event is a leaf `H(0x00 || who, when, what, why, commitment to the content, leaf before it)`. The chain proves the
order within a stream; the tree proves that nothing sealed was changed, removed or added later; the checkpoints that
left this machine prove it to others.
"""
