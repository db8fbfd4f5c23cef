"""What browser tests, screenshots and the bench serve: like production, but over plain HTTP on this machine."""

from .base import *
from .base import env

SECRET_KEY = "only-for-a-site-on-loopback"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
# Tests that sign in turn it on where it is what they are about.
REQUIRE_TOTP = env.bool("REQUIRE_TOTP", default=False)
