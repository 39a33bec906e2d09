"""Figures of what was asked and what became of it: counted by SQL, told as text, a page and CSV."""
