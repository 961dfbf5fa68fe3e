"""What was ever taken in, as events that are only added to, and the state that they amount to."""
