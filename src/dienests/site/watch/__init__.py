"""What a machine watches: whether the house lives and is ready, and figures without people."""
