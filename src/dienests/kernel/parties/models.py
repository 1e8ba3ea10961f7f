"""The tables of the parties, gathered for Django."""

from dienests.kernel.parties.absence import Absence
from dienests.kernel.parties.institution import Institution, Unit
from dienests.kernel.parties.mandate import Mandate
from dienests.kernel.parties.office import Office
from dienests.kernel.parties.organisation import Organisation
from dienests.kernel.parties.person import Person
from dienests.kernel.parties.representation import Consent, Objection, Representation
from dienests.kernel.parties.staff_member import StaffMember, StaffUpload

__all__ = [
    "Absence", "Consent", "Institution", "Mandate", "Objection", "Office", "Organisation", "Person",
    "Representation", "StaffMember", "StaffUpload", "Unit",
]  # fmt: skip
