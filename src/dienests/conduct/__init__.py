"""The ethics code of the Service: vpd-ethics-code-2026."""
