"""Electronic forms: what a citizen fills in instead of a declaration on paper (tờ khai điện tử)."""
