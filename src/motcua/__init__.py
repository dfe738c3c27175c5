"""Một cửa điện tử: the electronic one-stop shop of Vietnamese local government."""

__version__ = "0.1.0"
