"""The API root, /api/v1/, and its documentation."""

urlpatterns = []
