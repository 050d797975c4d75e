"""Many articles: read an archive, run the library over it, write what was found."""
