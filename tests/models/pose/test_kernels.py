"""Instructions and functions found in machine code written by hand."""

import struct

import pytest

from models.pose.kernels import MULTIPLICATIONS, functions, multiply_adds

# As the GNU assembler encodes them.
FMLA_VECTOR = 0x4E22CC20  # fmla v0.4s, v1.4s, v2.4s
FMLA_ELEMENT = 0x4FA21020  # fmla v0.4s, v1.4s, v2.s[1]
SDOT_VECTOR = 0x4E829420  # sdot v0.4s, v1.16b, v2.16b
SDOT_ELEMENT = 0x4FA2E020  # sdot v0.4s, v1.16b, v2.4b[1]
SMMLA = 0x4E82A420  # smmla v0.4s, v1.16b, v2.16b
SMLAL_HALVES = 0x0E628020  # smlal v0.4s, v1.4h, v2.4h
SMLAL_BYTES = 0x0E228020  # smlal v0.8h, v1.8b, v2.8b
RET, ADD, FADD = 0xD65F03C0, 0x8B020020, 0x4E22D420


def code(*words: int) -> bytes:
    return struct.pack(f"<{len(words)}I", *words)


def test_multiply_adds_are_told_from_one_another_and_from_other_instructions() -> None:
    found = multiply_adds(
        code(
            FMLA_VECTOR,
            FMLA_ELEMENT,
            SDOT_VECTOR,
            SDOT_ELEMENT,
            SMMLA,
            SMLAL_HALVES,
            SMLAL_BYTES,
            RET,
            ADD,
            FADD,
        )
    )

    assert found == {"fmla": 2, "sdot": 2, "smmla": 1, "smlal 16 bit": 1, "smlal 8 bit": 1}
    # On 128 bits: four floats; four sums of four bytes; 2x2 sums of eight bytes.
    assert (MULTIPLICATIONS["fmla"], MULTIPLICATIONS["sdot"], MULTIPLICATIONS["smmla"]) == (4, 16, 32)


def elf() -> bytes:
    """A file with one section of code at address 0x1000: ``first`` (2 instructions) and ``second`` (1)."""
    text = code(SDOT_VECTOR, RET, FMLA_VECTOR)
    names = b"\0first\0second\0table\0"
    function, data = 2, 1
    symbols = b"".join(
        struct.pack("<IBBHQQ", name, kind, 0, 1, address, size)
        for name, kind, address, size in [
            (1, function, 0x1000, 8),
            (7, function, 0x1008, 4),
            (14, data, 0x1000, 12),
        ]
    )
    at_text = 64
    at_names = at_text + len(text)
    at_symbols = at_names + len(names)
    at_sections = at_symbols + len(symbols)

    def section(kind: int, address: int, at: int, size: int, link: int = 0) -> bytes:
        return struct.pack("<IIQQQQIIQQ", 0, kind, 0, address, at, size, link, 0, 0, 0)

    sections = [
        section(0, 0, 0, 0),
        section(1, 0x1000, at_text, len(text)),
        section(3, 0, at_names, len(names)),
        section(2, 0, at_symbols, len(symbols), link=2),
    ]
    head = bytearray(64)
    head[:6] = b"\x7fELF\x02\x01"
    struct.pack_into("<Q", head, 0x28, at_sections)
    struct.pack_into("<HH", head, 0x3A, 64, len(sections))
    return bytes(head) + text + names + symbols + b"".join(sections)


def test_each_function_s_code_is_found_by_its_name_and_data_is_none() -> None:
    assert functions(elf()) == {"first": code(SDOT_VECTOR, RET), "second": code(FMLA_VECTOR)}


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a little-endian ELF64"):
        functions(b"MZ" + bytes(100))
