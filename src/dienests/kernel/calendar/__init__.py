"""Legal time: days off and working days of Latvia, terms, quarters and the local clock; pure, without a database."""
