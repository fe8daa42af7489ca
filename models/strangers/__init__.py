"""Strangers: people drawn in another world than the training one, for the tilt estimator's exam alone."""
