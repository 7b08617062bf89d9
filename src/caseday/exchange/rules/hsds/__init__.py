"""Files of the Human Services Data Specification (HSDS 3.x), read into organizations with their services."""

from caseday.exchange.rules.hsds.bundles import ReadResources, bundles_of
from caseday.exchange.rules.hsds.files import Files, files_in_folder, raw_tables
from caseday.exchange.rules.hsds.raw import RawRow, RawTables

__all__ = ["Files", "RawRow", "RawTables", "ReadResources", "bundles_of", "files_in_folder", "raw_tables"]
