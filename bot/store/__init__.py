"""What is kept on disk: one SQLite file, its tables, and the questions asked of them."""
