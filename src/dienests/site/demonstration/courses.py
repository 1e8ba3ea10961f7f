"""The courses that reports without an accused take: advice, disputes, proposals."""

from dienests.kernel.calendar.periods import last_day_of_quarter
from dienests.site.demonstration.diary import Diary
from dienests.site.demonstration.disputes import BROUGHT, DISPUTES, TRIED
from dienests.site.demonstration.pace import after, sitting_of_quarter
from dienests.site.demonstration.proposals import PROPOSALS
from dienests.site.demonstration.questions import QUESTIONS

SITTING = 10  # working days, as the administrator of the demonstration has set


def advice(diary: Diary) -> None:
    """Somebody asks, and is answered at once or on a promised day."""
    question, answer = QUESTIONS[diary.number % len(QUESTIONS)]
    diary.write("submit", diary.writer(), reason="advice", account=question)
    _answer(diary, answer, promised=0.5)


def dispute(diary: Diary) -> None:
    """Somebody, at times a manager, asks for support in a dispute; some go to a sitting."""
    tried = TRIED[diary.number % len(TRIED)]
    if diary.number % 3 == 2:
        account, answer = BROUGHT[diary.number // 3 % len(BROUGHT)]
        manager, party = diary.chance.choice(diary.roster.staff)
        diary.write("bring", manager, party=diary.roster.people[party], account=account, tried=tried)
    else:
        account, answer = DISPUTES[diary.number % len(DISPUTES)]
        diary.write("submit", diary.writer(), reason="dispute", account=account, tried=tried)
    if not diary.happens(0.3):
        _answer(diary, answer, promised=0.7)
        return
    diary.wait(1, 3)
    adviser = diary.roster.people[diary.chance.choice(diary.roster.advisers)]
    diary.write("consult", diary.roster.chair(diary.on), adviser=adviser)
    hold_sitting(diary)
    diary.write("settle", diary.roster.chair(diary.on), answer=answer)


def proposal(diary: Diary) -> None:
    """Somebody proposes, and the Commission weighs it with the quarter's other proposals."""
    account, reasoning, answer = PROPOSALS[diary.number % len(PROPOSALS)]
    diary.write("submit", diary.writer(), reason="proposal", account=account, reasoning=reasoning)
    diary.wait(1, 5)
    diary.write("collect", diary.roster.chair(diary.on))
    sitting = sitting_of_quarter(diary.on)
    if diary.late:
        sitting = after(last_day_of_quarter(diary.on), 6)
    diary.wait_for(sitting)
    diary.write("weigh", diary.roster.chair(diary.on), answer=answer)


def hold_sitting(diary: Diary) -> None:
    """Let the time pass until the sitting: within its term, or after it where the case is a late one."""
    diary.wait(*((SITTING + 1, SITTING + 6) if diary.late else (3, SITTING)))


def _answer(diary: Diary, answer: str, *, promised: float) -> None:
    diary.wait(1, 2)
    if diary.late or diary.happens(promised):
        day = after(diary.on, diary.chance.randint(5, 12))
        diary.write("promise", diary.roster.chair(diary.on), answer_promised=day)
        if diary.late:
            diary.wait_for(after(day, diary.chance.randint(1, 5)))
        else:
            diary.wait(2, 5)
            if diary.happens(0.15):  # renewed before the day came
                day = after(diary.on, 6)
                diary.write("promise", diary.roster.chair(diary.on), answer_promised=day)
                diary.wait(2, 6)
    else:
        diary.wait(1, 3)
    diary.write("advise", diary.roster.chair(diary.on), answer=answer)
