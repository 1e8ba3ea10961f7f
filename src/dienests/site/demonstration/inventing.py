"""Inventing cases: by chance, but the same ones at every loading on the same day."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from dienests.conduct.ethics_reports.facade import Step
from dienests.kernel.calendar.zone import local_date
from dienests.site.demonstration.accusations import breach, reprisal
from dienests.site.demonstration.courses import advice, dispute, proposal
from dienests.site.demonstration.diary import Course, Diary
from dienests.site.demonstration.pace import arrivals, in_office
from dienests.site.demonstration.roster import Roster

DAYS = 730
MIX: tuple[Course, ...] = (advice, breach, dispute, advice, proposal, breach, advice, dispute)
LATE = 9  # one case in so many misses a term
REPRISAL = 30  # one case in so many tells of a reprisal


def invent(n: int, roster: Roster, *, now: datetime, seed: str) -> list[list[Step]]:
    """Return n stories of the last two years, none with a term that is overdue now; a case may still be open."""
    chance, kinds = Random(seed), Counter[str]()
    stories: list[list[Step]] = []
    days = list(arrivals(n, local_date(now - timedelta(days=DAYS)), local_date(now), chance))
    mix: list[Course] = []
    for number, day in enumerate(days):
        mix = mix or chance.sample(MIX, len(MIX))
        course = mix.pop()
        earlier = [story[0].who for story in stories if story[0].action == "submit" and len(story) > 1]
        if number % REPRISAL == REPRISAL - 1:
            writer = chance.choice(earlier[-20:-8])
            course = _reprisal_by(writer)
        stories.append(_told(course, kinds[course.__name__], number, day_at=in_office(day, chance), roster=roster,
                             now=now, seed=f"{seed} {number}"))  # fmt: skip
        kinds[course.__name__] += 1
    return [story for story in stories if story]


def _reprisal_by(writer: str) -> Course:
    def reprisal_by(diary: Diary) -> None:
        reprisal(diary, writer)

    return reprisal_by


def _told(
    course: Course, which: int, number: int, *, day_at: datetime, roster: Roster, now: datetime, seed: str
) -> list[Step]:
    """Return a story up to now; a case that is not over yet is told as one that keeps its terms."""
    for late in (number % LATE == LATE - 1, False):
        diary = Diary(roster, Random(seed), day_at, which, late)
        course(diary)
        if diary.at <= now:
            break
    return [step for step in diary.steps if step.at <= now]
