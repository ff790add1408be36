from django.urls import path
v = lambda r, pk=0: None
urlpatterns = [path("analyses/<int:pk>/", v, name="analysis"), path("analyses/<int:pk>/edit/", v, name="analysis_edit"), path("analyses/<int:pk>/plan/", v, name="plan"), path("gaps/<int:pk>/", v, name="gap"), path("departmentsx/<int:pk>/", v, name="department")]
