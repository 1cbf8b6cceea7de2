"""`make bench`: what is measured, printed as ratios. `python -m benchmarks saving` runs one part.

Timings of one machine say little; each line compares two things in the same run.
"""

from __future__ import annotations

import sys

from benchmarks import forms, full_report, national_targets, pages, pdf_report, public_pages, saving

PARTS = {
    "saving": saving.run,
    "pages": pages.run,
    "public": public_pages.run,
    "full": full_report.run,
    "targets": national_targets.run,
    "forms": forms.run,
    "pdf": pdf_report.run,
}


def main(wanted: list[str]) -> None:
    for name in wanted or PARTS:
        print(f"{name}:")
        for line in PARTS[name]():
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
