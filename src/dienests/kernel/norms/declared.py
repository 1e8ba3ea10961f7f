"""Parameters that declarations ask for because the sources leave a value open; upper packages register them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dienests.kernel.calendar import terms
from dienests.kernel.norms import delay, retention

__all__ = ["Declared", "ParameterError", "ValueKind", "declared", "every", "register"]


class ParameterError(ValueError):
    """A refusal in one sentence: what is wrong with a parameter and what to do."""


ValueKind = Literal["term", "number", "text", "retention", "delay", "choice"]
Option = tuple[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Declared:
    """A value that an institution may set: where it stands, which provision leaves it open, and how it is checked.

    `basis` is the text of a Basis, such as "vpd-ethics-code-2026:25"; `where` names the document that should tell.
    `validate` raises ValueError with one sentence; it is asked after the check of the kind. A choice has `options`,
    which return (value, words) of every value that may be set. `forward` refuses a first day in the past: where a value
    hides something, what was shown is not hidden again.
    An optional one narrows another; unset it is no gap.
    """

    slug: str
    label: str | Promise
    where: str | Promise
    basis: str
    kind: ValueKind = "text"
    validate: Callable[[str], object] | None = None
    options: Callable[[], Sequence[Option]] | None = None
    forward: bool = False
    optional: bool = False

    def words(self, value: str) -> str:
        """Return a value as people say it: "10 working days" rather than "working_days:10"."""
        if self.kind == "term":
            return str(terms.parse(value).label())
        if self.kind == "retention":
            return retention.words(value)
        if self.kind == "delay":
            return delay.words(value)
        return str(dict(self.options()).get(value, value)) if self.options else value

    def check_first_day(self, valid_from: date, *, on: date) -> None:
        """Raise ParameterError where a value may not begin on a day that is over."""
        if self.forward and valid_from < on:
            raise ParameterError(_("This value begins today or later: what was shown is not hidden again."))

    def check(self, value: str) -> None:
        """Raise ParameterError where the value is not of this kind."""
        try:
            KINDS[self.kind](value)
            if self.options is not None and value not in {key for key, _words in self.options()}:
                raise ParameterError(_("“%(value)s” is none of the values: choose one of them.") % {"value": value})
            if self.validate is not None:
                self.validate(value)
        except ParameterError:
            raise
        except ValueError as error:
            raise ParameterError(str(error)) from None


Source = Callable[[], Iterable[Declared]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source of declared parameters; it is asked each time, so that it may itself read what was declared."""
    if source not in _sources:
        _sources.append(source)


def every() -> tuple[Declared, ...]:
    """Return all declared parameters by slug; two declarations may ask for one and the same."""
    found: dict[str, Declared] = {}
    for source in _sources:
        for each in source():
            if found.setdefault(each.slug, each).kind != each.kind:
                raise ParameterError(
                    f"the parameter {each.slug} is declared as {found[each.slug].kind} and as {each.kind}: rename one"
                )
    return tuple(found[slug] for slug in sorted(found))


def declared(slug: str) -> Declared:
    """Return one declared parameter; raises ParameterError where no declaration asks for it."""
    for each in every():
        if each.slug == slug:
            return each
    raise ParameterError(
        _("No declaration asks for a parameter “%(slug)s”: choose one from the list of parameters.") % {"slug": slug}
    )


def _number(value: str) -> None:
    try:
        finite = Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise ParameterError(_("“%(value)s” is not a number: write digits, such as 3 or 0.5.") % {"value": value})


def _text(value: str) -> None:
    if not value.strip():
        raise ParameterError(_("The value is missing: write it, or end the parameter to leave it unset."))


KINDS: dict[ValueKind, Callable[[str], object]] = {
    "term": terms.parse,
    "number": _number,
    "text": _text,
    "retention": retention.check,
    "delay": delay.check,
    "choice": _text,
}
