"""Definitions of processes, their runs and work items; knows no case (quy trình)."""
