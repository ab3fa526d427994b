"""Make kits: folders and zips with all that a platform or a student needs, our wheel included."""
