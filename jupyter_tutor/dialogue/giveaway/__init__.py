"""What would give an answer away, found in a text: by reading it, and by trying what it holds."""
