"""Decisions of the catalogue on values alone: shape of its file, dates, differences, fees."""
