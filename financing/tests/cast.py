"""Who works in the back office: Gabi the manager may do everything, Beto only what a test allows him."""

from django.contrib.auth.models import Permission, User
from django.test import Client


def gabi() -> User:
    return User.objects.filter(username="gabi").first() or User.objects.create_superuser("gabi", password=None)


def staff(*permissions: str) -> Client:
    beto, _ = User.objects.get_or_create(username="beto", is_staff=True)
    beto.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return signed_in(beto)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
