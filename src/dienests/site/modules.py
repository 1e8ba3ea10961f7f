"""The modules of this house, in the order of their documents: the table of contents."""

MODULES = [
    "dienests.conduct.ethics_cases",
    "dienests.conduct.ethics_reports",
    "dienests.conduct.consultations",
    "dienests.conduct.outside_complaints",
    "dienests.personal_data.subject_requests",
]
# The domains they lie in; each has a catalogue of its own.
DOMAINS = tuple(dict.fromkeys(module.split(".")[1] for module in MODULES))
