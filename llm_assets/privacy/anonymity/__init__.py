"""k-anonymity by a search over levels, with local suppression; l-diversity and t-closeness; what the next release keeps."""
