"""What is kept of people when something is sent to them."""

from django.utils.translation import gettext_lazy as _

from dienests.kernel.access.processing import law
from dienests.kernel.letters.amendment import Amendment
from dienests.kernel.letters.brief import Brief
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.notice import Notice
from dienests.kernel.letters.opinion import Opinion
from dienests.kernel.norms.erasing import PARTICIPANTS, Eraser, erases, stays
from dienests.kernel.norms.processing import Kept, keeps

DRAFTS = "letter-drafts"


def register() -> None:
    """Declare the entries."""
    keeps(
        Kept("letters", _("letters as they were sent"), _("to whom they were written"),
             _("to prove what the institution told a person"), law, _("the addressee and the office that drafts them")),
        Kept(DRAFTS, _("drafts of letters, and what offices said of them"),
             _("to whom they are to be written"), _("to agree on the words before a letter is approved"), law,
             _("the offices that draft, agree to and approve the letter")),
        Kept("notices", _("that something happened in a case, without its content"), _("who is to be told"),
             _("to tell a person of an act in a case"), law, _("the person"), until=_("until the case is opened")),
    )  # fmt: skip
    erases(
        Eraser("letters", Letter, "case",
               {"html": "", "title": "", "addressee": "", "signatory": "", "failure": "", "salt": ""},
               leaves=("participant", "institution", "draft", "slug", "state", "register", "number", "language", "file",
                       "sha256", "level", "corrects", "revokes")),
        Eraser(DRAFTS, Amendment, "letter__case", {"words": "", "salt": ""},
               leaves=("letter", "kind", "basis", "state", "proposed_by", "decided_by", "made")),
        Eraser(DRAFTS, Brief, "draft__case"),
        Eraser(DRAFTS, Opinion, "draft__case"),
        Eraser(DRAFTS, DraftText, "draft__case"),
        Eraser(PARTICIPANTS, Notice, "case"),
    )  # fmt: skip
    stays("which offices agreed on a letter, and when; its words go", "kernel_letters.Draft")
    stays("the last number given out, of nobody", "kernel_letters.Register")
