"""Stored papers: written once under the name of their hash, never changed (tệp)."""
