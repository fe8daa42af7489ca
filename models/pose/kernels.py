"""Which kernels an aarch64 TFLite runtime brings, and what their instructions do, read from its machine code.

Nothing is run: this says what a Raspberry Pi's processor would be given to do, not how long it would take.
"""

from __future__ import annotations

import struct
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.pose import fetch
from models.pose.fetch import Package

LITERT = Package(
    name="ai-edge-litert",
    version="2.3.0",
    filename="ai_edge_litert-2.3.0-cp311-cp311-manylinux_2_27_aarch64.whl",
    sha256="853fc608f96da87bd5f3458465dfb9abbf18d5ae6b94eceacead407146f175ae",
    licence="Apache-2.0",
    platform="manylinux_2_27_aarch64",
)
TFLITE_RUNTIME = Package(
    name="tflite-runtime",
    version="2.14.0",
    filename="tflite_runtime-2.14.0-cp311-cp311-manylinux_2_34_aarch64.whl",
    sha256="ce9fa5d770a9725c746dcbf6f59f3178233b3759f09982e8b2db8d2234c333b0",
    licence="Apache-2.0",
    platform="manylinux_2_34_aarch64",
)


@dataclass(frozen=True)
class Instruction:
    """A NEON multiply-add: its encoding (Arm ARM, section C7.2) and how many multiplications it does."""

    name: str
    bits: int
    mask: int
    multiplications: int


INSTRUCTIONS = (
    Instruction("fmla", 0x4E20CC00, 0xFFE0FC00, 4),
    Instruction("fmla", 0x4F801000, 0xFFC0F400, 4),  # by element
    Instruction("sdot", 0x4E809400, 0xFFE0FC00, 16),
    Instruction("sdot", 0x4F80E000, 0xFFC0F400, 16),
    Instruction("smmla", 0x4E80A400, 0xFFE0FC00, 32),
    Instruction("smlal 16 bit", 0x0E608000, 0xBFE0FC00, 4),
    Instruction("smlal 16 bit", 0x0F402000, 0xBFC0F400, 4),
    Instruction("smlal 8 bit", 0x0E208000, 0xBFE0FC00, 8),
    Instruction("smull 8 bit", 0x0E20C000, 0xBFE0FC00, 8),
)
MULTIPLICATIONS = {each.name: each.multiplications for each in INSTRUCTIONS}

# The symbols' part of an ELF64 file (System V ABI): section header and symbol table entry.
_SECTION, _SYMBOL = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<IBBHQQ")
_SYMBOL_TABLE, _FUNCTION = 2, 2


def functions(elf: bytes) -> dict[str, bytes]:
    """The machine code of each named function of a little-endian ELF64 file; raises ValueError on others."""
    if elf[:6] != b"\x7fELF\x02\x01":
        raise ValueError("This is not a little-endian ELF64 file.")
    (table,) = struct.unpack_from("<Q", elf, 0x28)
    size, count = struct.unpack_from("<HH", elf, 0x3A)
    sections = [_SECTION.unpack_from(elf, table + number * size) for number in range(count)]
    found: dict[str, bytes] = {}
    for _, kind, _, _, start, length, link, *_ in sections:
        if kind != _SYMBOL_TABLE:
            continue
        names = sections[link][4]
        for at in range(start, start + length, _SYMBOL.size):
            name, info, _, section, address, extent = _SYMBOL.unpack_from(elf, at)
            if info & 15 == _FUNCTION and 0 < section < count:
                place = address - sections[section][3] + sections[section][4]
                end = elf.index(b"\0", names + name)
                found[elf[names + name : end].decode()] = elf[place : place + extent]
    return found


def multiply_adds(code: bytes) -> Counter[str]:
    """How often each known instruction stands in some aarch64 machine code."""
    words = struct.unpack(f"<{len(code) // 4}I", code[: len(code) // 4 * 4])
    return Counter(each.name for word in words for each in INSTRUCTIONS if word & each.mask == each.bits)


def of_runtime(package: Package, cache: Path = fetch.CACHE) -> Mapping[str, bytes]:
    """XNNPACK's functions in a runtime's wheel for aarch64, the prefix ``xnn_`` cut off."""
    with zipfile.ZipFile(fetch.wheel(package, cache)) as archive:
        libraries = [name for name in archive.namelist() if name.endswith(".so")]
        largest = max((archive.read(name) for name in libraries), key=lambda data: data.count(b"xnn_"))
    return {
        name.removeprefix("xnn_"): code
        for name, code in functions(largest).items()
        if name.startswith("xnn_")
    }
