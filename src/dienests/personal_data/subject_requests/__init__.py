"""Request on one's own data: vpd-client-data-policy, commitments.6."""
