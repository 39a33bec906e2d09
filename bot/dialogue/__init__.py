"""(conversation, event, today) -> (conversation, messages): the only place that decides what is said."""
