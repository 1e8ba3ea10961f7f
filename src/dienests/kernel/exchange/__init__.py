"""Exchange: how other programs come in: tokens, the systems they belong to, and requests that count only once."""
