"""What every room may use and what imports no room: problems and messages, values between the stages, text, fonts,
packages, the template environment, the start of a run.
"""
