"""Provinces, districts and communes, by day: what a place was called and what it is now."""
