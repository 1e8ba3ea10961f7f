"""Keys: named secrets of 32 bytes, kept outside the database and its backups."""
