"""The tables of mail."""

from dienests.kernel.mail.checkpoint_mail import CheckpointMail
from dienests.kernel.mail.mail_address import MailAddress
from dienests.kernel.mail.mailing import Mailing

__all__ = ["CheckpointMail", "MailAddress", "Mailing"]
