"""Work beside the pages: what runs from time to time, and how it went."""
