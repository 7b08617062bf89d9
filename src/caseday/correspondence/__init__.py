"""In: mail, texts, faxes, voicemail; what the file knows and who agreed to what.
Out: messages on their cases, answers due, and what goes out: drawn from the file, checked, sent once, with proof.
"""
