"""Which format an answer takes: the one that ``?format=`` names, or else the best that ``Accept`` asks for."""

from rest_framework.negotiation import DefaultContentNegotiation

from treatytracker.problems import BadQuery


class Negotiation(DefaultContentNegotiation):
    """As usual, but an unknown ``format`` is a bad query and is told what is allowed."""

    def select_renderer(self, request, renderers, format_suffix=None):
        if name := request.query_params.get("format"):
            renderer = self.filter_renderers(renderers, name)[0]
            return renderer, renderer.media_type
        return super().select_renderer(request, renderers, format_suffix)

    def filter_renderers(self, renderers, format):
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            allowed = ", ".join(renderer.format for renderer in renderers)
            raise BadQuery({"format": [f"“{format[:40]}” is not a format of this address. Allowed: {allowed}."]})
        return chosen
