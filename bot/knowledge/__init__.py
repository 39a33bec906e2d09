"""What the bot knows: readers and checks that turn the knowledge folder into frozen dataclasses."""
