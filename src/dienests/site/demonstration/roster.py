"""Who may play which part in a case of one institution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dienests.kernel.parties.person import Person
from dienests.site.demonstration.people import CHAIR, DEPUTY, EMPLOYEE, HEAD, MEMBER, PERSONNEL, Place

Period = tuple[date, date]  # the first day, and the first day after


@dataclass(frozen=True)
class Roster:
    """The people of an institution by their parts: names, and for disputes the staff of each manager."""

    people: Mapping[str, Person]
    writers: tuple[str, ...]
    advisers: tuple[str, ...]
    staff: tuple[tuple[str, str], ...]  # manager, employee
    holders: Mapping[str, str]  # office -> its first holder
    away: tuple[Period, ...] = ()

    def chair(self, on: date, *, about: str = "") -> str:
        """Return the office that acts as chair in a case on a day: the deputy's where the chair is away or named."""
        absent = any(begin <= on < end for begin, end in self.away)
        return DEPUTY[0] if absent or about == self.holders[CHAIR[0]] else CHAIR[0]


def roster(place: Place, people: Mapping[str, Person], *, away: tuple[Period, ...] = ()) -> Roster:
    """Return the parts that the posts of an institution give."""
    holders: dict[str, str] = {}
    leaders: dict[str, str] = {}
    for post in place.posts:
        holders.setdefault(post.office, post.person)
        if post.leads:
            leaders[post.unit] = post.person
    employees = [post for post in place.posts if post.office == EMPLOYEE[0]]
    busy = {holders[office[0]] for office in (HEAD, CHAIR, DEPUTY, PERSONNEL)}
    led = ((leaders.get(post.unit, leaders[""]), post.person) for post in employees)
    return Roster(
        people=people,
        writers=tuple(post.person for post in employees if post.person not in busy),
        advisers=tuple(post.person for post in place.posts if post.office == MEMBER[0]),
        staff=tuple((manager, person) for manager, person in led if not {manager, person} & (busy - {holders["head"]})
                    and manager != person and person != holders["head"] and person not in leaders.values()),
        holders=holders,
        away=away,
    )  # fmt: skip
