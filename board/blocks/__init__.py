"""The five content blocks that pages are built from, one module each; a page type uses ``stream.ContentStreamBlock``."""
