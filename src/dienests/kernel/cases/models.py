"""The tables of cases, gathered for Django."""

from dienests.kernel.cases.acted_for import ActedFor
from dienests.kernel.cases.ballot import Ballot, Recusal, Vote
from dienests.kernel.cases.case import Case
from dienests.kernel.cases.effect import Effect, Series
from dienests.kernel.cases.participant import Participant
from dienests.kernel.cases.term_run import TermRun

__all__ = ["ActedFor", "Ballot", "Case", "Effect", "Participant", "Recusal", "Series", "TermRun", "Vote"]
