"""The bill of materials that cyclonedx-py made of .venv, cut down to what requirements.lock installs; `make sbom`.

Reads a CycloneDX file, writes it back with the hashes of the lock and without the clock, and a list of licences.

    tools/sbom.py FILE           in the project's environment
    tools/sbom.py --valid FILE   in that of cyclonedx-py: is what was written CycloneDX still?
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent


def locked(text: str) -> dict[str, list[str]]:
    """Return package → SHA-256 hashes of a lock file."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"(?m)^(?=[a-z0-9])", text):
        if name := re.match(r"([A-Za-z0-9._-]+)==", block):
            found[normal(name[1])] = re.findall(r"sha256:([0-9a-f]{64})", block)
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(component: dict[str, Any]) -> str:
    """Return the licences of a component in one line."""
    found = []
    for item in component.get("licenses", []):
        one = item.get("expression") or item.get("license", {}).get("id") or item.get("license", {}).get("name", "")
        found.append(one.splitlines()[0].removeprefix("License :: OSI Approved :: ") if one else "")
    if not any(found):  # named in a field that the maker of the list does not read
        told = metadata(component["name"])
        found = [str(told.get("License-Expression") or told.get("License") or "").partition("\n")[0]]
        component["licenses"] = [{"license": {"name": name}} for name in found if name]
    return ", ".join(dict.fromkeys(filter(None, found))) or "?"


def valid(path: Path) -> int:
    """Return 0 if the file conforms to its version of the CycloneDX schema."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = path.read_text("utf-8")
    version = json.loads(text)["specVersion"]
    error = JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(text)
    print(f"{path}: {error or f'valid CycloneDX {version}'}")
    return 1 if error else 0


def main() -> int:
    """Rewrite FILE and write LICENCES.txt beside it; return 1 if a package states no licence."""
    if sys.argv[1] == "--valid":
        return valid(Path(sys.argv[2]))
    path = Path(sys.argv[1])
    bom = json.loads(path.read_text("utf-8"))
    hashes = locked((HOME / "requirements.lock").read_text("utf-8"))
    parts = [c for c in bom.get("components", []) if normal(c["name"]) in hashes]
    for part in parts:
        part["hashes"] = [{"alg": "SHA-256", "content": digest} for digest in hashes[normal(part["name"])]]
    bom["components"] = sorted(parts, key=lambda part: normal(part["name"]))
    kept = {part["bom-ref"] for part in parts} | {bom["metadata"].get("component", {}).get("bom-ref")}
    bom["dependencies"] = [
        {**d, "dependsOn": [ref for ref in d.get("dependsOn", []) if ref in kept]}
        for d in bom.get("dependencies", [])
        if d["ref"] in kept
    ]
    bom["metadata"].pop("timestamp", None)
    bom.pop("serialNumber", None)
    lines = [f"{part['name']} {part['version']}\t{licence(part)}" for part in bom["components"]]
    path.write_text(json.dumps(bom, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    (path.parent / "LICENCES.txt").write_text("\n".join(lines) + "\n", "utf-8")
    unknown = [line for line in lines if line.endswith("?")]
    print(
        f"{len(lines)} packages, {len(unknown)} without a licence that is told: {path}, {path.parent / 'LICENCES.txt'}"
    )
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
