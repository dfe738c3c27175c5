"""The rooms of administrators and controllers, and everybody's own settings."""
