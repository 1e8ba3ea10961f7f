"""A procedure that carries matrix 1.5 of the requirements: who asks and who collects, for every kind of subject."""

from datetime import date

from dienests.kernel.cases.tests.house.models import RESULT, Certificate, standard
from dienests.kernel.parties.kinds import Kind
from dienests.kernel.parties.standing import Standing
from dienests.kernel.procedures import ANYONE, SELF, START, Procedure, action, cell, end, entitlement, role, stage

DERIVED = "derived from the matrix of the requirements"
CHILD = cell(Standing.MINOR, (Kind.PARENT, Kind.GUARDIAN), standard["representation.3"])
WARD = cell(Standing.TRUSTEESHIP, Kind.TRUSTEE, standard["representation.4"])
FIRM = cell(Standing.LEGAL, Kind.LEGAL, standard["representation.1"], interpretation=DERIVED)
BOTH = ("subject", "company")
PAPERS = ("passport", "kinship")


# fmt: off
class Certificates(Procedure, slug="house-certificate", record=Certificate, basis=standard["representation.1"],
                   version=1, issued=date(2026, 1, 1), numbered="HC", registered=False):
    title = "Certificate"

    asks_for = entitlement("who asks", standard["representation.1", "representation.3", "representation.4"],
                           cell(Standing.ADULT, SELF, standard["representation.1"]),
                           cell(Standing.ADULT, ANYONE, standard["representation.1"]), CHILD, WARD, FIRM, of=BOTH)
    collects = entitlement("who collects", standard["representation.2", "representation.3", "representation.4"],
                           cell(Standing.ADULT, SELF, standard["representation.2"]),
                           cell(Standing.ADULT, Kind.PROXY, standard["representation.2"]), CHILD, WARD, FIRM,
                           of=BOTH, who="collected_by")
    searches = entitlement("who asks the archive", standard["archive.1", "archive.2"],
                           cell(Standing.ADULT, SELF, standard["archive.1"], shows="passport"),
                           cell(Standing.TRUSTEESHIP, ANYONE, standard["archive.2"], shows=PAPERS),
                           cell(Standing.DEAD, ANYONE, standard["archive.2"], shows=PAPERS), of="subject")

    applicant = role("applicant", standard["representation.1"], opener=True)
    subject   = role("subject", standard["representation.1"], party="subject", reads=(RESULT,))
    clerk     = role("clerk", standard["representation.2"], office="clerk", reads=(RESULT,))

    asked = stage("asked")
    ready = stage("ready")
    given = end("given")

    ask     = action("ask", START, asked, by=applicant, basis=standard["representation.1"],
                     accepts=("subject", "company"), entitled=asks_for)
    search  = action("search", START, asked, by=applicant, basis=standard["archive.1"],
                     accepts=("subject", "passport", "kinship"), entitled=searches)
    prepare = action("prepare", asked, ready, by=clerk, basis=standard["representation.2"], asks=("result",))
    hand    = action("hand over", ready, given, by=clerk, basis=standard["representation.2"],
                     asks=("collected_by",), entitled=collects)
# fmt: on
