"""In: environment and one TOML file.
Out: settings, urls, wsgi.
"""
