"""The outbox: effects are carried out after the act, each exactly once, by the handler of their kind."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from django.db import transaction

from dienests.kernel.cases.effect import Effect

Handler = Callable[[Effect], None]
Routine = Callable[[datetime], int]
_handlers: dict[str, Handler] = {}
_routines: list[Routine] = []
_no_routines: ContextVar[bool] = ContextVar("no routines now", default=False)
log = logging.getLogger(__name__)
AT_ONCE = 100


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the one handler of a kind of effect; it runs in the transaction that marks the effect as done."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def routinely(routine: Routine) -> None:
    """Register what is looked after whenever the outbox is; it may be called often, and returns how much it did."""
    if routine not in _routines:
        _routines.append(routine)


def run_pending(*, at: datetime | None = None) -> int:
    """Carry out what waits, also what a killed process left, and return how many effects were done.

    Effects that an effect asks for (a sub-case that closes at once) are done in the same call.
    """
    now, done = at or datetime.now(UTC), 0
    _run_routines(now)
    for _round in range(AT_ONCE):
        waiting = _waiting(now)
        if not waiting:  # each one was done, taken by another process, or put off
            break
        done += sum(_run(pk, now) for pk in waiting)
    return done


def hasten(*, institution: int, at: datetime) -> int:
    """Make what failed in an institution due at once, and return how much that is."""
    failed = Effect.objects.filter(done_at__isnull=True, attempts__gt=0, case__institution=institution)
    return failed.update(not_before=at)


@contextmanager
def without_routines() -> Iterator[None]:
    """Look after effects alone: while the past is being told, a routine would judge what is half told."""
    token = _no_routines.set(True)
    try:
        yield
    finally:
        _no_routines.reset(token)


def _run_routines(at: datetime) -> None:
    """Run the routines, save within one of them: an act that a routine does looks after the outbox itself."""
    if _no_routines.get():
        return
    with without_routines():
        for routine in _routines:
            routine(at)


def _waiting(at: datetime) -> list[int]:
    found = Effect.objects.filter(done_at__isnull=True, not_before__lte=at).order_by("pk")
    return list(found.values_list("pk", flat=True)[:AT_ONCE])


def _run(pk: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            # The row is taken before the handler runs: a second process waits here and then finds it done.
            if not Effect.objects.filter(pk=pk, done_at__isnull=True).update(done_at=at):
                return False
            effect = Effect.objects.select_related("case__parent").get(pk=pk)
            _handlers[effect.kind](effect)
        return True
    except Exception as error:  # whatever a handler meets, the other effects go on and this one is tried again
        log.exception("The effect %s was not carried out and will be tried again.", pk)
        _put_off(pk, error, at)
        return False


def _put_off(pk: int, error: Exception, at: datetime) -> None:
    effect = Effect.objects.get(pk=pk)
    effect.attempts = min(effect.attempts + 1, 30_000)
    effect.not_before = at + timedelta(seconds=min(2 ** min(effect.attempts, 12), 3600))
    # The kind of the error only: its words may quote the fields of a record.
    effect.failure = type(error).__name__
    effect.save(update_fields=["attempts", "not_before", "failure"])
