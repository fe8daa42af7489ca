"""A kiosk whose plug can be pulled and whose clock can be set, as far as its PIN is concerned."""

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kiosk.staff.pin import PinLock
from kiosk.staff.store import Store

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1, "hash_len": 16, "salt_len": 8}


class PowerCut(BaseException):
    """The plug was pulled; nothing of the program catches it."""


class Clock:
    """Monotonic seconds that stand still until they are moved."""

    def __init__(self, now_s=0.0):
        self.now_s = now_s

    def __call__(self):
        return self.now_s


class Watched(PasswordHasher):
    """argon2id at the least cost; counts the checks, and lets the plug be pulled before or after one."""

    def __init__(self):
        super().__init__(**CHEAP)
        self.checked = 0
        self.cut_before = self.cut_after = False

    def verify(self, stored, pin):
        if self.cut_before:
            raise PowerCut
        self.checked += 1
        try:
            return super().verify(stored, pin)
        finally:
            if self.cut_after:
                raise PowerCut


class Plain:
    """No hash at all, where only the counting matters."""

    def __init__(self):
        self.checked = 0
        self.cut_before = self.cut_after = False

    def hash(self, pin):
        return f"plain {pin}"

    def verify(self, stored, pin):
        if self.cut_before:
            raise PowerCut
        self.checked += 1
        if self.cut_after:
            raise PowerCut
        if stored != f"plain {pin}":
            raise VerifyMismatchError
        return True

    def check_needs_rehash(self, stored):
        return False


class Kiosk:
    """One SD card, and the program that runs from it until the plug is pulled."""

    def __init__(self, folder, hasher=None):
        self.path = folder / "staff.db"
        self.hasher = Watched() if hasher is None else hasher
        self.store = None
        self.boot()

    def boot(self):
        self.clock = Clock()
        self.store = Store.open(self.path)
        self.pin = PinLock(self.store, hasher=self.hasher, clock=self.clock)

    def cut(self):
        self.store.close()
        self.hasher.cut_before = self.hasher.cut_after = False
        self.boot()

    def tally(self):
        with self.store.reading() as view:
            return view.execute("SELECT in_a_row, ever FROM attempts").fetchone()


class Other:
    """Another program's lock on the same store, at the same moment."""

    def __init__(self, path, now_s=0.0):
        self.path, self.now_s = path, now_s

    def __enter__(self):
        self.store = Store.open(self.path)
        return PinLock(self.store, hasher=Watched(), clock=Clock(self.now_s))

    def __exit__(self, *_):
        self.store.close()
