"""How well `init` tells what columns hold: a labelled set of tables after public schemas, and the scores on it."""
