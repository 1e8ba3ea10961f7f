"""Files: kept encrypted under a key for each subject, recognised by their content, passed on without their metadata."""
