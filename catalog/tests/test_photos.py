"""Photos of cars: what is taken in, what is made of it, where it is served, and how it goes."""

import io
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from catalog import photos
from catalog.inventory import Author
from catalog.models import Car, CarPhoto
from catalog.photos import NotAPhoto, PhotoTooHeavy, PhotoTooLarge, UnacceptablePhoto
from catalog.serializers import CarSerializer
from catalog.tests.builders import a_car

RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS, ORIENTATION = 0x8825, 0x0112


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_file(kind="JPEG", *, size=(64, 48), colour=RED, mode="RGB", **options) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    out.seek(0)
    return out


def drawn(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def add(car: Car, *colours) -> list[CarPhoto]:
    return photos.add_photos(car=car, photos=[photos.read_photo(a_file(colour=colour)) for colour in colours])


def stored(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def near(colour, other) -> bool:
    return all(abs(one - two) < 12 for one, two in zip(colour, other, strict=True))


# ── What is taken in ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg_in_two_sizes(kind):
    photo = photos.read_photo(a_file(kind, size=(3000, 2000)))
    full, small = drawn(photo.full), drawn(photo.thumbnail)
    assert (full.format, max(full.size), small.format, max(small.size)) == ("JPEG", 1600, "JPEG", 320)
    assert near(small.getpixel((10, 10)), RED)


def test_a_small_photo_is_not_blown_up():
    assert drawn(photos.read_photo(a_file(size=(64, 48))).full).size == (64, 48)


def test_where_the_photo_was_taken_is_forgotten_and_which_way_is_up_is_not():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held upright
    exif.get_ifd(GPS)[2] = (19.0, 25.0, 42.0)
    file = a_file(size=(400, 200), exif=exif)
    assert drawn(file.getvalue()).getexif().get_ifd(GPS)
    photo = photos.read_photo(file)
    assert drawn(photo.full).size == (200, 400)
    assert not drawn(photo.full).getexif()
    assert not drawn(photo.thumbnail).getexif()


def test_what_shines_through_becomes_white():
    photo = photos.read_photo(a_file("PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert near(drawn(photo.full).getpixel((5, 5)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "I;16"])
def test_any_kind_of_colours_is_understood(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert drawn(photos.read_photo(a_file(kind, mode=mode, colour=0)).full).mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html>hola</html>",
        b"",
        a_file("GIF", mode="P", colour=1).getvalue(),
        a_file("BMP").getvalue(),
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content):
    with pytest.raises(NotAPhoto):
        photos.read_photo(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_broken_photo_is_refused(kind):
    whole = a_file(kind, size=(600, 400)).getvalue()
    for cut in (len(whole) // 4, len(whole) // 2, len(whole) - 20):
        with pytest.raises(UnacceptablePhoto):
            photos.read_photo(io.BytesIO(whole[:cut]))


def test_a_photo_with_too_many_pixels_is_refused_before_it_is_decoded():
    with pytest.raises(PhotoTooLarge):
        photos.read_photo(a_file("PNG", mode="1", size=(8000, 5001), colour=0))
    with pytest.raises(PhotoTooLarge):  # beyond what Pillow itself calls a bomb
        photos.read_photo(a_file("PNG", mode="1", size=(20000, 10000), colour=0))


def test_a_photo_that_weighs_too_much_is_refused():
    with pytest.raises(PhotoTooHeavy):
        photos.read_photo(io.BytesIO(a_file().getvalue() + b"\0" * photos.MOST_BYTES))


# ── Where it is kept ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_uploads_stand_behind_what_is_there_and_the_history_tells_who(admin_user):
    car = a_car()
    CarPhoto.objects.create(car=car, url="https://example.com/a.jpg", position=4)
    kept = photos.add_photos(
        car=car, photos=[photos.read_photo(a_file()), photos.read_photo(a_file())], author=Author(admin_user, "fotos")
    )
    assert [photo.position for photo in car.photos.all()] == [4, 5, 6]
    assert len({photo.image.name for photo in kept}) == 2
    newest = car.history.first()
    assert (newest.history_user, newest.history_change_reason) == (admin_user, "fotos")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{}, {"url": "https://example.com/a.jpg", "image": "photos/a.jpg"}])
def test_the_database_wants_an_image_or_an_address(wrong):
    with pytest.raises(IntegrityError):
        CarPhoto.objects.create(car=a_car(), **wrong)


@pytest.mark.django_db(transaction=True)
def test_a_photo_taken_out_takes_its_files_along_once_that_is_certain(media):
    car = a_car()
    one, two = add(car, RED, BLUE)
    assert len(stored(media)) == 4
    with transaction.atomic():
        photos.arrange(car=car, order=[two], removed=[one])
        transaction.set_rollback(True)
    assert len(stored(media)) == 4
    photos.arrange(car=car, order=[two], removed=[one])
    assert stored(media) == sorted([Path(two.image.name).name, Path(two.image.name).stem + "-thumb.jpg"])
    assert [(photo.pk, photo.position) for photo in car.photos.all()] == [(two.pk, 1)]


@pytest.mark.django_db
def test_a_photo_uploaded_meanwhile_is_not_lost_by_putting_the_others_in_order():
    car = a_car()
    one, two = add(car, RED, BLUE)
    (late,) = add(car, RED)
    photos.arrange(car=car, order=[two, one])
    assert list(car.photos.all()) == [two, one, late]


@pytest.mark.django_db
def test_a_photo_taken_out_meanwhile_does_not_come_back():
    car = a_car()
    one, two = add(car, RED, BLUE)
    photos.arrange(car=car, order=[two], removed=[CarPhoto.objects.get(pk=one.pk)])
    photos.arrange(car=car, order=[one, two])
    assert list(car.photos.all()) == [two]


# ── Where it is served ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_anybody_sees_a_photo_at_its_address_for_ever(settings):
    settings.PUBLIC_BASE_URL = "https://agente.example.com"
    car = a_car()
    (photo,) = add(car, BLUE)
    CarPhoto.objects.create(car=car, url="https://example.com/a.jpg", position=2)
    shown = CarSerializer(Car.objects.get()).data["photos"]
    assert shown == [f"https://agente.example.com{photo.path}", "https://example.com/a.jpg"]
    assert photo.path.startswith("/photos/")
    assert photo.path.endswith(".jpg")
    for path, size in ((photo.path, (64, 48)), (photo.thumbnail_path, (64, 48))):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "public" in answer.headers["Cache-Control"]
        image = drawn(b"".join(answer.streaming_content))
        assert image.size == size
        assert near(image.getpixel((5, 5)), BLUE)


@pytest.mark.parametrize(
    "path",
    ["/photos/11111111-2222-4333-8444-555555555555.jpg", "/photos/..%2f..%2fmanage.py", "/photos/x.jpg", "/photos/"],
)
def test_there_is_nothing_else_to_be_found_there(path):
    assert Client().get(path).status_code == 404


def test_a_photo_is_only_read():
    assert Client().post("/photos/11111111-2222-4333-8444-555555555555.jpg").status_code == 405
