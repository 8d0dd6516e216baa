"""Where the cars endpoints answer, below `api/v1/`."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("cars", views.Cars.as_view(), name="cars"),
    path("cars/bulk", views.CarsBulk.as_view(), name="cars-bulk"),
    path("cars/<str:car_id>", views.OneCar.as_view(), name="car"),
]
