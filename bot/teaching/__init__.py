"""Teaching with a safety net: what the staff decide about unanswered questions, previewed, kept, listed and undone."""
