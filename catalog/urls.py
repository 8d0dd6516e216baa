"""Where the cars endpoints answer, below `api/v1/`."""

from django.urls import path

from catalog import import_views, views

urlpatterns = [
    path("cars", views.Cars.as_view(), name="cars"),
    path("cars/bulk", views.CarsBulk.as_view(), name="cars-bulk"),
    path("cars/import", import_views.CarsImport.as_view(), name="cars-import"),
    path("cars/<str:car_id>", views.OneCar.as_view(), name="car"),
]
