"""The tables of letters and notices, gathered for Django."""

from dienests.kernel.letters.amendment import Amendment
from dienests.kernel.letters.brief import Brief
from dienests.kernel.letters.draft import Draft
from dienests.kernel.letters.draft_text import DraftText
from dienests.kernel.letters.letter import Letter
from dienests.kernel.letters.notice import Notice
from dienests.kernel.letters.opinion import Opinion
from dienests.kernel.letters.register import Register

__all__ = ["Amendment", "Brief", "Draft", "DraftText", "Letter", "Notice", "Opinion", "Register"]
