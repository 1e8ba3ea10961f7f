"""Fixed statements on any table, for what is asked or written too often to be built anew each time."""
