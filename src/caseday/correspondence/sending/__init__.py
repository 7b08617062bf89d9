"""In: claimed sendings. Out: mail, texts, faxes and letters that left once, with proof; or why not."""
