"""What a panel and a session say to each other, whoever carries it: a server or a host."""
