"""The Content Security Policy that lets a page run its own script and nothing else."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256


def content_hash(content: str) -> str:
    """Return the source expression that allows exactly this inline content."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def content_policy(
    *, scripts: Sequence[str], styles: Sequence[str], image_hosts: Sequence[str] = (), fonts: bool = False
) -> str:
    """Return a policy that allows the given inline scripts and styles, images of the hosts, and fonts."""
    images = " ".join(["data:", *image_hosts])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(content_hash, scripts)),
            "style-src " + " ".join(map(content_hash, styles)),
            f"img-src {images}",
            *(["font-src data:"] if fonts else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
