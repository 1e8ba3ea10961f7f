"""What every declared thing has in common: a name given by its place, a label and a basis."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise
else:
    Label = str | Promise


class Item:
    """One declared thing; its name is the attribute it is bound to."""

    name: str = ""
    label: Label

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.name:  # the first class that names it keeps the name; an amendment refers to the same object
            self.name = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower()} {self.name or self.label}>"


def as_tuple(value: Any) -> tuple[Any, ...]:
    """Return one thing or several as a tuple; None is no thing."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def one_each(label: Label, **given: tuple[Any, type]) -> None:
    """Check that each word names one thing of its kind, or none; raises TypeError with a sentence that names the word.

    A tuple in its place would otherwise show itself only when the first case is opened.
    """
    for word, (value, kind) in given.items():
        if value is not None and not isinstance(value, kind):
            raise TypeError(
                f"'{label}' takes one {kind.__name__.lower()} in `{word}`, not {type(value).__name__}; "
                "write the one, or declare the act or letter once for each."
            )
