"""Files of another system, read from CSV or XLSX and stored in bulk (chuyển dữ liệu cũ)."""
