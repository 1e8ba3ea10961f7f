"""The course that a report of a breach takes: a sitting, at times the head of the institution and a breach case."""

from dienests.site.demonstration import breaches
from dienests.site.demonstration.courses import hold_sitting
from dienests.site.demonstration.diary import Diary
from dienests.site.demonstration.playing import OWN_LAST
from dienests.site.demonstration.wording import about

# Which reports name an office; nobody handles a report about himself, so that each takes a course of its own.
NAMED = {4: "personnel", 7: "ethics-chair", 11: "head", 17: "personnel"}


def breach(diary: Diary) -> None:
    """Somebody reports a colleague."""
    office = NAMED.get(diary.number, "")
    writer, accused = diary.chance.sample(diary.roster.writers, 2)
    if office:
        accused = diary.roster.holders[office]
    ground, account = breaches.BREACHES[diary.number % len(breaches.BREACHES)]
    fields = {"ground": ground} if ground else {}
    named = diary.roster.people[accused]
    diary.write("submit", writer, reason="breach", account=about(account, accused), about=named, **fields)
    _handle(diary, accused, office, ground)


def reprisal(diary: Diary, writer: str) -> None:
    """Somebody who wrote before reports to have been treated worse for it."""
    accused = diary.chance.choice([name for name in diary.roster.writers if name != writer])
    account = about(breaches.REPRISALS[diary.number % len(breaches.REPRISALS)], accused)
    diary.write("complain", writer, earlier=OWN_LAST, about=diary.roster.people[accused], account=account)
    _handle(diary, accused, "", "")


def _handle(diary: Diary, accused: str, office: str, ground: str) -> None:
    roster = diary.roster
    diary.wait(1, 3)
    diary.write("convene", roster.chair(diary.on, about=accused))
    hold_sitting(diary)
    chair = roster.chair(diary.on, about=accused)
    broken = f"Iespējams {ground}. apakšpunkta pārkāpums" if ground else "Iespējams vispārpieņemtas rīcības pārkāpums"
    if office == "head":
        diary.write("refer", chair, proposal=f"{broken}; {breaches.SUSPICION}.", result=breaches.REFERRED)
        letter = breaches.LETTER_REFERRED
    elif office == "ethics-chair" or diary.number % 5 in (1, 3):
        diary.write("dismiss", chair, result=breaches.DISMISSED)
        letter = breaches.LETTER_DISMISSED
    else:
        diary.write("propose", chair, proposal=f"{broken}; {breaches.SUSPICION}.")
        letter = _head_decides(diary, accused)
    diary.wait(1, 5)
    if office == "personnel":
        diary.write("inform_instead", roster.chair(diary.on, about=accused), message=letter)
    else:
        diary.write("inform", "personnel", message=letter)


def _head_decides(diary: Diary, accused: str) -> str:
    diary.wait(2, 7)
    if diary.number % 5 == 2:
        diary.write("decline_case", "head", reasons=breaches.DECLINED)
        return breaches.LETTER_DECLINED
    diary.write("open_case", "head", reasons=breaches.OPENED)
    diary.wait(15, 35)
    proved = diary.happens(0.7)
    grounds = breaches.PROVED if proved else breaches.UNPROVED
    chair = diary.roster.chair(diary.on, about=accused)
    diary.write("decide", chair, finding="breach" if proved else "none", grounds=grounds)
    return breaches.LETTER_DECIDED
