"""What the sealed log refuses; each is one sentence that says what to do."""

from django.utils.translation import gettext as _


class NotSealed(Exception):
    """The event has no place in the published tree yet."""

    def __init__(self) -> None:
        super().__init__(_("This act is not sealed yet; that happens within a minute or two, try again then."))


class TreeBroken(Exception):
    """What was published and the event do not fit together: no receipt can be given."""

    def __init__(self) -> None:
        super().__init__(
            _("No receipt can be given: the act and the published log do not fit together. Tell whoever runs this "
              "site; ./dienests log verify names what was changed.")
        )  # fmt: skip


class SealingRefused(Exception):
    """Nothing was sealed, since what was published before and what lies here do not fit together."""


def older(here: int, published: int) -> SealingRefused:
    """The database ends before the last checkpoint."""
    return SealingRefused(
        _(
            "The log in the database ends after %(here)s entries, but %(published)s were published: this database is "
            "an older copy. Restore it with ./dienests restore, or put the right database back."
        )
        % {"here": here, "published": published}
    )


def forked(published: int) -> SealingRefused:
    """The same places hold other leaves than were published."""
    return SealingRefused(
        _(
            "The first %(published)s entries in the database are not those that were published: one of them was "
            "changed, removed or moved. Run ./dienests log verify, which names it."
        )
        % {"published": published}
    )


def gap(begin: int, end: int) -> SealingRefused:
    """Entries are missing, or a leaf is not 32 bytes long."""
    return SealingRefused(
        _("Entries %(begin)s to %(end)s of the log are not whole in the database. Run ./dienests log verify.")
        % {"begin": begin, "end": end - 1}
    )


def emptied(published: int) -> SealingRefused:
    """The folder has no checkpoint although one was published."""
    return SealingRefused(
        _(
            "The folder of the log (LOG_DIR) holds no checkpoint, but %(published)s entries were published: bring its "
            "files back. Only when they are lost for good: ./dienests log seal --rebuild"
        )
        % {"published": published}
    )


def other_key() -> SealingRefused:
    """The key store holds another key, or none, for a log that has published."""
    return SealingRefused(
        _(
            "The key store (KEY_URL) does not hold the key “log-seal” that signed the checkpoints of this log: bring "
            "it back from your copy of the keys."
        )
    )


def foreign(why: str) -> SealingRefused:
    """The checkpoint in the folder is not one of this log."""
    return SealingRefused(
        _(
            "The checkpoint in the folder of the log (LOG_DIR) is not signed by this log: the folder belongs to "
            "another installation, or the file was changed. %(why)s"
        )
        % {"why": why}
    )


def overtaken() -> SealingRefused:
    """Another sealer took the lease meanwhile."""
    return SealingRefused(_("Another sealer has taken over; this one stopped, and nothing is lost."))
