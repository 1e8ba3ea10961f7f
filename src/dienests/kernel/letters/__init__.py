"""Letters that acts send, for now pages, later sealed documents; and notices that something happened in a case."""
