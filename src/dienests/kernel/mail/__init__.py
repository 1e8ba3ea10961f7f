"""Mail: tells people by e-mail that there is something new, and nothing else."""
