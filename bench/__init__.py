"""Speed and memory, each as a ratio to a baseline in the same run; `python -m bench` prints the table."""
