"""What a guest hears: spoken clips and tones, made from the catalogue's words by code alone."""
