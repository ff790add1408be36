"""Django's Redis cache with one client kept for reading and one for writing: it makes a new one for each look-up, which costs more than the look-up."""

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class KeptClient(RedisCacheClient):
    """Clients are safe to share between threads; connections come from the pool, as before."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self.kept:
            self.kept[write] = super().get_client(key, write=write)
        return self.kept[write]


class KeptRedisCache(RedisCache):
    """The cache of the settings, where there is Redis."""

    def __init__(self, server: Any, params: dict[str, Any]):
        super().__init__(server, params)
        self._class = KeptClient
