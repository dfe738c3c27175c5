"""Printed forms: what stands on a slip (values), which form applies (forms), and its PDF (render)."""
