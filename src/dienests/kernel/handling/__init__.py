"""The everyday work on a case, the same in every procedure: who handles it, notes, messages, links, corrections."""
