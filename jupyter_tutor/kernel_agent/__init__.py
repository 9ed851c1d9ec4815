"""What is pushed into a kernel as text; standard library only."""
