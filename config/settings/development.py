"""What bin/run uses: a private machine, no TLS."""

from .base import *
from .base import ALLOWED_HOSTS, SECRET_KEY, env

ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
SECRET_KEY = SECRET_KEY or "insecure-for-development-only"
REQUIRE_TOTP = env.bool("REQUIRE_TOTP", default=False)
