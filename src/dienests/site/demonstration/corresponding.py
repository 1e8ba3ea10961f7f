"""Letters of the demonstration in every state: the chair agrees to answers to complaints, the head approves them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from dienests.kernel.calendar.zone import local_date
from dienests.kernel.cases import outbox
from dienests.kernel.cases.models import Case
from dienests.kernel.letters import agreeing, approving, drafting
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.letterhead import ADDRESS, CONTACTS
from dienests.kernel.letters.opinion import Opinion
from dienests.kernel.log.streams import ActorRef
from dienests.kernel.norms.parameters import set_parameter
from dienests.site.demonstration.founding import ORDER, House

RULES_DAYS_AGO = 14
HEAD, CHAIR, PERSONNEL, BUREAU = "head", "ethics-chair", "personnel", "bureau"
PARAMETERS = {
    "outside-complaint.reply-approval": HEAD,
    "outside-complaint.reply-agreement": CHAIR,
    ADDRESS: "Parauga iela 1, Rīga, LV-1000",
    CONTACTS: "tālr. +371 00000000, pasts@example.org, www.example.org",
}
SORRY = "Atvainojamies, ka neatbildējām laikus. Turpmāk uz katru vēstuli atbild dežurējošais darbinieks."
OFFER = "Pārbaudījām dežūru žurnālu: zvani nav reģistrēti. Turpmāk tos ieraksta automātiski."
Step = tuple[int, str, str, dict[str, Any]]  # hours ago, step, who, what
# What happens to the answers that wait, in the order of their cases.
COURSES: list[list[Step]] = [
    [(50, "write", PERSONNEL, {"words": "Jūsu iesniegumu izskata; atbildes projekts vēl top."}),
     (49, "brief", PERSONNEL, {"fields": ["channel"], "words": "Lūdzu, sagatavojiet īsu atbildi.", "office": BUREAU})],
    [(47, "write", PERSONNEL, {"words": "Zvani nav bijuši."}), (46, "submit", PERSONNEL, {"further": []}),
     (30, "object", CHAIR, {"words": "Tik īsa atbilde neko nepaskaidro.", "wording": OFFER, "field": "message"})],
    [(45, "write", PERSONNEL, {"words": "Norāde pie ieejas ir salabota."}), (44, "submit", PERSONNEL, {"further": []})],
    [(43, "write", PERSONNEL, {"words": SORRY}), (42, "submit", PERSONNEL, {"further": []}), (28, "agree", CHAIR, {})],
    [(41, "write", PERSONNEL, {"words": "Vienošanās."}), (40, "submit", PERSONNEL, {"further": []}),
     (27, "object", CHAIR, {"words": "Nav skaidrs, par ko vienojās.", "field": "message",
                            "wording": "Tikšanās ar Jums ir norunāta, laiku precizēsim pa tālruni."}),
     (26, "take", PERSONNEL, {}), (20, "approve", HEAD, {})],
]  # fmt: skip
VERBS: dict[str, Callable[..., Any]] = {
    "write": drafting.write, "brief": drafting.give_brief, "submit": agreeing.submit, "object": agreeing.object_to,
    "agree": agreeing.agree, "take": agreeing.take_wording, "approve": approving.approve,
}  # fmt: skip


def set_rules(house: House, *, at: datetime, by: ActorRef, approved_by: ActorRef) -> None:
    """Set the letterhead, and who approves answers to complaints, some days before the day of loading."""
    begin = at - timedelta(days=RULES_DAYS_AGO)
    for slug, value in PARAMETERS.items():
        set_parameter(
            institution=house.institution, slug=slug, value=value, basis=ORDER, valid_from=local_date(begin), by=by,
            approved_by=approved_by, at=begin,
        )  # fmt: skip


def correspond(house: House, *, at: datetime) -> None:
    """Bring the answers that wait into every state of a draft."""
    waiting = Case.objects.filter(institution=house.institution, procedure="outside-complaint", stage="answering")
    for case, course in zip(waiting.order_by("opened_at", "pk"), COURSES, strict=False):
        _course(house, case, course, at)


def _course(house: House, case: Case, course: list[Step], at: datetime) -> None:
    begin = at - timedelta(hours=course[0][0] + 1)
    draft = drafting.open_draft(case=case, action="inform", actor=house.acting(PERSONNEL, begin), at=begin)
    for hours, step, who, what in course:
        now = at - timedelta(hours=hours)
        given = dict(what)
        if step == "write":
            given = {"fields": {"message": given["words"]}, "language": "lv"}
        if step == "take":
            given = {"opinion": Opinion.objects.filter(draft=draft).latest("pk").pk}
        seen = Draft.objects.values_list("revision", flat=True).get(pk=draft.pk)
        VERBS[step](draft=draft.pk, actor=house.acting(who, now), at=now, seen=seen, **given)
        outbox.run_pending(at=now)
