"""In: what any page wants to show.
Out: base templates, components, design tokens, scripts; knows no domain.
"""
