"""Sending: the effect `sends` renders the letter of an act and keeps it for the participant."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from dienests.kernel.cases.effect import Effect
from dienests.kernel.cases.outbox import handles
from dienests.kernel.letters.letter import Letter
from dienests.kernel.procedures.registry import find


def register() -> None:
    """Make the handler known to the outbox."""
    handles("sends")(sends)


def sends(effect: Effect) -> None:
    """Render the letter and keep it, once per act and addressee; it is written in the language of the institution."""
    case = effect.case
    procedure = find(case.procedure, case.version)
    letter = procedure.letters[effect.what]
    record = procedure.record.objects.get(pk=case.pk)
    for participant in case.participants.filter(role=letter.to.name):
        with override(settings.LANGUAGE_CODE):
            words = {"case": case, "record": record, "letter": letter, "sent_at": effect.written_at}
            html = render_to_string(letter.template, words)
        Letter.objects.get_or_create(
            event=effect.event, slug=letter.name, participant=participant,
            defaults={"case": case, "sent_at": effect.written_at, "language": settings.LANGUAGE_CODE, "html": html},
        )  # fmt: skip
