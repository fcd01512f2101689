"""sharebot: watches a blog's feed and shares each new post once on every network, crediting its author rightly."""
