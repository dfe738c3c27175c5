"""What a paper must be to be stored: its name, its kind, and why it is refused. No Django here:
the child process that looks into papers loads only this.
"""
