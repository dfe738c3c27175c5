"""Reads about files that several doors need, each with a fixed number of statements."""
