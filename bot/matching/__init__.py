"""From a question to ranked labels with evidence."""
