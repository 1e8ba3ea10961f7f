"""Letters that acts send; for now pages, later sealed documents."""
