"""Preparing and sending a filing, and the letters that lead to an account."""
