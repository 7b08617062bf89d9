from django.urls import path

from caseday.search.web import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
