"""Operations on letters: those of a case that the person may read, and the words of one."""

from uuid import UUID

from django.utils.translation import gettext as _

from dienests.kernel.cases.case import Case
from dienests.kernel.cases.sight import visible
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.reading import readable_letters
from dienests.kernel.procedures.earlier import letter_of
from dienests.kernel.procedures.registry import find
from dienests.site.api import told
from dienests.site.api.cases import CASE
from dienests.site.api.open_rules import moment
from dienests.site.api.operation import Call, Done, Operation, Parameter, address
from dienests.site.api.problem import Problem
from dienests.site.pages import looking

READ = "letters.read"
NUMBER = Parameter("number", "path", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "of the letter", True)


def letters(call: Call) -> Done:
    """Return the letters of a case that the person may read, oldest first, without their words."""
    of = _case(call)
    found = [
        _head(of, each) | {"url": address("/cases/{case}/letters/{number}", case=of.pk, number=each.pk)}
        for each in readable_letters(call.actor, of)
    ]
    return Done({"case": str(of.pk), "letters": found})


def letter(call: Call) -> Done:
    """Return one letter as it was sent; the look is recorded first."""
    of, number = _case(call), int(call.given["number"])
    found = next((each for each in readable_letters(call.actor, of) if each.pk == number), None)
    if found is None:
        raise Problem("absent", _("There is no such letter, or the person behind the token does not read it."))
    looking.at_letter(call.actor, of, found, at=call.at, page="api-letter", through=told.through(call))
    return Done(_head(of, found) | {"language": found.language, "html": found.html})


def _case(call: Call) -> Case:
    found = visible(call.actor, among=[UUID(call.given["case"])]).first()
    if found is None:
        raise Problem("absent", _("There is no such case, or the person behind the token does not see it."))
    return found


def _head(of: Case, each: Letter) -> dict[str, object]:
    title = letter_of(find(of.procedure, of.version), each.slug).label
    return {"number": each.pk, "letter": each.slug, "title": str(title), "sent_at": moment(each.sent_at)}


OPERATIONS = (
    Operation(
        "list-letters", "/cases/{case}/letters", "The letters of a case", letters, "Letters", "letters", group=READ,
        parameters=(CASE,), problems=(404,),
    ),
    Operation(
        "get-letter", "/cases/{case}/letters/{number}", "One letter", letter, "Letter", "letters", group=READ,
        parameters=(CASE, NUMBER), problems=(404,), personal=True,
        about="The look is recorded, and told to the addressee.",
    ),
)  # fmt: skip
