"""The addresses of the API that tell of participants, what they did, and what follows from it."""
