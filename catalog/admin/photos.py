"""The photos of a car on its page: upload several, put them in order, choose the main one, take some out."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import photos
from catalog.inventory import Author
from catalog.models import Car, CarPhoto
from catalog.photos import NotAPhoto, Photo, PhotoTooHeavy, PhotoTooLarge, UnacceptablePhoto
from kavakbot.pages import TabularInline

MOST_AT_ONCE = 20
_WHY = {
    PhotoTooHeavy: f"pesa más de {settings.PHOTO_MAX_MB} MB",
    PhotoTooLarge: "tiene más de 40 megapíxeles",
    NotAPhoto: "no es una imagen JPEG, PNG o WebP",
    UnacceptablePhoto: "está dañada y no se puede leer",
}


def thumbnail(photo: CarPhoto | None) -> SafeString:
    """Show a small photo that opens the whole one, or that there is none."""
    if photo is None:
        return format_html('<span class="no-photo" title="{}">—</span>', "Sin fotos")
    return format_html(
        '<a href="{}" target="_blank" rel="noopener"><img class="thumbnail" src="{}" alt="{}" loading="lazy"></a>',
        photo.path,
        photo.thumbnail_path,
        f"Foto {photo.position}",
    )


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several uploads at once; each is read, and a bad one is named with its reason."""

    widget = _SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def __init__(self, **options: Any) -> None:
        help_text = (
            f"JPEG, PNG o WebP de hasta {settings.PHOTO_MAX_MB} MB; puedes elegir hasta {MOST_AT_ONCE} a la vez."
        )
        super().__init__(**{"help_text": help_text, **options})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the photos; raises ValidationError with one reason for every bad file."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Son {len(files)} fotos; sube como mucho {MOST_AT_ONCE} a la vez.")
        good: list[Photo] = []
        wrong: list[str] = []
        for file in files:
            super().clean(file, initial)
            try:
                good.append(photos.read_photo(file))
            except UnacceptablePhoto as error:
                wrong.append(f"«{file.name}» {_WHY[type(error)]}.")
        if wrong:
            raise forms.ValidationError(wrong)
        return good


class CarPhotoForm(forms.ModelForm[CarPhoto]):
    """A photo's row: an uploaded one has no address to edit."""

    url = forms.URLField(label="dirección de la foto", max_length=500, required=False, assume_scheme="https")
    main = forms.BooleanField(label="hacer principal", required=False)

    class Meta:
        model = CarPhoto
        fields = ("position", "url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        url = self.fields["url"]
        if self.instance.image:
            url.disabled, url.widget = True, forms.TextInput(attrs={"placeholder": "imagen subida"})
        else:
            url.required = True
            url.widget.attrs["placeholder"] = "https://…"


class CarPhotoInline(TabularInline[CarPhoto, Car]):
    """The photos that a car has; one at somebody else's address can be added here too."""

    model = CarPhoto
    form = CarPhotoForm
    extra = 0
    fields = ("preview", "position", "main", "url")
    readonly_fields = ("preview",)
    verbose_name_plural = "fotos (la primera es la principal)"

    @admin.display(description="foto")
    def preview(self, photo: CarPhoto) -> SafeString:
        """Show the photo."""
        return thumbnail(photo if photo.pk else None)


def save_photos(*, car: Car, formset: BaseInlineFormSet[CarPhoto, Car, CarPhotoForm], author: Author) -> None:
    """Carry out what the photos' rows say: those taken out, those added by address, and the order of all."""
    formset.save(commit=False)
    kept = [form for form in formset.forms if form.instance not in formset.deleted_objects and _is_a_photo(form)]
    in_order = sorted(kept, key=lambda form: (not form.cleaned_data.get("main"), form.instance.position))
    order = [form.instance for form in in_order]
    photos.arrange(car=car, order=order, removed=formset.deleted_objects, author=author)


def _is_a_photo(form: CarPhotoForm) -> bool:
    return bool(form.instance.image or form.instance.url)
