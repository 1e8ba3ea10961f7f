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
    case, language = effect.case, settings.LANGUAGE_CODE
    procedure = find(case.procedure, case.version)
    letter = procedure.letters[effect.what]
    sent = set(Letter.objects.filter(event=effect.event, slug=letter.name).values_list("participant", flat=True))
    addressees = [each for each in case.participants.filter(role=letter.to.name) if each.pk not in sent]
    if not addressees:
        return
    words = {"case": case, "record": procedure.record.objects.get(pk=case.pk), "letter": letter}
    with override(language):
        words |= {"sent_at": effect.written_at, "language": language}
        html = render_to_string(letter.template, words)
    for participant in addressees:
        Letter.objects.create(
            event=effect.event, slug=letter.name, participant=participant, case=case, sent_at=effect.written_at,
            language=language, html=html,
        )  # fmt: skip
