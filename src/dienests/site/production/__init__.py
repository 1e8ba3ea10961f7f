"""Whether this installation is fit for real people: one finding for each thing that can be wrong, with what to do."""
