"""Participations through Django REST framework's own serializers and renderer, to compare with."""

from django.http import HttpResponse
from django.urls import path
from rest_framework import generics, renderers, serializers

from parties.models import Participation
from treatytracker import dates


class FlagsSerializer(serializers.Serializer):
    provisional_application = serializers.BooleanField()
    withdrawal_notified_on = serializers.DateField()
    withdrawal_effective_on = serializers.DateField()
    suspension_notified_on = serializers.DateField()


class ParticipationSerializer(serializers.ModelSerializer):
    instrument = serializers.SlugRelatedField("slug", read_only=True)
    participant = serializers.SlugRelatedField("iso3", read_only=True)
    name = serializers.CharField(source="participant.name")
    flags = FlagsSerializer(source="*")
    links = serializers.SerializerMethodField()

    class Meta:
        model = Participation
        fields = (
            "instrument participant name status bound signed_on consent_kind consented_on in_force_on withdrawn_on "
            "flags links"
        ).split()

    def get_links(self, row):
        build = self.context["request"].build_absolute_uri
        day, one, other = self.context["day"], row.instrument.slug, row.participant.iso3
        return {
            "instrument": build(f"/api/v1/instruments/{one}/"),
            "participant": build(f"/api/v1/participants/{other}/"),
            "explanation": build(f"/api/v1/participations/?instrument={one}&participant={other}&as_of={day}&explain=1"),
        }


class Participations(generics.ListAPIView):
    serializer_class = ParticipationSerializer
    renderer_classes = [renderers.JSONRenderer]
    pagination_class = None
    throttle_classes = []

    def get_queryset(self):
        rows = Participation.objects.as_of(dates.today()).filter(instrument__slug=self.request.GET["instrument"])
        return rows.select_related("instrument", "participant").order_by("participant__sort_name")

    def get_serializer_context(self):
        return super().get_serializer_context() | {"day": dates.today()}


urlpatterns = [
    path("about/", lambda request: HttpResponse("up")),
    path("participations/", Participations.as_view()),
]
