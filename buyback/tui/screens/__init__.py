"""The screens, one a file: each is a mode of the app."""
