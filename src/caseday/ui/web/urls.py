from django.urls import path

from caseday.ui.web import views

app_name = "ui"
urlpatterns = [path("style/", views.style, name="style")]
