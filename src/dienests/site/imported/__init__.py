"""Cases that other institutions handed over, as the office reads them that was named for it."""
