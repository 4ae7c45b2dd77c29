# SPDX-License-Identifier: GPL-3.0-or-later
"""check_coverage.py ROOT: docs/rfc_coverage.md claims nothing that is not there.

Each row names at least one test and one file. A test is `Suite.Name`, `Suite.*`, `Suite*`, `….Name` or
`…Name` after another of the same cell (the suite before it), or `interop.name`; each must be in tests/.
"""
import fnmatch
import pathlib
import re
import sys

ABBREVIATIONS = {"D": "actors/dialog", "T": "actors/transaction"}
TEST = re.compile(r"\b(?:TEST|TEST_F|TEST_P|TYPED_TEST)\(\s*(\w+),\s*(\w+)\s*\)")


def tests_in(root):
    found = set()
    for source in (root / "tests").rglob("*.cpp"):
        found.update(f"{suite}.{name}" for suite, name in TEST.findall(source.read_text(encoding="utf-8")))
    for script in (root / "tests/interop").glob("*.sh"):
        found.add(f"interop.{script.stem}")
    for scenario in (root / "tests/interop/sipp").glob("*.xml"):
        found.add(f"interop.sipp.{scenario.stem}")
    return found


def rows_in(text):
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and not set(line) <= set("|-: ") and cells[-1] != "test":
            yield number, cells


def missing_tests(cell, tests):
    suite = ""
    for name in re.findall(r"`([^`]+)`", cell):
        if name.startswith("…"):
            name = suite + "." + name.lstrip("….")
        elif "." in name:
            suite = name.split(".")[0]
        pattern = name if "." in name else name.rstrip("*") + "*.*"
        if not fnmatch.filter(tests, pattern):
            yield name


def complaints(text, root, tests):
    for number, cells in rows_in(text):
        if "`" not in cells[-1] and "not planned" not in " ".join(cells):
            yield number, f"no test: {' | '.join(cells)}"
        for name in missing_tests(cells[-1], tests):
            yield number, f"no such test: {name}"
        for path in re.findall(r"`([^`]+)`", cells[-2]):
            head, _, rest = path.partition("/")
            full = ABBREVIATIONS.get(head, head) + ("/" + rest if rest else "")
            if not (root / full).exists():
                yield number, f"no such file: {path}"


def self_test():
    tests = {"Uri.Parses", "interop.x"}
    root = pathlib.Path(__file__).parent
    good = "| 1 | a | `check_coverage.py` | `Uri.*`, `…Parses`, `interop.x`, `Uri*` |"
    assert not list(complaints(good, root, tests)), list(complaints(good, root, tests))
    for bad in ("| 1 | a | `check_coverage.py` | `Uri.Lies` |", "| 1 | a | `none.py` | `Uri.*` |",
                "| 1 | a | `check_coverage.py` | |"):
        assert list(complaints(bad, root, tests)), bad


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    root = pathlib.Path(sys.argv[1])
    text = (root / "docs/rfc_coverage.md").read_text(encoding="utf-8")
    found = list(complaints(text, root, tests_in(root)))
    for number, what in found:
        print(f"docs/rfc_coverage.md:{number}: {what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
