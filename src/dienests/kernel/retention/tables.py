"""The tables that are not erased with a case, each with the reason; a test walks all tables and misses none."""

from dienests.kernel.norms.erasing import stays

WHY = {
    "its leaves prove what happened; only payload and salt go, as retention decides": ["kernel_log.Event"],
    "positions, hashes and counts of nobody": [
        "kernel_log.Head", "kernel_log.Sealed", "kernel_log.Tree", "kernel_log.Unsealed",
        "kernel_account.Sum", "kernel_account.Share",
    ],
    "says what was erased or held, when and by whom": ["kernel_retention.Erasure", "kernel_retention.Hold"],
    "addresses that an institution set, with the fingerprint of each day": ["kernel_mail.CheckpointMail"],
    "the institution itself": ["kernel_parties.Institution", "kernel_parties.Unit", "kernel_parties.Office"],
    "a public register of legal persons": ["kernel_parties.Organisation"],
    "goes with the last case, account or mandate that names the person (retention/persons.py)": [
        "kernel_parties.Person",
    ],
    "who held which office, of which the log speaks for ever; files of personnel have a period of their own": [
        "kernel_parties.Mandate", "kernel_parties.Absence", "kernel_parties.StaffMember", "kernel_parties.StaffUpload",
    ],
    "a right that reaches beyond one case; it ends by itself": [
        "kernel_parties.Representation", "kernel_parties.Objection", "kernel_parties.Consent",
    ],
    "official texts, and values that an institution set": [
        "kernel_norms.ImportedText", "kernel_norms.ProvisionText", "kernel_norms.Parameter", "kernel_norms.Proposal",
    ],
    "an account lives until its person closes it, and everything of it goes with it": [
        "kernel_access.Account", "kernel_access.SignInDelay", "kernel_access.ExternalIdentity",
        "kernel_access.Invitation", "kernel_access.Allowance", "kernel_access.OpenSession",
        "kernel_access.SecondFactor", "kernel_access.RecoveryCode", "kernel_mail.MailAddress", "kernel_mail.Mailing",
        "kernel_handling.FeedToken", "kernel_exchange.System", "kernel_exchange.Token",
    ],
    "the person looked up may always see who looked; it has a period of its own": [
        "kernel_access.ReadEvent", "kernel_access.ReadList",
    ],
    "its content goes, and with the last one the key, together with the words or the letter that it belongs to": [
        "kernel_files.StoredFile",
    ],
    "made anew from what is left of the case": ["kernel_search.Entry", "kernel_search.Reached"],
    "keys, numbers and stages only, for one day": ["kernel_exchange.KeptAnswer"],
    "what the institution owes and reaches, of nobody": [
        "kernel_duties.Occurrence", "kernel_indicators.Measurement", "kernel_indicators.Snapshot",
        "kernel_indicators.Target",
    ],
}  # fmt: skip


def register() -> None:
    """Declare them."""
    for because, labels in WHY.items():
        stays(because, *labels)
