"""Files made from a document's tree."""
