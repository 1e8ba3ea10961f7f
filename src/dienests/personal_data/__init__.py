"""The domain personal_data: vpd-client-data-policy."""
