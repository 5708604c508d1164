"""Readers of the depositary's documents: bytes in, claims out.  No database, no clock, no network.

``documents.read_page`` takes a status page (HTML) or an MTDSG file (XML) of the UN Treaty Collection and
returns a ``claims.Page``; what the claims mean for the registry is worked out in ``editing.comparing``.
"""
