"""The demonstration: quận Bình Tân until 2025-06-30, and the five wards that followed it."""
