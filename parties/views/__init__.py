"""The pages of participation, one module a subject."""
