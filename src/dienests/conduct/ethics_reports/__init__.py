"""Reports of employees to the Ethics Commission (paragraphs 8, 18-29)."""
