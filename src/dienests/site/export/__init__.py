"""Export: a case as its reader may read it, in one archive that proves itself and opens anywhere."""
