"""The evidence behind an answer, in a form in which an editor of the knowledge can act on it."""
