"""Dispatch: sealed letters go to people by the way that each chose, once, and what became of them is known.

Read in this order: `way`, `choice` and `choosing` (how somebody wants letters), `dispatch` (one letter on its way),
`arranging` (sealed letters get one), `rounds` with `mail_carrier` and `e_address` (what a machine sends), `keepers`
(who looks after a letter), `post`, `handing` and `proving` (what people do), `returning` (what came back), `notified`
(since when the addressee counts as told).
"""
