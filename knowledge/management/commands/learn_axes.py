"""Learn anew along which axes the local model's vectors differ most, and write them down."""

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand

from knowledge import embeddings, passages
from knowledge.embeddings.axes import AXES, principal_axes
from knowledge.evaluation import dataset


class Command(BaseCommand):
    """For who changes the local model; what is stored along the old axes has to be emptied by a migration."""

    help = f"Write {AXES.name} from the taught passages."

    def handle(self, *args: Any, **options: Any) -> None:
        """Embed, turn, write, and say how much of the vectors is left."""
        *_, local = embeddings.configured()
        texts = [passages.embedded_text(heading, text) for heading, text in dataset.taught_passages()]
        vectors = np.array(local.embed(texts), dtype=np.float32)
        axes = principal_axes(vectors)
        np.savez_compressed(AXES, axes=axes.astype(np.float16))
        left = np.square(vectors @ axes).sum(axis=1).mean()
        self.stdout.write(
            f"{AXES.name}: {len(texts)} passages, {left:.3f} of their vectors in {axes.shape[1]} dimensions"
        )
