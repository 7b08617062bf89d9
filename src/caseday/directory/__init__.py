"""In: what is learned about offices and professionals during work.
Out: phones, hours, places, for every case.
"""
