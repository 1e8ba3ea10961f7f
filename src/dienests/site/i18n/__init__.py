"""Message catalogues: gathering what is to be translated, keeping the translations, compiling them."""
