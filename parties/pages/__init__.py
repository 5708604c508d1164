"""What the pages of participation show, made ready for templates that only test and loop."""
