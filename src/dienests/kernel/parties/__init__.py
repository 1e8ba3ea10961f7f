"""Who takes part: persons, organisations, institutions, offices, mandates, absences."""
