"""One normaliser and tokeniser for everybody."""
