"""The five content blocks that pages are built from, one module each; ``stream.ContentStreamBlock`` holds them."""
