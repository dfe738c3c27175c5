"""The official reports: their layouts, filled in from the figures, and printed."""
