"""Tables that an office can read and extend; a package, so that an installed service carries them."""
