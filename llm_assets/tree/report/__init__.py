"""The privacy report of a tree: what was done, what was found, which risk is left; for people and for programs.

    account    reports of the stages and settings -> what there is to tell
    facts      all that the page tells, as one JSON object
    words      the words that explain it: reasons, roles, checks, glossary
    figures    shares, counts and intervals as text
    drawing    a plot: its frame, its scale, its marks
    scales     the lines and names behind the marks
    plots      the plots of what was done
    risks      the plots of what is left
    questions  the three questions of WP 216, answered
    page       facts -> privacy_report.html
    summary    the facts as figures that plot
    reading    privacy_report.html -> facts

It knows no value of the data: counts, shares, names of columns and of settings, and the redacted texts of canaries.
"""
