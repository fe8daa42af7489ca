"""The tilt head: its training on drawn bodies, its export and its evaluation."""
