"""Supervised actors in asyncio; knows nothing of tutoring."""
