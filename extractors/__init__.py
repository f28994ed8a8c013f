"""What a text says: papers as read, and the mentions found in them."""
