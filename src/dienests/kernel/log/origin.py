"""The name and the key of this log, made at the first seal and kept: another installation always has another name."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from dienests.kernel.keys import store
from dienests.kernel.log.refusals import other_key
from dienests.kernel.log.sealed import Tree
from dienests.kernel.tree.notes import SigningKey, VerifierKey

KEY = "log-seal"
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "*"})
Namer = Callable[[], str | None]
_namers: list[Namer] = []


def names_house(namer: Namer) -> Namer:
    """Register a function that returns the slug of the institution, for logs without a public host."""
    _namers.append(namer)
    return namer


@transaction.atomic
def founded() -> Tree:
    """Return the row of the tree, made on first need."""
    found = Tree.objects.first()
    if found is None:
        name = f"{_house()}/log-{secrets.token_hex(3)}"
        key = SigningKey(name, store.key(KEY)).verifier
        # The fixed key makes a second one, written at the same moment, fail or find the first.
        found, _ = Tree.objects.get_or_create(pk=1, defaults={"origin": name, "key": str(key)})
    return found


def verifier_key() -> VerifierKey | None:
    """Return the public key of this log, or None before its first seal."""
    found = Tree.objects.values_list("key", flat=True).first()
    return None if found is None else VerifierKey.read(found)


def signing_key(tree: Tree) -> SigningKey:
    """Return the key of this log; raises SealingRefused when the key store holds another one, or none."""
    secret = store.existing(KEY)
    key = SigningKey(tree.origin, secret) if secret is not None else None
    if key is None or str(key.verifier) != tree.key:
        raise other_key()
    return key


def _house() -> str:
    public = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host not in LOCAL]
    named = (namer() for namer in _namers)
    return next(iter(public), None) or next((name for name in named if name), None) or "dienests"
