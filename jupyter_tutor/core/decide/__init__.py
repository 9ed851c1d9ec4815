"""What a command leads to, one module per kind of phase."""
