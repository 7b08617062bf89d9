"""In: the installed ICD-10-CM release. Out: one line a code on standard output: code, 1 if billable, description.

Run as a process of its own (`python -m caseday.programs.icd10cm`), for its memory is given back when it ends.
"""

import sys


def main() -> None:
    import simple_icd_10_cm as release

    for code in release.get_all_codes(with_dots=False):
        if release.is_category_or_subcategory(code):
            description = " ".join(release.get_description(code).split())
            sys.stdout.write(f"{code}\t{int(release.is_leaf(code))}\t{description}\n")


if __name__ == "__main__":
    main()
