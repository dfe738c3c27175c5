"""Agencies merge, split and change their names; their files survive (sắp xếp đơn vị hành chính)."""
