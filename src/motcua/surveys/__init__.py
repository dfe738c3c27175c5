"""Satisfaction: what people say of how their file was handled, and what follows from it."""
