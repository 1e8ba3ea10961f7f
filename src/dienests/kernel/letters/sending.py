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
    """Render the letter and keep it, once per act and addressee; it is written in the language of the institution.

    Where nobody in the role has an account, it goes to whom the record names (`named`); the office sends it on its way.
    """
    case, language = effect.case, settings.LANGUAGE_CODE
    procedure = find(case.procedure, case.version)
    letter = procedure.letters[effect.what]
    sent = set(Letter.objects.filter(event=effect.event, slug=letter.name).values_list("participant", flat=True))
    taking_part = list(case.participants.filter(role=letter.to.name))
    named_only = [None] if letter.to.named and not taking_part else []
    addressees = [each for each in (*taking_part, *named_only) if (each and each.pk) not in sent]
    if not addressees:
        return
    words = {"case": case, "record": procedure.record.objects.get(pk=case.pk), "letter": letter}
    words["due"] = dict(case.term_runs.filter(stopped_on__isnull=True).values_list("slug", "due"))
    with override(language):
        words |= {"sent_at": effect.written_at, "language": language}
        html = render_to_string(letter.template, words)
    for participant in addressees:
        Letter.objects.create(
            event=effect.event, slug=letter.name, participant=participant, case=case, sent_at=effect.written_at,
            language=language, html=html,
        )  # fmt: skip
