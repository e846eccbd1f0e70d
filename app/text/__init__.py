"""Words and names as people write them: languages, countries, domains, digits, greetings."""
