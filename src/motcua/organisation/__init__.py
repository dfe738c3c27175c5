"""Agencies, units, posts, roles and delegation, all effective-dated (tổ chức bộ máy)."""
